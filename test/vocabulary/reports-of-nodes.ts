import assert from 'node:assert/strict'
import { scenario } from '../../harness/public.ts'
import { registeredApplication } from '../../scenarios/steps/application.ts'
import { asPluginClient } from '../../scenarios/steps/plugins.ts'

const needs = ['levers'] as const
const refs = ['nobody has reported it yet']

/** Reports about data plane nodes and what is behind them that no catalogue has: said in the words that there are. */
export const reportsOfNodes = [
  scenario({
    id: 'one-node-is-throttled',
    title: 'the identity provider throttles introspection of one node alone, by the minute',
    refs,
    needs,
    given: {
      curity: { accessTokens: 'opaque' },
      gateway: { nodes: 2 },
      strategy: { auth_methods: ['introspection'], cache_introspection: false, ...asPluginClient },
    },
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const { access_token: bearer } = await world.curity.clientCredentials(app)
      const limit = { kind: 'rate-limit', limit: 1, windowMs: 60_000, retryAfter: 60 } as const
      await world.levers.fault('curity', { endpoint: 'introspect', from: 'gateway-sim-2', ...limit })
      const six = async () => {
        const statuses: number[] = []
        for (let call = 0; call < 6; call++) statuses.push((await world.gateway.get('/orders', { bearer })).status)
        return statuses
      }
      assert.deepEqual(await step('six calls go round', six), [200, 200, 200, 401, 200, 401])
      await world.levers.advance(60_000, 'curity')
      assert.equal((await step('a minute later', () => world.gateway.node(2).get('/orders', { bearer }))).status, 200)
    },
  }),
  scenario({
    id: 'half-the-answer-now-and-then',
    title: 'every third token answer stops half-way, and good credentials look bad once the gateway gives up',
    refs,
    needs,
    given: { strategy: { cache_tokens: false, timeout: 1000 } },
    async run(world, step) {
      const app = await registeredApplication(world, step)
      await world.levers.fault('curity', { endpoint: 'token', from: 'gateway-sim', kind: 'stall', every: 3 })
      const six = async () => {
        const said: (string | number)[] = []
        for (let call = 0; call < 6; call++) {
          const { status, reason } = await world.gateway.get('/orders', { basic: app })
          said.push(reason ?? status)
        }
        return said
      }
      const late = 'gateway.idp.unreachable'
      assert.deepEqual(await step('six calls', six), [200, 200, late, 200, 200, late])
    },
  }),
  scenario({
    id: 'node-set-back-an-hour',
    title: 'a node whose clock is set back keeps a token of a rotated secret an hour longer than the others',
    refs,
    needs,
    given: { gateway: { nodes: 2 } },
    async run(world, step) {
      const { gateway, portal, levers } = world
      const app = await registeredApplication(world, step)
      const answers = async () => {
        const replies = await Promise.all([1, 2].map((node) => gateway.node(node).get('/orders', { basic: app })))
        return replies.map(({ status }) => status)
      }
      assert.deepEqual(await answers(), [200, 200])
      await step('the developer rotates her secret', () => portal.rotateSecret(app))
      await step('and a time server is wrong', () => gateway.node(2).clock({ skew: -3_600_000 }))
      await levers.advance(301_000)
      assert.deepEqual(await step('the old secret, five minutes later', answers), [401, 200])
      await gateway.node(2).clock({ skew: 301_000 })
      assert.deepEqual(await step('when its clock is right again', answers), [401, 401])
    },
  }),
  scenario({
    id: 'every-second-call-500',
    title: 'one of two nodes was not upgraded, so that every second malformed token is a 500',
    refs,
    needs,
    given: { gateway: { nodes: [{ release: '3.14.0.1' }, { release: '3.14.0.2' }] } },
    async run({ gateway }, step) {
      const four = async () => {
        const statuses: number[] = []
        for (let call = 0; call < 4; call++) statuses.push((await gateway.get('/orders', { bearer: 'abc' })).status)
        return statuses
      }
      assert.deepEqual(await step('four calls', four), [500, 401, 500, 401])
      await gateway.node(1).release('3.14.0.2')
      assert.deepEqual(await step('four more after the upgrade', four), [401, 401, 401, 401])
    },
  }),
  scenario({
    id: 'node-finds-the-control-plane-late',
    title:
      'a node that is restarted while the control plane refuses it does not know a new application until it calls again',
    refs,
    needs,
    given: { gateway: { nodes: 2, behaviour: { reconnectDelayMs: 200_000 } } },
    async run(world, step) {
      const { gateway, levers, portal } = world
      await levers.fault('konnect', { endpoint: 'stream', from: 'gateway-sim-2', kind: 'answer', status: 503 })
      await step('a node is restarted', () => gateway.node(2).restart())
      while ((await levers.faults('konnect')).some(({ hits }) => hits === 0));
      const app = await portal.createApplication({ name: 'billing' })
      await portal.register(app)
      const call = (node: number) => gateway.node(node).get('/orders', { basic: app, stale: true })
      const unknown = await step('it does not know the application', () => call(2))
      assert.deepEqual([unknown.status, unknown.reason], [401, 'gateway.application.unknown'])
      await gateway.node(2).advance(200_000)
      await gateway.inSync()
      assert.deepEqual([(await call(1)).status, (await call(2)).status], [200, 200])
    },
  }),
  scenario({
    id: 'the-upstream-says-401',
    title: 'the API behind the gateway refuses by itself, and the gateway is blamed',
    refs,
    needs,
    async run(world, step) {
      const { gateway, levers } = world
      const app = await registeredApplication(world, step)
      const answer = { kind: 'answer', status: 401, body: { error: 'session expired' } } as const
      await levers.fault('upstream', { endpoint: 'upstream', requestHeaders: { 'x-tenant': null }, ...answer })
      const refused = await step('a call without the header of its tenant', () =>
        gateway.get('/orders', { basic: app }),
      )
      assert.deepEqual([refused.status, refused.reason, refused.body], [401, undefined, answer.body])
      assert.ok(refused.headers['x-kong-upstream-latency'])
      const headers = { 'x-tenant': 'acme' }
      assert.equal((await step('and with it', () => gateway.get('/orders', { basic: app, headers }))).status, 200)
    },
  }),
]
