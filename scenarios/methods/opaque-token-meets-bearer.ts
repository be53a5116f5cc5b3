import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'opaque-token-meets-bearer',
  title: 'a Curity that issues opaque tokens breaks the bearer method',
  refs: ['curity.md 10', 'gateway.md 10 row 35', 'bug-catalogue opaque-token-bearer-only'],
  tags: ['refusal', 'gateway', 'misconfiguration'],
  needs: ['levers'],
  given: { curity: { accessTokens: 'opaque' }, strategy: { auth_methods: ['bearer'] } },
  async run({ portal, curity, gateway }, step) {
    const application = await step('a developer creates an application', () =>
      portal.createApplication({ name: 'billing' }),
    )
    await step('she registers it', () => portal.register(application))
    const token = await step('it fetches a token', () => curity.clientCredentials(application))
    const reply = await step('it calls the API', () => gateway.get('/orders', { bearer: token.access_token }))
    assert.equal(reply.status, 401)
    assert.equal(reply.reason, 'gateway.bearer.not-a-jwt')
  },
})
