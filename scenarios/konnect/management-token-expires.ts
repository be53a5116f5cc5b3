import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { orphansIn } from '../steps/orphans.ts'

export default scenario({
  id: 'management-token-expires',
  title:
    'a dead management token lets the application go and its client stay, which the state tells; a token with scope dcrm deletes both',
  refs: ['bug-catalogue management-token-expires', 'konnect.md 11.1'],
  tags: ['end', 'dcr'],
  needs: ['levers'],
  async run(world, step) {
    const { portal, curity, levers } = world
    const application = await portal.createApplication({ name: 'billing' })
    await levers.fault('curity', { kind: 'answer', endpoint: 'client.delete', status: 401 })
    await step('the developer deletes the application; its token is dead', () => portal.deleteApplication(application))
    await step('its client still gets tokens', () => curity.clientCredentials(application))
    const [orphan] = await orphansIn(world)
    assert.equal(orphan?.client_id, application.clientId)
    assert.equal(orphan?.reason?.code, 'konnect.dcr.deletion-doubted')
    const second = await portal.createApplication({ name: 'second' })
    await step('with a token that is good both go', () => portal.deleteApplication(second))
    const refused = await curity.requestToken({ grant_type: 'client_credentials' }, second)
    assert.equal(refused.status, 401)
  },
})
