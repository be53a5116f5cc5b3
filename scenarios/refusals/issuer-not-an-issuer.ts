import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { assertNothingCreated } from '../steps/nothing-created.ts'

export default scenario({
  id: 'issuer-not-an-issuer',
  title: 'a provider whose issuer answers with something else than metadata creates no application',
  refs: ['konnect.md 10', 'bug-catalogue issuer-is-full-wellknown-url'],
  tags: ['refusal', 'dcr'],
  needs: ['levers'],
  async run(world, step) {
    const { konnect, portal, addresses } = world
    const [provider] = await konnect.list('/v2/dcr-providers')
    await step('an operator types the address of the API instead of the issuer', () =>
      konnect.change(`/v2/dcr-providers/${provider?.id}`, { issuer: addresses.upstream }),
    )
    const reply = await step('a developer creates an application', () =>
      portal.call('POST', '/applications', { json: { name: 'billing' } }),
    )
    assert.equal(reply.status, 400)
    assert.equal(reply.reason, 'konnect.dcr.not-an-issuer')
    await assertNothingCreated(world, step)
  },
})
