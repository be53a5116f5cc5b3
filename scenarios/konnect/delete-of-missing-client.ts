import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'delete-of-missing-client',
  title: 'a client that an administrator removed by hand is no reason to keep the application',
  refs: [
    'bug-catalogue delete-of-missing-client',
    ...['RFC 7592 §2.3', 'thunder-id/thunderid#5321', 'wso2/api-manager#4866'],
  ],
  tags: ['end', 'dcr'],
  needs: ['levers'],
  async run(world, step) {
    const { portal, levers } = world
    for (const status of [404, 401]) {
      const application = await portal.createApplication({ name: `billing ${status}` })
      await levers.fault('curity', { kind: 'answer', endpoint: 'client.delete', status })
      await step(`Curity answers ${status}, and the application goes`, () => portal.deleteApplication(application))
    }
    const { body } = await portal.call('GET', '/applications')
    assert.deepEqual((body as { data: unknown[] }).data, [])
    await levers.fault('curity', { kind: 'answer', endpoint: 'client.delete', status: 500 })
    const application = await portal.createApplication({ name: 'billing 500' })
    const refused = await step('a failure keeps it', () => portal.call('DELETE', `/applications/${application.id}`))
    assert.equal(refused.status, 400)
  },
})
