import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, statSync, watch as watchFiles } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { select } from '../selection.ts'

/** Changes come in flocks: an editor writes a file in several steps. */
const settleMs = 100

/**
 * Runs the same call again, in a process of its own, whenever a file beside the named scenarios changes: then everything that they import is
 * read anew, and a run that hangs is ended. Watches until the process is stopped. @throws Complaints for names that no change will bring about
 */
export async function watch(names: readonly string[], shipped: string): Promise<void> {
  const others = names.filter((name) => !existsSync(name))
  if (others.length > 0) await select(others, shipped)
  const call = process.argv.slice(1).filter((word) => word !== '--watch')
  let running: ChildProcess | undefined
  let timer: NodeJS.Timeout | undefined
  const start = () => {
    running?.kill('SIGKILL')
    running = spawn(process.execPath, [...process.execArgv, ...call], { stdio: 'inherit' })
  }
  const changed = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      console.log('\n— changed, again —\n')
      start()
    }, settleMs)
  }
  for (const folder of foldersOf(names, shipped)) watchFiles(folder, { recursive: true }, changed)
  process.once('SIGINT', () => process.exit(0)).once('SIGTERM', () => process.exit(0))
  process.once('exit', () => running?.kill('SIGKILL'))
  start()
  return new Promise(() => undefined)
}

/** The folders of named files; of ids and tags, the package's own. */
function foldersOf(names: readonly string[], shipped: string): Set<string> {
  const named = names.map((name) => {
    if (!existsSync(name)) return shipped
    return resolve(statSync(name).isDirectory() ? name : dirname(name))
  })
  return new Set(named.length === 0 ? [shipped] : named)
}
