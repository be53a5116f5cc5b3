import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { addressPort, ask } from './rig.ts'
import { konnectToken, testControlPlane } from './test-control-plane.ts'

const main = fileURLToPath(new URL('../../gateway-sim/main.ts', import.meta.url))

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], { env: { PATH: process.env.PATH ?? '', ...env } })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

async function ended(child: ReturnType<typeof start>): Promise<{ code: number; stderr: string }> {
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const [code] = await once(child, 'close')
  return { code, stderr }
}

test('starts by the environment, says where it listens, and ends on a signal', async () => {
  const control = await testControlPlane({ services: [], routes: [], guards: [], applications: [] })
  onTestFinished(() => control.close())
  const ports = { GATEWAY_PORT: '0', GATEWAY_ADMIN_PORT: '0', ECHO_PORT: '0' }
  const child = start({ ...ports, KONNECT_BASE_URL: control.url, KONNECT_TOKEN: konnectToken })
  let stdout = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  await expect.poll(() => stdout.split('\n').length).toBe(4)
  const [echo, proxy, admin] = [...stdout.matchAll(/http:\/\/127\.0\.0\.1:\d+/g)].map(([url]) => url)
  expect((await ask(`${echo}/x`, {})).status).toBe(200)
  expect((await ask(`${proxy}/x`, {})).reason).toBe('gateway.no-route')
  await expect
    .poll(() => ask(`${admin}/_mock/configuration?version=1`, {}))
    .toMatchObject({
      status: 200,
      body: { version: 1 },
    })
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('names every wrong setting and ends with 2', async () => {
  const { code, stderr } = await ended(start({ GATEWAY_PORT: '70000', KONNECT_BASE_URL: 'konnect' }))
  expect(code).toBe(2)
  expect(stderr).toContain('GATEWAY_PORT')
  expect(stderr).toContain('KONNECT_BASE_URL')
})

test('says which port is taken, who needs it and which setting changes it, and ends with 2', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  onTestFinished(() => void holder.close())
  const port = addressPort(holder.address())
  const { code, stderr } = await ended(start({ GATEWAY_PORT: String(port), GATEWAY_ADMIN_PORT: '0' }))
  expect(code).toBe(2)
  expect(stderr).toContain(`gateway-sim (proxy) cannot listen on 127.0.0.1:${port}: the port is taken`)
  expect(stderr).toContain('GATEWAY_PORT')
})

test('serves TLS beside its plain port when told to, with a certificate of the authority it is given', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-sim-ca-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const child = start({ GATEWAY_PORT: '0', GATEWAY_ADMIN_PORT: '0', GATEWAY_SSL_PORT: '0', TLS_CA: folder })
  let stdout = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  await expect.poll(() => stdout.split('\n').length).toBe(4)
  expect(stdout).toMatch(/^gateway-sim \(proxy\): http:.*\ngateway-sim \(admin\): http:.*\ngateway-sim \(TLS\): https:/)
  const { code, stderr } = await ended(start({ GATEWAY_PORT: '0', GATEWAY_ADMIN_PORT: '0', GATEWAY_SSL_PORT: '0' }))
  expect([code, stderr]).toEqual([2, expect.stringContaining('GATEWAY_SSL_PORT needs TLS_CA')])
})
