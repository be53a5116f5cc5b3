import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { assertNothingCreated } from '../steps/nothing-created.ts'

export default scenario({
  id: 'issuer-unreachable',
  title: 'a provider whose issuer nobody answers at creates no application, and says so when it is verified',
  refs: ['konnect.md 10', 'konnect.md 2.2'],
  tags: ['refusal', 'dcr'],
  needs: ['levers'],
  given: { provider: { issuer: 'http://127.0.0.1:9/oauth/v2/oauth-anonymous' } },
  async run(world, step) {
    const { konnect, portal } = world
    const reply = await step('a developer creates an application', () =>
      portal.call('POST', '/applications', { json: { name: 'billing' } }),
    )
    assert.equal(reply.status, 400)
    assert.equal((reply.body as { detail: string }).detail, 'Unable to create the DCR application')
    assert.equal(reply.reason, 'konnect.dcr.issuer-unreachable')
    const [provider] = await konnect.list('/v2/dcr-providers')
    const verified = await step('an operator verifies the provider', () =>
      konnect.call('POST', `/v2/dcr-providers/${provider?.id}/verify`),
    )
    assert.equal(verified.status, 200)
    assert.equal((verified.body as { status: string }).status, 'failed')
    await assertNothingCreated(world, step)
  },
})
