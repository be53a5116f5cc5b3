import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePorts, installed } from './installed.ts'
import { against, median, type Row } from './row.ts'

const peer = fileURLToPath(new URL('./peers/oidc-provider-cold.mjs', import.meta.url))
const runs = 11

/**
 * From process start to the first 200 through the gateway, demo world seeded, beside plain oidc-provider's first discovery answer.
 * Ours is the package as it is installed: launcher, bundle, compile cache of earlier starts.
 */
export async function coldStart(): Promise<Row[]> {
  const folder = installed()
  try {
    const args = [join(folder, 'bin/dcr-harness.js'), 'up', '--walk', '--json']
    const ours = () => timeUntil(args, 'calls the gateway', { NODE_COMPILE_CACHE: join(folder, 'cache') })
    const times = { ours: [] as number[], peer: [] as number[] }
    await ours()
    await timeUntil([peer], 'ready')
    for (let run = 0; run < runs; run++) {
      times.ours.push(await ours())
      times.peer.push(await timeUntil([peer], 'ready'))
    }
    const best = (values: number[]) => Math.min(...values)
    return [
      against('start → first 200, median', 'ms', median(times.ours), ['oidc-provider alone', median(times.peer)], 1),
      against('start → first 200, best', 'ms', best(times.ours), ['oidc-provider alone', best(times.peer)], 1),
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function timeUntil(args: string[], text: string, env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...freePorts, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let seen = ''
    let took: number | undefined
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      seen += chunk
      if (took !== undefined || !seen.includes(text)) return
      took = performance.now() - started
      // As a user ends it: Node writes what it compiled when a process ends in order.
      child.kill('SIGINT')
    })
    child.on('close', () => (took === undefined ? reject(new Error(`${args[0]} ended early: ${seen}`)) : resolve(took)))
  })
}
