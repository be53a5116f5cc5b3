import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const main = fileURLToPath(new URL('../../mock-konnect/main.ts', import.meta.url))

const start = (env: Record<string, string>): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [main], { env: { ...process.env, ...env }, stdio: 'pipe' })

/** What the program says until it ends. */
async function complaint(env: Record<string, string>): Promise<{ code: number; stderr: string }> {
  const child = start(env)
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const [code] = await once(child, 'close')
  return { code, stderr }
}

test('prints its address, answers there, and ends on SIGTERM', async () => {
  const child = start({ KONNECT_PORT: '0' })
  const [line] = await once(createInterface(child.stdout), 'line')
  const address = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]
  const answer = await fetch(`${address}/v2/control-planes`, { headers: { authorization: 'Bearer kpat_demo' } })
  expect(answer.status).toBe(200)
  child.kill('SIGTERM')
  expect(await once(child, 'close')).toEqual([0, null])
})

test('tells every wrong setting at once', async () => {
  const { code, stderr } = await complaint({ KONNECT_PORT: 'high', KONNECT_COMPAT: 'sometimes' })
  expect(code).toBe(2)
  expect(stderr).toMatch(/^environment:\n {2}KONNECT_PORT: .+\n {2}KONNECT_COMPAT: must be one of strict, docs\n$/)
})

test('tells who needs a port that is taken', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const address = holder.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const { code, stderr } = await complaint({ KONNECT_PORT: String(port) })
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `mock-konnect cannot listen on 127.0.0.1:${port}: the port is taken by another process; set KONNECT_PORT to another port\n`,
  })
  holder.close()
})
