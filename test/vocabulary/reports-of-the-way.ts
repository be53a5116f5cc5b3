import assert from 'node:assert/strict'
import { scenario, startWorld } from '../../harness/public.ts'
import { registeredApplication } from '../../scenarios/steps/application.ts'

const needs = ['levers'] as const
const refs = ['nobody has reported it yet']

/** Reports about what stands between two servers that no catalogue has: said in the words that there are. */
export const reportsOfTheWay = [
  scenario({
    id: 'refusals-become-pages',
    title:
      'a proxy replaces what the identity provider refuses by a page of its own: a wrong secret looks like an outage',
    refs,
    needs,
    given: { strategy: { cache_tokens: false } },
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const wrong = { ...app, clientSecret: 'wrong' }
      const call = async (basic: typeof app) => {
        const { status, reason } = await world.gateway.get('/orders', { basic })
        return reason ?? status
      }
      const page = { kind: 'answer', status: 502, body: '<h1>Bad Gateway</h1>', times: 'always' } as const
      await world.levers.fault('curity', { endpoint: 'token', answered: '4xx', ...page })
      assert.equal(await step('a good secret', () => call(app)), 200)
      assert.equal(await step('a wrong one', () => call(wrong)), 'gateway.idp.failed')
      await world.levers.disarm('curity')
      assert.equal(await step('without the proxy', () => call(wrong)), 'gateway.basic.wrong-secret')
    },
  }),
  scenario({
    id: 'balanced-over-two-that-share-nothing',
    title:
      'a load balancer takes turns between two identity providers that share no store: every second call is refused',
    refs,
    needs,
    given: { network: { 'gateway-curity': {} }, strategy: { cache_tokens: false } },
    async run(world, step) {
      const { network, gateway, addresses } = world
      const app = await registeredApplication(world, step)
      assert.equal((await gateway.get('/orders', { basic: app })).status, 200)
      const other = await startWorld()
      try {
        const both = [addresses.curity.url, other.addresses.curity.url]
        await step('a second one is put beside it', () => network.edge('gateway-curity').change({ target: both }))
        const statuses: number[] = []
        for (let call = 0; call < 4; call++) statuses.push((await gateway.get('/orders', { basic: app })).status)
        assert.deepEqual(statuses.toSorted(), [200, 200, 401, 401])
        assert.notEqual(statuses[0], statuses[1])
        await step('and taken away', () => network.edge('gateway-curity').change({ target: addresses.curity.url }))
        assert.equal((await gateway.get('/orders', { basic: app })).status, 200)
      } finally {
        await other.close()
      }
    },
  }),
  scenario({
    id: 'thin-line-to-the-identity-provider',
    title: 'answers come in drop by drop: the gateway gives up within the body, with good credentials',
    refs,
    needs,
    given: { strategy: { cache_tokens: false, timeout: 1000 } },
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const call = async () => (await world.gateway.get('/orders', { basic: app })).reason ?? 200
      assert.equal(await step('a first call', call), 200)
      await world.levers.fault('curity', { endpoint: 'token', kind: 'trickle', bytesPerSecond: 100 })
      assert.equal(await step('over the thin line', call), 'gateway.idp.unreachable')
      assert.equal(await step('and after it', call), 200)
    },
  }),
  scenario({
    id: 'one-order-is-blocked',
    title:
      'a firewall before the gateway refuses one request for what stands in its body, and lets the same caller go on',
    refs,
    needs,
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const blocked = { kind: 'answer', status: 403, body: '<h1>Request rejected</h1>', times: 'always' } as const
      await world.levers.fault('gateway', { endpoint: 'proxy', requestBody: { note: '<script>' }, ...blocked })
      const order = (note: string) => world.gateway.post('/orders', { basic: app, json: { note } })
      const passed = await step('an innocent order', () => order('two boxes'))
      assert.deepEqual([passed.status, (passed.body as { body: unknown }).body], [200, '{"note":"two boxes"}'])
      const refused = await step('another one', () => order('<script>alert(1)</script>'))
      assert.deepEqual([refused.status, refused.text, refused.reason], [403, blocked.body, undefined])
    },
  }),
]
