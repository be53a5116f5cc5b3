import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'application-not-registered',
  title: 'good credentials of an application that never registered for the API are refused',
  refs: ['gateway.md 10 row 44'],
  tags: ['refusal', 'gateway'],
  async run({ portal, gateway }, step) {
    const application = await step('a developer creates an application, and stops there', () =>
      portal.createApplication({ name: 'billing' }),
    )
    const reply = await step('it calls the API', () => gateway.get('/orders', { basic: application }))
    assert.equal(reply.status, 403)
    assert.equal((reply.body as { message: string }).message, 'You cannot consume this service')
    assert.equal(reply.reason, 'gateway.application.not-registered')
    await step('it is deleted', () => portal.deleteApplication(application))
  },
})
