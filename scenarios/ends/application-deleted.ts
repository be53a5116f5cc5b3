import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'application-deleted',
  title: 'with a deleted application its client goes too, and the gateway refuses even a cached token',
  refs: ['konnect.md 10', 'gateway.md 10 row 49'],
  tags: ['end'],
  async run({ portal, curity, gateway }, step) {
    const application = await step('a developer creates an application', () =>
      portal.createApplication({ name: 'billing' }),
    )
    await step('she registers it', () => portal.register(application))
    assert.equal((await gateway.get('/orders', { basic: application })).status, 200)

    await step('she deletes it', () => portal.deleteApplication(application))
    const token = await step('its client is gone from Curity', () =>
      curity.requestToken({ grant_type: 'client_credentials' }, application),
    )
    assert.equal(token.status, 401)
    const reply = await step('the gateway refuses it', () => gateway.get('/orders', { basic: application }))
    assert.equal(reply.status, 401)
    assert.equal(reply.reason, 'gateway.application.unknown')
  },
})
