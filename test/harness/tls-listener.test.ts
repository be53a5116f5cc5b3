import { writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { demo } from '../../harness/demo/names.ts'
import type { Given } from '../../harness/given.ts'
import { connectWorld, startWorld } from '../../harness/world.ts'
import { command, upServing } from './served.ts'

const entities = `/v2/control-planes/${demo.ids.controlPlane}/core-entities`

async function world(gateway: Given['gateway'] = {}, tls = false) {
  const started = await startWorld({ given: { gateway: { tlsListener: true, ...gateway } }, tls })
  onTestFinished(() => started.close())
  return started
}

test('a listener for TLS stands beside the plain port, and drivers trust it', async () => {
  const { addresses, portal, gateway } = await world()
  const { url, tls = '' } = addresses.gateway
  expect([new URL(url).protocol, new URL(tls).protocol]).toEqual(['http:', 'https:'])
  expect(addresses.certificateAuthority).toContain('BEGIN CERTIFICATE')
  const app = await portal.createApplication({ name: 'billing' })
  await portal.register(app)
  expect((await gateway.get('/orders', { basic: app })).status).toBe(200)
  const reply = await gateway.overTls().get('/orders', { basic: app })
  expect(reply.status).toBe(200)
  expect(reply.body).toMatchObject({ headers: { 'x-forwarded-proto': 'https', 'x-forwarded-port': new URL(tls).port } })
})

test('a route for https alone, and for one server name, is reached over TLS by that name', async () => {
  const { konnect, gateway } = await world()
  const route = { name: 'tls', paths: ['/tls'], service: { id: demo.ids.service } }
  await konnect.create(`${entities}/routes`, { ...route, protocols: ['https'], snis: ['localhost'] })
  expect((await gateway.get('/tls')).status).toBe(426)
  expect((await gateway.overTls().get('/tls')).reason).toBe('gateway.no-route')
  expect((await gateway.overTls('localhost').get('/tls')).reason).toBe('gateway.no-credentials')
})

test('before several nodes it gives each request to the next in turn', async () => {
  const { gateway, levers } = await world({ nodes: 2 })
  for (let call = 0; call < 4; call++) await gateway.overTls().get('/orders')
  const servers = (await levers.exchanges()).filter(({ route }) => route === 'GET /*').map(({ server }) => server)
  expect(servers).toEqual(['gateway-sim-1', 'gateway-sim-2', 'gateway-sim-1', 'gateway-sim-2'])
})

test('where everything is https already, it is one address more', async () => {
  const { addresses, gateway } = await world({}, true)
  expect(addresses.gateway.url).toMatch(/^https:/)
  expect((await gateway.overTls().get('/orders')).reason).toBe('gateway.no-credentials')
})

test('a world without one says how to get one', async () => {
  const started = await startWorld()
  onTestFinished(() => started.close())
  expect(started.addresses.gateway.tls).toBeUndefined()
  expect(() => started.gateway.overTls()).toThrow('given.gateway.tlsListener')
})

test('up serves it by GATEWAY_SSL_PORT, and tells where among the addresses', async () => {
  const { addresses, end } = await upServing([], { GATEWAY_SSL_PORT: '0' })
  onTestFinished(() => end('SIGTERM'))
  expect(addresses.gateway.tls).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  const elsewhere = await connectWorld(addresses)
  onTestFinished(() => elsewhere.close())
  expect((await elsewhere.gateway.overTls().get('/orders')).reason).toBe('gateway.no-credentials')
})

test('up serves it by its settings file, and prints it for people', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'dcr-harness-tls-listener-')), 'dcr-harness.yaml')
  writeFileSync(file, 'gateway: { tlsListener: true }\n')
  const child = command(['up', '--config', file], { GATEWAY_SSL_PORT: '0' })
  onTestFinished(() => void child.kill('SIGTERM'))
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  await expect.poll(() => said).toContain('ready; for tests only')
  expect(said).toMatch(
    /gateway-sim {4}http:\/\/127\.0\.0\.1:\d+ {3}admin http:\/\/127\.0\.0\.1:\d+ {3}TLS https:\/\/127\.0\.0\.1:\d+\n/,
  )
  expect(said).toContain('BEGIN CERTIFICATE')
})
