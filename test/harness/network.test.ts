import { expect, onTestFinished, test } from 'vitest'
import { type Edges, edgeNames } from '../../harness/network/edge.ts'
import { startWorld } from '../../harness/world.ts'

async function world(network: Edges) {
  const started = await startWorld({ given: { network, konnect: { behaviour: { idpTimeoutMs: 500 } } } })
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
    new Set([network.edge('konnect-curity').url, network.edge('gateway-curity').url].map((url) => new URL(url).host)),
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
  const silent = await half.portal.call('POST', '/applications', { json: { name: 'later' } })
  expect([silent.status, silent.reason]).toEqual([400, 'konnect.dcr.timeout'])
  await half.network.edge('konnect-curity').change({ reach: 'open' })
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
  const slow = await world({ 'konnect-curity': { latencyMs: 600 } })
  const answer = await slow.portal.call('POST', '/applications', { json: { name: 'billing' } })
  expect(answer.reason).toBe('konnect.dcr.timeout')
})

test('an edge that nobody gave cannot be changed', async () => {
  const bare = await world({})
  expect(() => bare.network.edge('konnect-curity')).toThrow(/konnect-curity: this world has no hop there/)
})

test('hops do not go together with TLS, and nothing is left listening', async () => {
  const failed = await startWorld({ tls: true, given: { network: { 'gateway-curity': {} } } }).catch((error) => error)
  expect(failed.message).toBe('network:\n  gateway-curity: hops carry plain HTTP: not together with TLS')
})
