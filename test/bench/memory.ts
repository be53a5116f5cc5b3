import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePorts, installed } from './installed.ts'
import { below, type Row } from './row.ts'

const clients = 100_000
const manyClients = fileURLToPath(new URL('./peers/many-clients.ts', import.meta.url))

/** What a registered client costs, and what the whole product takes when nobody calls it. */
export async function memory(): Promise<Row[]> {
  const said = execFileSync(process.execPath, ['--expose-gc', manyClients, String(clients)], { encoding: 'utf8' })
  const { bytes, answering, asked } = JSON.parse(said) as { bytes: number; answering: number; asked: number }
  return [
    below(`one of ${clients} registered clients`, 'KB', bytes / 1024, 2),
    below(`of those, silent (${asked} asked)`, 'clients', asked - answering, 1),
    below('idle, demo world', 'MiB', await idle(), 100),
  ]
}

/** Resident memory in MiB of `up` as it is installed, once it serves. */
async function idle(): Promise<number> {
  const folder = installed()
  try {
    const child = spawn(process.execPath, [join(folder, 'bin/dcr-harness.js'), 'up', '--json'], {
      env: { ...process.env, ...freePorts, NODE_COMPILE_CACHE: join(folder, 'cache') },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' }))
    const ended = once(child, 'exit')
    child.kill('SIGINT')
    await ended
    return kilobytes / 1024
  } finally {
    rmSync(folder, { recursive: true })
  }
}
