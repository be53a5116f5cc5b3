import assert from 'node:assert/strict'
import { scenario } from '../../harness/public.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'
import { callsToCurity } from '../steps/calls-to-curity.ts'
import { authorizationServer } from '../steps/curity-parts.ts'
import { openIdConnect, routeWith } from '../steps/plugins.ts'
import { cookiesOf, endsSession } from '../steps/session-cookie.ts'

const tags = ['gateway', 'plugins']
const needs = ['levers'] as const
const secretA = 'a-secret-of-plugin-a-000000000000'
const secretB = 'a-secret-of-plugin-b-000000000000'

/** Two plugins of one gateway: what they share, and what they should not. */
export default [
  scenario({
    id: 'cache-key-ignores-scopes',
    title:
      'a release keeps tokens without regard to the scopes that the plugin asks for, and hands one route’s to another',
    refs: ['bug-catalogue cache-key-ignores-scopes', 'Kong openid-connect changelog 3.4.0.0, 3.9.0.0'],
    tags,
    needs,
    given: {
      curity: { configuration: authorizationServer({ scopes: { scope: [{ id: 'read' }, { id: 'write' }] } }) },
      strategy: { scopes: ['read', 'write'] },
    },
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const keyed = {
        token_cache_key_include_scope: true,
        cache_tokens_salt: 'the-same',
        auth_methods: ['client_credentials'],
      }
      for (const scope of ['read', 'write']) {
        await routeWith(world, `/${scope}`, { 'openid-connect': openIdConnect(world, { ...keyed, scopes: [scope] }) })
      }
      const requests = async () => {
        await world.gateway.node(1).admin('DELETE', '/cache')
        const before = (await callsToCurity(world, '/oauth-token')).length
        for (const path of ['/read', '/write']) {
          assert.equal((await world.gateway.get(path, { basic: app })).status, 200)
        }
        return (await callsToCurity(world, '/oauth-token')).length - before
      }
      await arrange(world, { quirks: { gateway: ['cache-key-without-config-scopes'] } })
      assert.equal(await step('before 3.9 two routes share a token', requests), 1)
      await arrange(world, {})
      assert.equal(await step('3.9: each has its own', requests), 2)
    },
  }),
  scenario({
    id: 'unauthorised-call-ends-session',
    title: 'a 401 of one route takes the session of another away, unless unauthorized_destroy_session is false',
    refs: ['bug-catalogue unauthorised-call-ends-session', 'Kong openid-connect changelog 3.5.0.0', 'gateway.md 3.1'],
    tags: [...tags, 'session'],
    needs,
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const plugin = (members: object) => ({ 'openid-connect': openIdConnect(world, members) })
      await routeWith(world, '/mine', plugin({ session_secret: secretA }))
      await routeWith(world, '/other', plugin({ session_secret: secretB }))
      await routeWith(world, '/gentle', plugin({ session_secret: secretB, unauthorized_destroy_session: false }))
      const cookie = cookiesOf(await step('a session begins', () => world.gateway.get('/mine', { basic: app })))
      const call = async (path: string) => {
        const reply = await world.gateway.get(path, { cookie })
        return [reply.status, endsSession(reply)]
      }
      assert.deepEqual(await step('a route that it does not open', () => call('/other')), [401, true])
      assert.deepEqual(await step('one that leaves it alone', () => call('/gentle')), [401, false])
      assert.deepEqual(await step('its own route', () => call('/mine')), [200, false])
    },
  }),
  scenario({
    id: 'session-shared-between-plugins',
    title: 'a session of one plugin opens another that has the same secret and cookie, past its own checks',
    refs: ['bug-catalogue session-shared-between-plugins', 'Kong docs, certificate-bound tokens', 'gateway.md 4'],
    tags: [...tags, 'session'],
    needs,
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const plugin = (members: object) => ({ 'openid-connect': openIdConnect(world, members) })
      const bearerOfAnother = { auth_methods: ['session', 'bearer'], issuer: 'https://another-issuer.example' }
      await routeWith(world, '/a', plugin({ session_secret: secretA }))
      await routeWith(world, '/same', plugin({ session_secret: secretA, ...bearerOfAnother }))
      await routeWith(world, '/own', plugin({ session_secret: secretB, ...bearerOfAnother }))
      await routeWith(
        world,
        '/audience',
        plugin({ session_secret: secretA, session_audience: 'b', ...bearerOfAnother }),
      )
      const cookie = cookiesOf(await step('a session begins at A', () => world.gateway.get('/a', { basic: app })))
      const status = async (path: string) => (await world.gateway.get(path, { cookie })).status
      assert.equal(
        await step('B with the same secret takes it, although its issuer is another', () => status('/same')),
        200,
      )
      assert.equal(await step('with a secret of its own it does not', () => status('/own')), 401)
      assert.equal(await step('nor with an audience of its own', () => status('/audience')), 401)
    },
  }),
]
