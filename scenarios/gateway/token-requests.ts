import assert from 'node:assert/strict'
import { type Given, scenario } from '../../harness/public.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'
import { callCase } from '../steps/call-case.ts'
import { callsToCurity, later } from '../steps/calls-to-curity.ts'
import { authorizationServer } from '../steps/curity-parts.ts'

const tags = ['gateway', 'token']
const needs = ['levers'] as const

/** Curity knows a scope, the strategy asks for it, and calls need it. */
const scoped: Given = {
  curity: { configuration: authorizationServer({ scopes: { scope: [{ id: 'orders:read' }] } }) },
  strategy: { scopes: ['orders:read'], scopes_required: ['orders:read'] },
}

/** What is asked of the token endpoint, and what it answers. */
export default [
  callCase({
    id: 'openid-scope-with-client-credentials',
    title: 'openid, which an empty list of scopes asks for too, is refused for client_credentials by some',
    sources: ['Seed how-to (note)', 'DuendeArchive/IdentityServer4#1191, #5027', 'NUWCDIVNPT/stigman-watcher#135'],
    given: { strategy: { scopes: ['openid'] } },
    wrong: { behaviour: { curity: { openidWithClientCredentials: 'invalid_scope' } } },
    refused: [401, 'gateway.idp.refused-scope'],
    right: { behaviour: { curity: { openidWithClientCredentials: 'drop' } } },
  }),
  callCase({
    id: 'scope-parameter-misspelt',
    title: 'a token request with scopes instead of scope works, and its token lacks them',
    sources: ['wso2/product-is#19225'],
    given: scoped,
    async calls(app, world) {
      const form = { grant_type: 'client_credentials', scopes: 'orders:read' }
      const { status, body } = await world.curity.requestToken(form, app)
      assert.equal(status, 200)
      const [asked] = (await callsToCurity(world, '/oauth-token')).slice(-1)
      assert.equal(new URLSearchParams(asked?.request.body).get('scopes'), 'orders:read')
      return { bearer: (body as { access_token: string }).access_token }
    },
    wrong: {},
    refused: [403, 'gateway.claims.not-met'],
    async callsRightly(app, { curity }) {
      return { bearer: (await curity.clientCredentials(app, { scope: 'orders:read' })).access_token }
    },
  }),
  scenario({
    id: 'token-request-as-json',
    title: 'a token request as JSON, as a table in the documentation reads, is refused; as a form it works',
    refs: ['bug-catalogue token-request-as-json', 'Kong docs, DCR, table of token endpoints', 'RFC 6749 section 4.4.2'],
    tags,
    needs,
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const { clientId: client_id, clientSecret: client_secret } = app
      const asked = { grant_type: 'client_credentials', client_id, client_secret }
      const refused = await step('it posts JSON', () => world.curity.requestToken({}, undefined, { json: asked }))
      assert.deepEqual(
        [refused.status, (refused.body as { error: string }).error, refused.reason],
        [400, 'invalid_request', 'curity.request.not-a-form'],
      )
      assert.match(refused.advice ?? '', /application\/json/)
      assert.equal((await step('it posts a form', () => world.curity.requestToken(asked))).status, 200)
    },
  }),
  scenario({
    id: 'expires-in-zero-or-negative',
    title: 'a token whose expires_in is 0 or less is kept for ever by a release that does not mind it',
    refs: [
      'bug-catalogue expires-in-zero-or-negative',
      ...['Kong openid-connect changelog 3.15.0.1, 3.14.0.8', 'gateway.md 10 row 75'],
    ],
    tags,
    needs,
    async run(world, step) {
      const { gateway } = world
      const app = await registeredApplication(world, step)
      for (const seconds of [0, -1]) {
        const faults = {
          curity: [{ endpoint: 'token', kind: 'patch', times: 'always', patch: { set: { expires_in: seconds } } }],
        } as const
        await arrange(world, { faults, quirks: { gateway: ['cache-nonpositive-expiry'] } })
        await gateway.node(1).admin('DELETE', '/cache')
        const asked = async () => {
          const before = (await callsToCurity(world, '/oauth-token')).length
          assert.equal((await gateway.get('/orders', { basic: app })).status, 200)
          return (await callsToCurity(world, '/oauth-token')).length - before
        }
        assert.equal(await step(`it calls; expires_in is ${seconds}`, asked), 1)
        await later(world, 3600)
        assert.equal(await step('an hour later its old token goes to the upstream', asked), 0)
        await arrange(world, { faults })
        await gateway.node(1).admin('DELETE', '/cache')
        assert.deepEqual([await step('a mended release keeps none', asked), await asked()], [1, 1])
      }
    },
  }),
  scenario({
    id: 'throttled-by-own-traffic',
    title: 'without a token cache the gateway meets the limit of the token endpoint, and good credentials look bad',
    refs: ['bug-catalogue throttled-by-own-traffic', 'Kong openid-connect FAQ', 'marcusquinn/aidevops#5303'],
    tags,
    needs,
    given: { strategy: { cache_tokens: false } },
    async run(world, step) {
      const { gateway } = world
      const app = await registeredApplication(world, step)
      const limit = { endpoint: 'token', kind: 'rate-limit', limit: 10, windowMs: 60_000, retryAfter: 30 } as const
      await arrange(world, { faults: { curity: [limit] } })
      const call = () => gateway.get('/orders', { basic: app })
      const replies = []
      for (let n = 0; n < 20; n++) replies.push(await call())
      assert.deepEqual([...new Set(replies.slice(0, 10).map(({ status }) => status))], [200])
      for (const { status, reason } of replies.slice(10)) {
        assert.deepEqual([status, reason], [401, 'gateway.idp.throttled'])
      }
      await later(world, 60)
      assert.equal((await step('a minute later it is let in again', call)).status, 200)
    },
  }),
  scenario({
    id: 'invalid-client-status',
    title: 'whether invalid_client is 401 or 400, with or without WWW-Authenticate: the gateway answers 401',
    refs: ['bug-catalogue invalid-client-status', 'ory/hydra#2682', 'Kong/kong#1017', 'PrefectHQ/fastmcp#1762'],
    tags,
    needs,
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const wrong = { ...app, clientSecret: 'wrong' }
      const form = { grant_type: 'client_credentials' }
      for (const [invalidClientStatus, wwwAuthenticate] of [
        [400, 'never'],
        [401, 'with-basic'],
      ] as const) {
        await arrange(world, { behaviour: { curity: { invalidClientStatus, wwwAuthenticate } } })
        const direct = await step('the token endpoint refuses', () => world.curity.requestToken(form, wrong))
        assert.deepEqual(
          [direct.status, (direct.body as { error: string }).error, direct.headers['www-authenticate'] !== undefined],
          [invalidClientStatus, 'invalid_client', wwwAuthenticate === 'with-basic'],
        )
        const reply = await step('so does the gateway', () => world.gateway.get('/orders', { basic: wrong }))
        assert.deepEqual([reply.status, reply.reason], [401, 'gateway.basic.wrong-secret'])
      }
    },
  }),
]
