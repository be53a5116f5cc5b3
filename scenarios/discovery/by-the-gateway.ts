import assert from 'node:assert/strict'
import { type Fault, type Given, type Scenario, scenario } from '../../harness/public.ts'
import type { World } from '../../harness/world.ts'
import { type Arrangement, arrange } from '../steps/arrange.ts'
import { changeStrategy } from '../steps/strategy.ts'

interface GatewayCase {
  id: string
  title: string
  sources: readonly string[]
  given?: Given
  /** How the identity provider fails, or says another thing than its tokens. */
  wrong: Arrangement
  /** Seconds that pass after the identity provider is well again. */
  seconds?: number
  /** What is still there of `wrong` then. */
  still?: Arrangement
  /** Why calls are refused while it is wrong, and when it is well again but for `still`. */
  reason: RegExp
}

const failing = (more: object): Fault => ({ endpoint: 'discovery', kind: 'answer', status: 500, ...more }) as Fault // as written here

/** A call is refused, and again when the identity provider is well but the gateway does not see it; without the quirk it passes. */
const gatewayCase = ({ id, title, sources, given, wrong, seconds = 0, still, reason }: GatewayCase): Scenario =>
  scenario({
    id,
    title,
    refs: [`bug-catalogue ${id}`, ...sources],
    tags: ['discovery', 'gateway'],
    needs: ['levers'],
    ...(given && { given }),
    async run(world, step) {
      const app = await registered(world)
      const call = () => world.gateway.get('/orders', { basic: app })
      await arrange(world, wrong)
      const refused = await step('a call is refused', call)
      assert.equal(refused.status, 401)
      assert.match(refused.reason ?? '', reason)
      if (still) {
        await arrange(world, still)
        await step('time passes', () => world.levers.advance(seconds * 1000, 'gateway'))
        assert.equal((await step('the next one too, although the identity provider is well', call)).status, 401)
      }
      await arrange(world, {})
      if (!still) await world.levers.advance(6000, 'gateway')
      await world.gateway.node(1).admin('DELETE', still ? '/cache' : '/openid-connect/issuers')
      assert.equal((await step('without the defect it passes', call)).status, 200)
    },
  })

async function registered({ portal }: World) {
  const app = await portal.createApplication({ name: 'billing' })
  await portal.register(app)
  return app
}

/** What the data plane makes of an issuer, and of one that is not there. */
export default [
  scenario({
    id: 'issuer-slash-vs-iss',
    title: 'an issuer with a trailing slash in the metadata refuses every token without it, and says both',
    refs: [
      ...['bug-catalogue issuer-slash-vs-iss', 'fluxerapp/fluxer#1392', 'ghostfolio/ghostfolio#6413'],
      ...['auth0/docs#5199', 'authlib/joserfc#90'],
    ],
    tags: ['discovery', 'gateway'],
    needs: ['levers'],
    async run(world, step) {
      const { curity, gateway, addresses } = world
      const { issuer } = addresses.curity
      const app = await registered(world)
      const { access_token: bearer } = await curity.clientCredentials(app)
      /** One call with the pair and one with the token, by a gateway that knows nothing yet. */
      const calls = async () => {
        await gateway.node(1).admin('DELETE', '/openid-connect/issuers')
        await gateway.node(1).admin('DELETE', '/cache')
        return [await gateway.get('/orders', { basic: app }), await gateway.get('/orders', { bearer })]
      }
      const statuses = async () => (await calls()).map(({ status }) => status)

      const slashed: Fault = {
        ...{ endpoint: 'discovery', kind: 'patch', times: 'always', requestHeaders: { 'user-agent': 'kong' } },
        patch: { set: { issuer: `${issuer}/` } },
      }
      await arrange(world, { faults: { curity: [slashed] } })
      for (const refused of await step('the metadata ends in a slash, tokens do not', calls)) {
        assert.equal(refused.status, 401)
        assert.match(refused.reason ?? '', /wrong-issuer$/)
        assert.deepEqual(refused.body, { message: 'Unauthorized' })
        for (const said of [`(${issuer}) was specified`, `${issuer}/ was expected`])
          assert.ok(refused.advice?.includes(said), `${refused.advice} says ${said}`)
      }
      await arrange(world, {})
      assert.deepEqual(await step('the metadata is put right', statuses), [200, 200])
      await changeStrategy(world, { issuer: `${issuer}/` })
      assert.deepEqual(
        await step('the strategy alone ends in a slash: what counts is the metadata', statuses),
        [200, 200],
      )
    },
  }),
  gatewayCase({
    id: 'rediscovery-after-failure-too-slow',
    title: 'after a failed discovery the gateway waits the whole interval, not five seconds',
    sources: ['Kong openid-connect changelog 3.8.0.0, 3.4.3.22'],
    wrong: { faults: { curity: [failing({ times: 1 })] }, quirks: { gateway: ['rediscovery-ignores-failure'] } },
    seconds: 6,
    still: { quirks: { gateway: ['rediscovery-ignores-failure'] } },
    reason: /^gateway\.idp\./,
  }),
  scenario({
    id: 'issuer-follows-host-header',
    title:
      'an identity provider whose issuer follows the way it is called has two, and the gateway expects the other one',
    refs: ['bug-catalogue issuer-follows-host-header', 'navikt/mock-oauth2-server#312, #362'],
    tags: ['discovery', 'network'],
    needs: ['levers'],
    given: { network: { 'gateway-curity': { rewrite: 'all' } } },
    async run(world, step) {
      const app = await registered(world)
      const refused = await step('a call is refused', () => world.gateway.get('/orders', { basic: app }))
      assert.equal(refused.status, 401)
      assert.match(refused.reason ?? '', /wrong-issuer$/)
      await world.network.edge('gateway-curity').change({ rewrite: 'endpoints' })
      await world.gateway.node(1).admin('DELETE', '/openid-connect/issuers')
      const passed = await step('with one fixed issuer it passes', () => world.gateway.get('/orders', { basic: app }))
      assert.equal(passed.status, 200)
    },
  }),
]
