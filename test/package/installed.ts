import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The package as a stranger has it: packed, and installed in a folder where nothing else is. */
export interface Installed {
  /** The paths in the packed file. */
  files: string[]
  /** Gives the folder's package.json these members beside its dependencies. */
  describe(members: object): void
  /** Writes a file into the folder. */
  write(name: string, text: string): void
  /** Runs a command there to its end. */
  call(command: string, ...args: string[]): Promise<Ended>
  /** Starts a command there, in a process group of its own, as a terminal does. */
  start(command: string, ...args: string[]): ChildProcess
  remove(): void
}

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** Packs and installs. @throws Error with what npm said */
export async function installed(): Promise<Installed> {
  const base = mkdtempSync(join(tmpdir(), 'dcr-harness-package-'))
  const folder = join(base, 'empty')
  mkdirSync(folder)
  const packed = await run(root, 'npm', ['pack', '--json', '--pack-destination', base])
  if (packed.code !== 0) throw new Error(`npm pack failed: ${packed.stderr}`)
  // What prepare prints comes before the report.
  const [report] = JSON.parse(packed.stdout.slice(packed.stdout.search(/^\[/m))) as [Packed]
  const archive = join(base, report.filename)
  // Without a package.json of its own npm would look for one further up, and install there.
  await run(folder, 'npm', ['init', '--yes'])
  const install = await run(folder, 'npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', archive])
  if (install.code !== 0) throw new Error(`npm install failed: ${install.stderr}`)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as object
  return {
    describe: (members) => writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, ...members })),
    files: report.files.map(({ path }) => path),
    write: (name, text) => writeFileSync(join(folder, name), text),
    call: (command, ...args) => run(folder, command, args),
    start: (command, ...args) => start(folder, command, args),
    remove: () => rmSync(base, { recursive: true, force: true }),
  }
}

interface Packed {
  filename: string
  files: { path: string }[]
}

function start(cwd: string, command: string, args: string[]): ChildProcess {
  return spawn(command, args, { cwd, env: strangersEnvironment(), stdio: ['ignore', 'pipe', 'pipe'], detached: true })
}

async function run(cwd: string, command: string, args: string[]): Promise<Ended> {
  const child = start(cwd, command, args)
  const ended = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    ended.stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    ended.stderr += text
  })
  const [code] = (await once(child, 'close')) as [number | null]
  // npm's own remarks about the machine it runs on are not ours.
  const stderr = ended.stderr.replace(/^npm (warn|notice).*\n/gm, '')
  return { code, stdout: ended.stdout, stderr }
}

/** Free ports, no colours, and nothing that the npm which runs this test would tell the npm that runs in it. */
function strangersEnvironment(): NodeJS.ProcessEnv {
  const ours = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|INIT_CWD|NODE_OPTIONS|VITEST|NODE_ENV)/.test(name),
  )
  const ports = {
    CURITY_PORT: '0',
    CURITY_ADMIN_PORT: '0',
    KONNECT_PORT: '0',
    GATEWAY_PORT: '0',
    GATEWAY_ADMIN_PORT: '0',
    ECHO_PORT: '0',
  }
  return { ...Object.fromEntries(ours), ...ports, NO_COLOR: '1' }
}
