import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { against, median, type Row } from './row.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const peer = fileURLToPath(new URL('./peers/oidc-provider-cold.mjs', import.meta.url))
const ports = { CURITY_PORT: '0', KONNECT_PORT: '0', GATEWAY_PORT: '0', GATEWAY_ADMIN_PORT: '0', ECHO_PORT: '0' }
const runs = 11

/**
 * From process start to the first 200 through the gateway, demo world seeded, beside plain oidc-provider's first discovery answer.
 * Ours is the package as it is installed: launcher, bundle, compile cache of earlier starts.
 */
export async function coldStart(): Promise<Row[]> {
  const folder = installed()
  try {
    const ours = [join(folder, 'bin/dcr-harness.js'), 'up', '--walk', '--json']
    const times = { ours: [] as number[], peer: [] as number[] }
    await timeUntil(ours, 'calls the gateway')
    await timeUntil([peer], 'ready')
    for (let run = 0; run < runs; run++) {
      times.ours.push(await timeUntil(ours, 'calls the gateway'))
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

/** The files of the package in a folder of their own, so that the launcher takes the bundle and not the sources. */
function installed(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-bench-'))
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(root, part), join(folder, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

function timeUntil(args: string[], text: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...ports },
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
