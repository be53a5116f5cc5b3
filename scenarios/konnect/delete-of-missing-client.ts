import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { arrange, registeredClients, withoutClient } from '../steps/arrange.ts'

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
    const { portal } = world
    const answers = async (status: number) => {
      const application = await portal.createApplication({ name: `billing ${status}` })
      await arrange(world, { faults: { curity: [{ endpoint: 'client.delete', kind: 'answer', status }] } })
      return (await portal.call('DELETE', `/applications/${application.id}`)).status
    }
    assert.equal(await step('where a failure is one, the application is kept', () => answers(500)), 400)
    for (const status of [404, 401]) assert.equal(await step(`Curity answers ${status}`, () => answers(status)), 204)

    await arrange(world, {})
    const application = await portal.createApplication({ name: 'by hand' })
    const before = await registeredClients(world)
    await step('an administrator removes a client', () => withoutClient(world, application.clientId))
    assert.equal(await registeredClients(world), before - 1)
    await step('and its application goes', () => portal.deleteApplication(application))
  },
})
