import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'provider-deleted-under-strategy',
  title: 'a provider that a strategy names stays; where it may go, its applications cannot be deleted any more',
  refs: ['bug-catalogue provider-deleted-under-strategy', 'konnect.md 2.2'],
  tags: ['misconfiguration', 'dcr', 'konnect'],
  needs: ['levers'],
  async run(world, step) {
    const { portal, konnect, levers } = world
    const application = await portal.createApplication({ name: 'billing' })
    const [provider] = await konnect.list('/v2/dcr-providers')
    const remove = () => konnect.call('DELETE', `/v2/dcr-providers/${provider?.id}`)
    const refused = await step('an operator deletes the provider', remove)
    assert.equal(refused.status, 409)
    await levers.behave('konnect', { providerInUse: 'delete' })
    assert.equal((await step('and again where the product lets it go', remove)).status, 204)
    const stuck = await step('the developer deletes her application', () =>
      portal.call('DELETE', `/applications/${application.id}`),
    )
    assert.equal(stuck.status, 400)
    assert.equal(stuck.reason, 'konnect.dcr.provider-gone')
  },
})
