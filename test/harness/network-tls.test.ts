import { expect, onTestFinished, test } from 'vitest'
import { type Edges, edgeNames, type HopCertificate } from '../../harness/network/edge.ts'
import type { ServersOptions } from '../../harness/servers.ts'
import { startWorld, type World } from '../../harness/world.ts'

async function world(network: Edges, options: ServersOptions = { tls: true }): Promise<World> {
  const started = await startWorld({ ...options, given: { ...options.given, network } })
  onTestFinished(() => started.close())
  return started
}

async function application({ portal }: World) {
  const app = await portal.createApplication({ name: 'billing' })
  await portal.register(app)
  return app
}

/** What Konnect says when it registers a client, and what the gateway says to one that is registered. */
async function said({ portal, gateway }: World, basic: Awaited<ReturnType<typeof application>>) {
  const registers = await portal.call('POST', '/applications', { json: { name: `later-${count++}` } })
  const calls = await gateway.get('/orders', { basic })
  return [registers, calls].map(({ status, reason, advice = '' }) =>
    /\btls\b/.test(advice) ? `${reason} tls` : status,
  )
}
let count = 0
const konnectRefuses = 'konnect.dcr.issuer-unreachable tls'
const gatewayRefuses = 'gateway.idp.unreachable tls'

test('with TLS every hop speaks https to both sides, and the whole flow goes through them', async () => {
  const all = await world(Object.fromEntries(edgeNames.map((name) => [name, {}])))
  const hops = Object.values(await all.network.hops())
  expect(hops.map(({ url, target }) => [url.split(':')[0], target.split(':')[0]])).toEqual(
    edgeNames.map(() => ['https', 'https']),
  )
  expect(await said(all, await application(all))).toEqual([201, 200])
  const seen = (await all.levers.exchanges({ server: 'mock-curity' })).map(({ request }) => request.headers.host)
  expect(seen).not.toContain(new URL(all.addresses.curity.url).host)
})

test.for(['self-signed', 'stranger', 'expired', 'other-host', 'no-chain'] satisfies HopCertificate[])(
  'a certificate that is %s troubles the one caller whose way shows it, until it is replaced',
  async (tls) => {
    const { network, ...one } = await world({ 'konnect-curity': {}, 'gateway-curity': {} })
    const app = await application({ network, ...one })
    const now = () => said({ network, ...one }, app)
    expect(await now()).toEqual([201, 200])
    await network.edge('konnect-curity').change({ tls })
    expect(await now()).toEqual([konnectRefuses, 200])
    await network.set({ 'gateway-curity': { tls } })
    await one.gateway.node(1).restart()
    expect(await now()).toEqual([201, gatewayRefuses])
    await network.reset()
    await one.gateway.node(1).restart()
    expect(await now()).toEqual([201, 200])
  },
)

test('a deep chain is too deep for the gateway until it may look that far, and for nobody else', async () => {
  const deep = await world({ 'gateway-curity': { tls: 'deep-chain' }, 'konnect-curity': { tls: 'deep-chain' } })
  const app = await application(deep)
  expect(await said(deep, app)).toEqual([201, gatewayRefuses])
  await deep.levers.behave('gateway', { luaSslVerifyDepth: 2 })
  await deep.gateway.node(1).restart()
  expect(await said(deep, app)).toEqual([201, 200])
})

test("a hop shows what is wrong with the server's own certificate, too", async () => {
  const troubled = { given: { tls: { curity: 'expired' } } } as const
  const through = await world({ 'konnect-curity': {} }, troubled)
  const refused = await through.portal.call('POST', '/applications', { json: { name: 'billing' } })
  expect([refused.reason, refused.advice]).toEqual(['konnect.dcr.issuer-unreachable', expect.stringMatching(/\btls\b/)])
  await through.network.edge('konnect-curity').change({ tls: 'trusted' })
  expect((await through.portal.call('POST', '/applications', { json: { name: 'billing' } })).status).toBe(201)
})

test('TLS that ends at a load balancer: https to the caller, plain HTTP to the server', async () => {
  const ended = await world({ 'konnect-curity': { tls: 'trusted' }, 'gateway-curity': {} }, {})
  const { 'konnect-curity': secure, 'gateway-curity': plain } = await ended.network.hops()
  expect([secure?.url, secure?.target, plain?.url].map((url) => url?.split(':')[0])).toEqual(['https', 'http', 'http'])
  const app = await application(ended)
  expect(await said(ended, app)).toEqual([201, 200])
  await ended.network.edge('konnect-curity').change({ tls: 'expired' })
  expect(await said(ended, app)).toEqual([konnectRefuses, 200])
  // The other hop was started without a certificate, so its callers know it by http.
  await expect(ended.network.edge('gateway-curity').change({ tls: 'expired' })).rejects.toThrow(
    /gateway-curity\.tls: this hop speaks plain HTTP; start it with `tls: trusted`/,
  )
})
