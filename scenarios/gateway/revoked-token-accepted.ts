import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'revoked-token-accepted',
  title: 'a revoked opaque token is served as long as its introspection is cached, and no longer',
  refs: ['bug-catalogue revoked-token-accepted', 'gateway.md 3'],
  tags: ['gateway'],
  needs: ['levers'],
  given: {
    curity: { accessTokens: 'opaque' },
    strategy: {
      auth_methods: ['introspection'],
      client_id: ['gateway-introspect'],
      client_secret: ['gateway-introspect-secret'],
    },
  },
  async run({ portal, curity, gateway, levers }, step) {
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    const token = await step('it fetches a token', () => curity.clientCredentials(app))
    const call = () => gateway.get('/orders', { bearer: token.access_token })
    assert.equal((await call()).status, 200)
    const pair = Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')
    const revoked = await step('it revokes the token at Curity', () =>
      curity.call('POST', '/oauth/v2/oauth-revoke', {
        form: { token: token.access_token },
        headers: { authorization: `Basic ${pair}` },
      }),
    )
    assert.equal(revoked.status, 200)
    assert.equal((await step('the gateway still takes it', call)).status, 200)
    await levers.advance(301_000, 'gateway')
    const refused = await step('when what it kept is over, it asks again', call)
    assert.deepEqual([refused.status, refused.reason], [401, 'gateway.introspection.inactive'])
  },
})
