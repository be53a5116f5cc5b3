import assert from 'node:assert/strict'
import { scenario } from '../../harness/public.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'
import { callCase } from '../steps/call-case.ts'
import { claimsOf, signedByCurity } from '../steps/signed-token.ts'
import { changeStrategy } from '../steps/strategy.ts'

const tags = ['gateway', 'claims']
const needs = ['levers'] as const

/** What a gateway reads out of tokens, and what it does with it. */
export default [
  scenario({
    id: 'credential-claim-absent',
    title: 'a strategy that reads the client id from a claim which the token lacks finds no application, and says so',
    refs: ['bug-catalogue credential-claim-absent', 'Seed how-to (claims: sub)', 'gateway.md 10 row 43'],
    tags,
    needs,
    given: { strategy: { credential_claim: ['client_id'] } },
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const call = () => world.gateway.get('/orders', { basic: app })
      const refused = await step('it calls', call)
      assert.deepEqual([refused.status, refused.reason], [401, 'gateway.claim-missing'])
      assert.match(refused.advice ?? '', /token has no claim "client_id"; Curity puts the client id into "sub"/)
      await step('the operator reads sub', () => changeStrategy(world, { credential_claim: ['sub'] }))
      assert.equal((await step('it calls again', call)).status, 200)
    },
  }),
  scenario({
    id: 'sub-differs-between-tokens',
    title: 'where id token and access token name different clients, the identity is that of the access token',
    refs: [
      'bug-catalogue sub-differs-between-tokens',
      ...['Kong openid-connect changelog 3.15.0.0, 3.14.0.7, 3.13.0.7', 'gateway.md 5.2'],
    ],
    tags,
    needs,
    given: { strategy: { upstream_headers_claims: ['sub'], upstream_headers_names: ['x-sub'] } },
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const { access_token: access } = await world.curity.clientCredentials(app)
      const idToken = await signedByCurity(world, { ...claimsOf(access), sub: 'somebody-else' })
      const withIdToken = { endpoint: 'token', kind: 'patch', times: 'always', patch: { set: { id_token: idToken } } }
      const answers = async (...gateway: string[]) => {
        await arrange(world, { faults: { curity: [{ ...withIdToken } as never] }, quirks: { gateway } })
        await world.gateway.node(1).admin('DELETE', '/cache')
        return world.gateway.get('/orders', { basic: app })
      }
      const refused = await step('a release that reads the id token first', () => answers('id-token-first'))
      assert.deepEqual([refused.status, refused.reason], [401, 'gateway.application.unknown'])
      const passed = await step('one that reads the access token first', () => answers())
      assert.equal(passed.status, 200)
      const { headers } = passed.body as { headers: Record<string, string> }
      assert.deepEqual([headers['x-sub'], headers['x-credential-identifier']], [app.clientId, app.clientId])
    },
  }),
  callCase({
    id: 'nested-claims-403',
    title: 'a release finds nothing at a claim path of two steps, and forbids what it should let on',
    sources: ['Kong openid-connect known issue 3.14.0.0, fixed 3.14.0.1'],
    given: { strategy: { groups_claim: ['realm', 'groups'], groups_required: ['buyers'] } },
    async calls(app, world) {
      const { access_token: own } = await world.curity.clientCredentials(app)
      return { bearer: await signedByCurity(world, { ...claimsOf(own), realm: { groups: ['buyers'] } }) }
    },
    wrong: { quirks: { gateway: ['nested-claims-broken'] } },
    refused: [403, 'gateway.claims.not-met'],
  }),
  scenario({
    id: 'forbidden-sent-to-unauthorized-page',
    title: 'a release sends a caller that is forbidden to the page for those that are not authenticated',
    refs: ['bug-catalogue forbidden-sent-to-unauthorized-page', 'Kong openid-connect changelog 3.10.0.0'],
    tags,
    needs,
    given: {
      strategy: { scopes_required: ['nobody-has-this'], unauthorized_redirect_uri: ['https://pages.example/401'] },
    },
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const answer = async () => {
        const { status, headers, reason } = await world.gateway.get('/orders', { basic: app })
        return [status, headers.location, reason]
      }
      await world.gateway.release('3.9')
      const sent = [302, 'https://pages.example/401', 'gateway.claims.not-met']
      assert.deepEqual(await step('a release before 3.10', answer), sent)
      await world.gateway.release('3.10')
      assert.deepEqual(await step('3.10', answer), [403, undefined, 'gateway.claims.not-met'])
      await changeStrategy(world, { forbidden_redirect_uri: ['https://pages.example/403'] })
      const page = [302, 'https://pages.example/403', 'gateway.claims.not-met']
      assert.deepEqual(await step('with a page of its own', answer), page)
    },
  }),
  scenario({
    id: 'opaque-token-bearer-only',
    title: 'an opaque access token cannot be verified by bearer alone; introspection takes it',
    refs: ['bug-catalogue opaque-token-bearer-only', 'Seed how-to (Use Access Token as JWT)', 'Curity, phantom token'],
    tags,
    needs,
    given: { curity: { accessTokens: 'opaque' }, strategy: { auth_methods: ['bearer'] } },
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const { access_token: bearer } = await step('it fetches a token', () => world.curity.clientCredentials(app))
      const call = () => world.gateway.get('/orders', { bearer })
      const refused = await step('it calls', call)
      assert.deepEqual([refused.status, refused.reason], [401, 'gateway.bearer.not-a-jwt'])
      const { id, secret } = world.addresses.curity.introspector
      await step('the operator enables introspection', () =>
        changeStrategy(world, {
          auth_methods: ['bearer', 'introspection'],
          ...{ client_id: [id], client_secret: [secret] },
        }),
      )
      assert.equal((await step('it calls again', call)).status, 200)
    },
  }),
]
