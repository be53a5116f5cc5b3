import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'claim-that-curity-does-not-send',
  title: 'a strategy that looks for client_id finds no application, since Curity puts the client id into sub',
  refs: ['curity.md 4.3', 'curity.md 10', 'gateway.md 10 row 43'],
  tags: ['refusal', 'gateway', 'misconfiguration'],
  needs: ['levers'],
  given: { strategy: { credential_claim: ['client_id'] } },
  async run({ portal, gateway }, step) {
    const application = await step('a developer creates an application', () =>
      portal.createApplication({ name: 'billing' }),
    )
    await step('she registers it', () => portal.register(application))
    const reply = await step('it calls the API', () => gateway.get('/orders', { basic: application }))
    assert.equal(reply.status, 401)
    assert.equal(reply.reason, 'gateway.claim-missing')
    assert.match(reply.advice ?? '', /"sub"/)
  },
})
