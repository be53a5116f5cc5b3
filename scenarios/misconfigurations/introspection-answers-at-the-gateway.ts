import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { callsToCurity } from '../steps/calls-to-curity.ts'
import { changeStrategy } from '../steps/strategy.ts'

export default scenario({
  id: 'introspection-answers-at-the-gateway',
  title:
    'Curity says 204 of a dead token and 401 of a wrong introspection secret; the gateway refuses both with 401, for different reasons',
  refs: ['curity.md 10', 'curity.md 5.1'],
  tags: ['misconfiguration', 'gateway'],
  needs: ['levers'],
  given: {
    curity: { accessTokens: 'opaque' },
    strategy: {
      auth_methods: ['introspection'],
      client_id: ['gateway-introspect'],
      client_secret: ['wrong'],
      introspection_endpoint_auth_method: 'client_secret_basic',
      introspection_accept: 'application/jwt',
    },
  },
  async run(world, step) {
    const { portal, curity, gateway, levers } = world
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    const token = await step('it fetches a token', () => curity.clientCredentials(app))
    const call = () => gateway.get('/orders', { bearer: token.access_token })
    const answered = async () => (await callsToCurity(world, '/oauth-introspect')).at(-1)?.response.status
    const blamed = await step('it calls with a good token; the introspection secret is wrong', call)
    assert.deepEqual([blamed.status, blamed.reason, await answered()], [401, 'gateway.introspection.refused', 401])
    await step('an operator types the right secret', () =>
      changeStrategy(world, { client_secret: ['gateway-introspect-secret'] }),
    )
    const good = await step('now the token is good', call)
    assert.deepEqual([good.status, await answered()], [200, 200])
    await step('its time goes by', () => levers.advance(301_000))
    const dead = await step('and it calls once more', call)
    assert.deepEqual([dead.status, dead.reason, await answered()], [401, 'gateway.introspection.inactive', 204])
  },
})
