import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'introspection-auth-method-ignored',
  title: 'the gateway asks for introspection in the configured way: by header, not by form',
  refs: ['bug-catalogue introspection-auth-method-ignored', 'gateway.md 7'],
  tags: ['gateway'],
  needs: ['levers'],
  given: {
    curity: { accessTokens: 'opaque' },
    strategy: {
      auth_methods: ['introspection'],
      client_id: ['gateway-introspect'],
      client_secret: ['gateway-introspect-secret'],
      introspection_endpoint_auth_method: 'client_secret_basic',
    },
  },
  async run({ portal, curity, gateway, levers }, step) {
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    const token = await step('it fetches a token', () => curity.clientCredentials(app))
    assert.equal((await gateway.get('/orders', { bearer: token.access_token })).status, 200)
    const calls = await levers.exchanges({ server: 'mock-curity' })
    const asked = calls.filter(({ route }) => route.endsWith('/oauth-introspect')).at(-1)?.request
    assert.match(String(asked?.headers.authorization), /^Basic /)
    assert.doesNotMatch(asked?.body ?? '', /client_secret/)
  },
})
