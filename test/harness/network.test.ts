import { once } from 'node:events'
import { request } from 'node:http'
import { WebSocket } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import type { Given } from '../../harness/given.ts'
import { type Edges, edgeNames } from '../../harness/network/edge.ts'
import { startWorld } from '../../harness/world.ts'
import { basicAuthorization } from '../../kit/http-client.ts'
import { webSocketUpstream } from '../gateway-sim/test-websocket-upstream.ts'

async function world(network: Edges, konnect: Given['konnect'] = {}) {
  const started = await startWorld({ given: { network, konnect } })
  onTestFinished(() => started.close())
  return started
}

/** A developer's application, registered. */
async function application({ portal }: Awaited<ReturnType<typeof world>>) {
  const app = await portal.createApplication({ name: 'billing' })
  await portal.register(app)
  return app
}

test('with a hop on every edge the whole flow goes through them', async () => {
  const everywhere = await world(Object.fromEntries(edgeNames.map((name) => [name, {}])))
  const app = await application(everywhere)
  expect((await everywhere.gateway.get('/orders', { basic: app })).status).toBe(200)
  await everywhere.portal.deleteApplication(app)
  const hosts = (await everywhere.levers.exchanges({ server: 'mock-curity' })).map(
    ({ request }) => request.headers.host,
  )
  const { network, addresses } = everywhere
  const own = new URL(addresses.curity.url).host
  // Each caller came by its own way, and nobody went past it.
  expect(new Set(hosts)).toEqual(
    new Set([
      new URL(await network.edge('konnect-curity').url()).host,
      new URL(await network.edge('gateway-curity').url()).host,
    ]),
  )
  expect(hosts).not.toContain(own)
})

test('an identity provider that only the gateway reaches', async () => {
  const half = await world({ 'konnect-curity': {}, 'gateway-curity': {} })
  const app = await application(half)
  await half.network.edge('konnect-curity').change({ reach: 'refused' })
  const refused = await half.portal.call('POST', '/applications', { json: { name: 'later' } })
  expect([refused.status, refused.reason]).toEqual([400, 'konnect.dcr.issuer-unreachable'])
  expect((await half.gateway.get('/orders', { basic: app })).status).toBe(200)
  await half.network.edge('konnect-curity').change({ reach: 'silent' })
  await half.levers.behave('konnect', { idpTimeoutMs: 300 })
  const silent = await half.portal.call('POST', '/applications', { json: { name: 'later' } })
  expect([silent.status, silent.reason]).toEqual([400, 'konnect.dcr.timeout'])
  await half.network.edge('konnect-curity').change({ reach: 'open' })
  await half.levers.behave('konnect', { idpTimeoutMs: 10_000 })
  expect((await half.portal.call('POST', '/applications', { json: { name: 'later' } })).status).toBe(201)
})

test('a load balancer that strips, sets and renames headers, and comes from an address of its own', async () => {
  const before = await world({
    'client-gateway': { requestHeaders: { authorization: null, 'X-Forwarded-For': '192.0.2.7' }, host: 'api.example' },
    'gateway-upstream': { from: '127.0.0.9', responseHeaders: { 'x-through': 'the balancer' } },
  })
  const app = await application(before)
  const stripped = await before.gateway.get('/orders', { basic: app })
  expect([stripped.status, stripped.reason]).toEqual([401, 'gateway.no-credentials'])
  await before.network.edge('client-gateway').change({ requestHeaders: {} })
  const passed = await before.gateway.get('/orders', { basic: app })
  expect([passed.status, passed.headers['x-through']]).toEqual([200, 'the balancer'])
  const { headers } = passed.body as { headers: Record<string, string> }
  expect(headers['x-forwarded-host']).toBe('api.example')
})

test('every second request finds its connection closed', async () => {
  const broken = await world({ 'client-gateway': { breakEvery: 2 } })
  const call = () =>
    broken.gateway.get('/orders').then(
      ({ status }) => status,
      ({ failure }) => failure,
    )
  expect([await call(), await call(), await call(), await call()]).toEqual([401, 'reset', 401, 'reset'])
})

test('latency is waited for on the way', async () => {
  const slow = await world({ 'konnect-curity': { latencyMs: 60_000 } }, { behaviour: { idpTimeoutMs: 300 } })
  const answer = await slow.portal.call('POST', '/applications', { json: { name: 'billing' } })
  expect(answer.reason).toBe('konnect.dcr.timeout')
})

test('an edge that nobody gave cannot be changed, and one with an address of elsewhere neither', async () => {
  const bare = await world({ 'gateway-curity': {} })
  await expect(bare.network.edge('konnect-curity').change({ latencyMs: 1 })).rejects.toThrow(
    /400.*konnect-curity: this world has no hop there/s,
  )
  await expect(bare.network.edge('gateway-curity').change({ from: '192.0.2.7' })).rejects.toThrow(
    /gateway-curity\.from: this machine has no such address/,
  )
  const edges = async () => Object.entries(await bare.network.hops()).map(([name, { edge }]) => [name, edge])
  const before = await edges()
  // Of several edges all are changed, or none.
  const both = bare.network.set({ 'gateway-curity': { latencyMs: 5 }, 'konnect-curity': {} })
  await expect(both).rejects.toThrow(/no hop there/)
  expect(await edges()).toEqual(before)
})

test('a network that breaks ends what is under way, once', async () => {
  const { gateway, network, portal } = await world({ 'client-gateway': {}, 'gateway-upstream': { latencyMs: 60_000 } })
  const app = await portal.createApplication({ name: 'billing' })
  await portal.register(app)
  await gateway.inSync()
  const waiting = gateway.get('/orders', { basic: app }).catch(({ failure }) => failure)
  await expect.poll(async () => (await network.hops())['gateway-upstream']?.connections).toBe(1)
  await network.edge('client-gateway').breakConnections()
  expect(await waiting).toBe('reset')
  await network.edge('gateway-upstream').change({ latencyMs: 0 })
  expect((await gateway.get('/orders', { basic: app })).status).toBe(200)
})

test('a WebSocket goes through hops, and a refused handshake comes back as it is', async () => {
  const upstream = await webSocketUpstream()
  onTestFinished(() => upstream.close())
  const started = await startWorld({
    upstream: `http://127.0.0.1:${upstream.port}`,
    given: { network: { 'client-gateway': { requestHeaders: { 'x-added': 'on the way' } }, 'gateway-upstream': {} } },
  })
  onTestFinished(() => started.close())
  const app = await application(started)
  await started.gateway.inSync()
  const open = (headers: Record<string, string>) =>
    new WebSocket(`${started.addresses.gateway.url.replace('http', 'ws')}/orders/live`, { headers })
  const socket = open({ authorization: basicAuthorization(app.clientId, app.clientSecret) })
  await once(socket, 'open')
  const said = once(socket, 'message')
  socket.send('hello')
  expect((await said)[0].data).toBe('hello')
  expect(upstream.seen[0]?.headers['x-added']).toBe('on the way')
  const closed = once(socket, 'close')
  socket.close(1000, 'done')
  expect((await closed)[0]).toMatchObject({ code: 1000, wasClean: true })
  const { url } = started.addresses.gateway
  const handshake = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }
  const [answer] = await once(request(`${url}/orders/live`, { headers: handshake }).end(), 'response')
  const pieces: string[] = []
  for await (const piece of answer.setEncoding('utf8')) pieces.push(piece)
  expect([answer.statusCode, pieces.join('')]).toEqual([401, expect.stringContaining('"message"')])
})
