import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { arrange, registeredClients } from '../steps/arrange.ts'
import { orphansIn } from '../steps/orphans.ts'

export default scenario({
  id: 'delete-leaves-client',
  title:
    'an application goes and its client stays: unseen by the bug, listed where deleting it failed; a healthy deletion takes both',
  refs: ['bug-catalogue delete-leaves-client', 'gravitee-io/issues#2369', 'wso2/product-apim#11085', 'konnect.md 10'],
  tags: ['end', 'dcr'],
  needs: ['levers'],
  async run(world, step) {
    const { portal, curity } = world
    const deleted = async (name: string) => {
      const application = await portal.createApplication({ name })
      await portal.deleteApplication(application)
      const { status } = await curity.requestToken({ grant_type: 'client_credentials' }, application)
      const orphans = await orphansIn(world)
      const listed = orphans.some(
        (orphan) => orphan.client_id === application.clientId && orphan.certainty === 'certain',
      )
      return [status, listed, await registeredClients(world)]
    }
    await arrange(world, { quirks: { konnect: ['no-idp-delete'] } })
    assert.deepEqual(await step('an application is deleted, and calls Curity', () => deleted('billing')), [
      200,
      false,
      1,
    ])
    await arrange(world, {
      faults: { curity: [{ endpoint: 'client.delete', kind: 'answer', status: 500 }] },
      behaviour: { konnect: { idpDeleteFailure: 'forget' } },
    })
    assert.deepEqual(await step('another, while Curity fails', () => deleted('second')), [200, true, 2])
    await arrange(world, {})
    assert.deepEqual(await step('a third, and all is well', () => deleted('third')), [401, false, 2])
  },
})
