import assert from 'node:assert/strict'
import { scenario } from '../../harness/public.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'
import { claimsOf, signedByCurity } from '../steps/signed-token.ts'

const tags = ['gateway', 'token']
const needs = ['levers'] as const

/** Access tokens and others, and what is said about them. */
export default [
  scenario({
    id: 'typ-at-jwt',
    title:
      'some gateways refuse an access token of typ at+jwt; one that takes nothing else lets no id token pass for one',
    refs: [
      'bug-catalogue typ-at-jwt',
      ...['spring-projects/spring-security#13185, #9900', 'jpadilla/pyjwt#760', 'WSO2 carbon-apimgt#12485', 'RFC 9068'],
    ],
    tags,
    needs,
    given: { curity: { quirks: ['at-jwt'] } },
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const { access_token: access } = await step('it fetches a token', () => world.curity.clientCredentials(app))
      const id = await signedByCurity(world, { ...claimsOf(access), aud: app.clientId }, { typ: 'JWT' })
      const answers = async (quirk?: string) => {
        await arrange(world, { quirks: { curity: ['at-jwt'], gateway: quirk ? [quirk] : [] } })
        await world.gateway.node(1).admin('DELETE', '/openid-connect/issuers')
        const replies = [await world.gateway.get('/orders', { bearer: access })]
        replies.push(await world.gateway.get('/orders', { bearer: id }))
        return replies.map(({ status, reason }) => reason ?? status)
      }
      const refused = 'gateway.bearer.not-a-jwt'
      assert.deepEqual(await step('without a check of typ both pass', answers), [200, 200])
      assert.deepEqual(await step('refused by some', () => answers('at-jwt-refused')), [refused, 200])
      assert.deepEqual(await step('enforced', () => answers('at-jwt-only')), [200, refused])
    },
  }),
  scenario({
    id: 'iss-error-names-wrong-token',
    title: 'the log of an older release says neither which token nor which issuer it expected; a newer one says both',
    refs: ['bug-catalogue iss-error-names-wrong-token', 'Kong openid-connect changelog 3.13.0.0', 'gateway.md 9'],
    tags,
    needs,
    async run(world, step) {
      const { gateway, levers, addresses } = world
      const app = await registeredApplication(world, step)
      const { access_token: good } = await step('it fetches a token', () => world.curity.clientCredentials(app))
      const elsewhere = 'https://elsewhere.example'
      const bearer = await signedByCurity(world, { ...claimsOf(good), iss: elsewhere })
      const logged = async () => {
        const { status, reason } = await gateway.get('/orders', { bearer })
        assert.deepEqual([status, reason], [401, 'gateway.bearer.wrong-issuer'])
        const [last] = (await levers.exchanges({ server: 'gateway-sim' })).slice(-1)
        return last?.trail?.find((line) => line.includes('invalid issuer')) ?? ''
      }
      await levers.quirks('gateway', { release: '3.12' })
      const before = await step('a release before 3.13', logged)
      assert.match(before, new RegExp(`invalid issuer \\(${elsewhere}\\) was specified`))
      assert.ok(!before.includes(addresses.curity.issuer))
      await levers.quirks('gateway', { release: '3.13' })
      const after = await step('3.13', logged)
      assert.ok(after.includes(`for access token, ${addresses.curity.issuer} was expected`), after)
    },
  }),
  scenario({
    id: 'header-stripped-on-the-way',
    title: 'a load balancer that drops Authorization leaves no credential, which is another reason than a bad one',
    refs: ['bug-catalogue header-stripped-on-the-way', 'Kong openid-connect docs, Debugging step 6'],
    tags: [...tags, 'network'],
    needs,
    given: { network: { 'client-gateway': { requestHeaders: { authorization: null } } } },
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const call = () => world.gateway.get('/orders', { basic: app })
      const stripped = await step('through the load balancer', call)
      assert.deepEqual([stripped.status, stripped.reason], [401, 'gateway.no-credentials'])
      const bad = await step('a bad token stands elsewhere than in Authorization', () =>
        world.gateway.get('/orders', { headers: { 'x-access-token': 'bad' } }),
      )
      assert.deepEqual([bad.status, bad.reason], [401, 'gateway.bearer.not-a-jwt'])
      await world.network.edge('client-gateway').change({ requestHeaders: {} })
      assert.equal((await step('a load balancer that drops nothing', call)).status, 200)
    },
  }),
]
