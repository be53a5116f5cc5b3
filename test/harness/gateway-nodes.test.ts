import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import type { Given } from '../../harness/given.ts'
import { startWorld } from '../../harness/world.ts'

async function world(gateway: Given['gateway']) {
  const started = await startWorld({ given: { gateway: { ...gateway } } })
  onTestFinished(() => started.close())
  return started
}

test('one node is the gateway itself', async () => {
  const { gateway, addresses } = await world({})
  expect(addresses.gateway).toEqual({ url: expect.any(String), admin: expect.any(String) })
  expect(gateway.nodes).toBe(1)
  expect((await gateway.node(1).get('/orders')).reason).toBe('gateway.no-credentials')
  expect(() => gateway.node(2)).toThrow('there is no node 2: the gateway has 1')
})

test('one address gives each request to the next node in turn, also those of one connection', async () => {
  const { gateway, levers, addresses } = await world({ nodes: 3 })
  expect(addresses.gateway.nodes?.length).toBe(3)
  for (let call = 0; call < 6; call++) await gateway.get('/orders')
  const exchanges = (await levers.exchanges()).filter(({ route }) => route === 'GET /*')
  const [one, two, three] = ['gateway-sim-1', 'gateway-sim-2', 'gateway-sim-3']
  expect(exchanges.map(({ server }) => server)).toEqual([one, two, three, one, two, three])
})

test('each node has caches, a clock and switches of its own', async () => {
  const { gateway, portal, levers } = await world({
    nodes: [{ behaviour: { gatewayVersion: '3.4' } }, {}],
    behaviour: { wwwAuthenticate: 'off' },
  })
  const versions = await Promise.all([1, 2].map((n) => gateway.node(n).get('/orders')))
  expect(versions.map(({ headers }) => headers.server)).toEqual([
    'kong/3.4.0.0-enterprise-edition',
    'kong/3.14.0.0-enterprise-edition',
  ])
  expect(versions.map(({ headers }) => headers['www-authenticate'])).toEqual([undefined, undefined])

  const app = await portal.createApplication({ name: 'billing' })
  await portal.register(app)
  const tokens = async () =>
    (await levers.exchanges({ server: 'mock-curity' })).filter(({ route }) => route === 'POST /oauth/v2/oauth-token')
  const before = (await tokens()).length
  for (const n of [1, 2, 1, 2]) expect((await gateway.node(n).get('/orders', { basic: app })).status).toBe(200)
  expect((await tokens()).length).toBe(before + 2)
  await gateway.node(1).advance(301_000)
  for (const n of [1, 2]) await gateway.node(n).get('/orders', { basic: app })
  expect((await tokens()).length).toBe(before + 3)
  await gateway.node(2).restart()
  await gateway.node(2).get('/orders', { basic: app })
  expect((await tokens()).length).toBe(before + 4)
})

test('levers of the gateway reach every node', async () => {
  const { gateway, levers } = await world({ nodes: 2 })
  await levers.behave('gateway', { wwwAuthenticate: 'off' })
  await levers.fault('gateway', { kind: 'answer', route: 'GET /*', status: 503 })
  for (const n of [1, 2]) expect((await gateway.node(n).get('/orders')).status).toBe(503)
  for (const n of [1, 2]) expect((await gateway.node(n).get('/orders')).headers['www-authenticate']).toBeUndefined()
  await levers.reset()
  for (const n of [1, 2]) expect((await gateway.node(n).get('/orders')).headers['www-authenticate']).toBeDefined()
  expect((await levers.faults('gateway')).length).toBe(0)
})

test('the address before several nodes refuses what is no request, and carries WebSocket handshakes', async () => {
  const { addresses } = await world({ nodes: 2 })
  const headers = { connection: 'Upgrade', upgrade: 'websocket', 'x-padding': 'x'.repeat(33_000) }
  const statusOf = (sent: Record<string, string>) =>
    new Promise((resolve, reject) => {
      request(`${addresses.gateway.url}/orders`, { headers: sent })
        .on('response', (answer) => resolve(answer.resume().statusCode))
        .on('error', reject)
        .end()
    })
  expect(await statusOf(headers)).toBe(400)
  expect(await statusOf({ connection: 'Upgrade', upgrade: 'websocket' })).toBe(401)
})
