import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { orphansIn } from '../steps/orphans.ts'

export default scenario({
  id: 'delete-leaves-client',
  title: 'a client that survives its application is listed; a healthy deletion takes both',
  refs: ['bug-catalogue delete-leaves-client', 'konnect.md 10'],
  tags: ['end', 'dcr'],
  needs: ['levers'],
  async run(world, step) {
    const { portal, curity, levers } = world
    await levers.behave('konnect', { idpDeleteFailure: 'forget' })
    await levers.fault('curity', { kind: 'answer', endpoint: 'client.delete', status: 500 })
    const application = await portal.createApplication({ name: 'billing' })
    await step('the application goes although Curity fails', () => portal.deleteApplication(application))
    await step('the old credentials still get a token', () => curity.clientCredentials(application))
    const [orphan] = await orphansIn(world)
    assert.deepEqual([orphan?.client_id, orphan?.certainty], [application.clientId, 'certain'])
    const second = await portal.createApplication({ name: 'second' })
    await step('another goes while all is well', () => portal.deleteApplication(second))
    const refused = await curity.requestToken({ grant_type: 'client_credentials' }, second)
    assert.equal(refused.status, 401)
    assert.equal((await orphansIn(world)).length, 1)
  },
})
