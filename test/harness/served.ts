import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Addresses } from '../../harness/addresses.ts'
import { freePorts } from '../../kit/free-port.ts'

const bin = fileURLToPath(new URL('../../bin/dcr-harness.js', import.meta.url))

const portVariables = [
  'CURITY_PORT',
  'CURITY_ADMIN_PORT',
  'KONNECT_PORT',
  'GATEWAY_PORT',
  'GATEWAY_ADMIN_PORT',
  'ECHO_PORT',
]

/** The command line on free ports, so that nothing that runs already is in its way. */
export function command(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const free = Object.fromEntries(portVariables.map((name) => [name, '0']))
  return spawn(process.execPath, [bin, ...args], {
    env: { ...process.env, NO_COLOR: '1', ...free, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** What a command said, and how it ended. */
export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/**
 * Waits until a command has ended.
 * @param stop sends it a signal when it has said this on standard output
 */
export async function ended(child: ChildProcess, stop?: { at: string; by: NodeJS.Signals }): Promise<Ended> {
  let [stdout, stderr] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    const before = stdout
    stdout += text
    // Once: a second signal ends it at once, whatever is under way.
    if (stop && stdout.includes(stop.at) && !before.includes(stop.at)) child.kill(stop.by)
  })
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  // Its exit code, or null with a signal.
  const [code] = (await once(child, 'close')) as [Ended['code']]
  return { code, stdout, stderr }
}

export interface Served {
  addresses: Addresses
  /** The settings that it runs with: they bring a later process to the same ports. */
  env: Record<string, string>
  /** Ends it, and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>
}

/** `up --json` with more options, ready, on ports that stay its own while it is down. @throws Error with what it said when it ends instead */
export async function upServing(args: readonly string[], env: Record<string, string> = {}): Promise<Served> {
  const ports = Object.entries(await freePorts(portVariables)).map(([name, port]) => [name, String(port)])
  const own = { ...Object.fromEntries(ports), ...env }
  const child = command(['up', '--json', ...args], own)
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const addresses = await readyIn(child)
  return {
    addresses,
    env: own,
    async end(signal) {
      child.kill(signal)
      await gone
    },
  }
}

function readyIn(child: ChildProcess): Promise<Addresses> {
  return new Promise((resolve, reject) => {
    let [said, complained] = ['', '']
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      complained += text
    })
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      said += text
      // What comes after the last end of a line may be half of one.
      const lines = said.split('\n').slice(0, -1)
      const line = lines.find((each) => each.startsWith('{"event":"ready"'))
      if (line !== undefined) resolve((JSON.parse(line) as { addresses: Addresses }).addresses)
    })
    child.once('close', () => reject(new Error(`it ended: ${said}${complained}`)))
  })
}
