import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { type CurityQuirk, scenario } from '../../harness/public.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'
import { callsToCurity } from '../steps/calls-to-curity.ts'
import { cookiesOf } from '../steps/session-cookie.ts'
import { claimsOf, signedByCurity } from '../steps/signed-token.ts'

const tags = ['gateway', 'session']
const needs = ['levers'] as const
const pluginClient = { client_id: ['gateway-introspect'], client_secret: ['gateway-introspect-secret'] }

/** What deflates to no less: a session longer than 1024 bytes is deflated (gateway.md 4). */
const manyGroups = Array.from({ length: 100 }, (_, n) => hash('sha512', String(n), 'base64url'))

const paddedTokens: CurityQuirk = {
  name: 'padded-tokens',
  does: 'issues access tokens of more than 8 kB',
  source: 'oauth2-proxy/oauth2-proxy#644',
  hooks: { accessTokenClaims: (own, ...about) => ({ ...own(...about), groups: manyGroups }) },
}

/** Sessions in cookies. */
export default [
  scenario({
    id: 'session-cookie-too-big',
    title: 'a session of a large token is more cookie than one header may hold, unless the buffers are larger',
    refs: [
      'bug-catalogue session-cookie-too-big',
      ...[
        'Kong openid-connect docs, Debugging step 5',
        'oauth2-proxy/oauth2-proxy#644',
        'lukaszraczylo/traefikoidc#86',
      ],
    ],
    tags,
    needs,
    given: { curity: { quirks: [paddedTokens] } },
    async run(world, step) {
      const { gateway } = world
      const app = await registeredApplication(world, step)
      const cookie = cookiesOf(await step('it calls by Basic', () => gateway.get('/orders', { basic: app })))
      assert.ok(cookie.length > 8192, `${cookie.length} bytes`)
      const refused = await step('it calls with its cookies', () => gateway.get('/orders', { cookie }))
      assert.deepEqual([refused.status, refused.reason], [400, 'gateway.bad-request.header-too-large'])
      assert.match(refused.advice ?? '', /longer than the 8192 bytes/)
      await arrange(world, { behaviour: { gateway: { largeClientHeaderBuffer: 16_384 } } })
      const larger = await step('a larger buffer takes them', () => gateway.get('/orders', { cookie }))
      assert.equal(larger.status, 200)
    },
  }),
  scenario({
    id: 'session-mixed-versions',
    title: 'nodes before and after 3.2 do not read each other’s sessions; nodes of one version do',
    refs: ['bug-catalogue session-mixed-versions', 'Kong breaking changes 3.2'],
    tags: [...tags, 'nodes'],
    needs,
    given: {
      gateway: { nodes: [{ release: '3.1' }, { release: '3.2' }] },
      strategy: { session_secret: 'the-same-on-every-node-00000000' },
    },
    async run(world, step) {
      const old = world.gateway.node(1)
      const fresh = world.gateway.node(2)
      const app = await registeredApplication(world, step)
      const begun = await step('a session begins at 3.1', () => old.get('/orders', { basic: app }))
      const cookie = cookiesOf(begun)
      assert.equal((await step('3.1 knows it', () => old.get('/orders', { cookie }))).status, 200)
      const refused = await step('3.2 does not', () => fresh.get('/orders', { cookie }))
      assert.deepEqual([refused.status, refused.reason], [401, 'gateway.session.invalid'])
      await step('the upgrade ends', () => old.release('3.2'))
      const again = cookiesOf(await old.get('/orders', { basic: app }))
      for (const node of [old, fresh]) assert.equal((await node.get('/orders', { cookie: again })).status, 200)
    },
  }),
  scenario({
    id: 'logout-without-client-id',
    title: 'a release sends a logout on without client_id, which an identity provider that has ended the session needs',
    refs: ['bug-catalogue logout-without-client-id', 'Kong openid-connect changelog 3.11.0.0, 3.10.0.7'],
    tags,
    needs,
    given: { strategy: { logout_query_arg: 'logout', ...pluginClient } },
    async run(world, step) {
      const { gateway, curity } = world
      const app = await registeredApplication(world, step)
      const { access_token: access } = await curity.clientCredentials(app)
      const id_token = await signedByCurity(world, { ...claimsOf(access), aud: 'gateway-introspect' })
      // Curity has ended its session: without client_id it knows nothing to go by.
      const givesAnswer = { endpoint: 'token', kind: 'patch', times: 'always', patch: { set: { id_token } } } as const
      await arrange(world, { faults: { curity: [givesAnswer] } })
      const cookie = cookiesOf(await step('a session with an id token', () => gateway.get('/orders', { basic: app })))
      const sentTo = async (...quirks: string[]) => {
        await arrange(world, { faults: { curity: [] }, quirks: { gateway: quirks } })
        const { status, headers } = await gateway.post('/orders?logout', { cookie })
        assert.equal(status, 302)
        return new URL(String(headers.location)).searchParams
      }
      const without = await step('before 3.11', () => sentTo('logout-no-client-id'))
      assert.deepEqual([...without.keys()], ['id_token_hint'])
      const named = await step('3.11', () => sentTo())
      assert.deepEqual([named.get('id_token_hint'), named.get('client_id')], [id_token, 'gateway-introspect'])
    },
  }),
  scenario({
    id: 'logout-revokes-wrong-token',
    title: 'a release revokes the refresh token where the access token is meant, which goes on opening doors',
    refs: ['bug-catalogue logout-revokes-wrong-token', 'Kong openid-connect changelog 3.5.0.0, 3.4.1.0'],
    tags,
    needs,
    given: {
      strategy: {
        ...pluginClient,
        ...{ logout_query_arg: 'logout', logout_revoke: true, logout_revoke_refresh_token: false },
      },
    },
    async run(world, step) {
      const { gateway } = world
      const app = await registeredApplication(world, step)
      const refresh = { set: { refresh_token: 'a-refresh-token' } }
      await arrange(world, {
        faults: { curity: [{ endpoint: 'token', kind: 'patch', times: 'always', patch: refresh }] },
      })
      const cookie = cookiesOf(await step('a session begins', () => gateway.get('/orders', { basic: app })))
      const revoked = async (...quirks: string[]) => {
        await arrange(world, { quirks: { gateway: quirks } })
        await gateway.post('/orders?logout', { cookie })
        const [last] = (await callsToCurity(world, '/oauth-revoke')).slice(-1)
        return /"?token_type_hint"?[=:]"?(\w+)/.exec(last?.request.body ?? '')?.[1]
      }
      assert.equal(await step('before 3.5 it logs out', () => revoked('revokes-refresh')), 'refresh_token')
      assert.equal(await step('3.5', () => revoked()), 'access_token')
    },
  }),
]
