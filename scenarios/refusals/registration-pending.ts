import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'registration-pending',
  title: 'a registration opens the API when it is approved, not before, and no longer once it is revoked',
  refs: ['gateway.md 10 rows 45 and 46', 'konnect.md 5.3'],
  tags: ['refusal', 'gateway'],
  needs: ['levers'],
  given: { publication: { auto_approve_registrations: false } },
  async run({ portal, konnect, gateway }, step) {
    const application = await step('a developer creates an application', () =>
      portal.createApplication({ name: 'billing' }),
    )
    const registration = await step('she registers it', () => portal.register(application))
    assert.equal(registration.status, 'pending')

    const call = () => gateway.get('/orders', { basic: application })
    const [ourPortal] = await konnect.list('/v3/portals')
    const path = `/v3/portals/${ourPortal?.id}/applications/${application.id}/registrations/${registration.id}`
    for (const [status, expected] of [
      ['pending', 403],
      ['approved', 200],
      ['revoked', 403],
      ['approved', 200],
      ['rejected', 403],
    ] as const) {
      if (status !== 'pending') await step(`an operator says ${status}`, () => konnect.change(path, { status }))
      const reply = await step(`it calls the API while ${status}`, call)
      assert.equal(reply.status, expected, status)
      assert.equal(reply.reason, expected === 403 ? 'gateway.application.not-registered' : undefined)
    }
  },
})
