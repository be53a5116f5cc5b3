import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { administer, server } from '../steps/administer.ts'
import { manage, type Registered, registerAt, registeredAt, registrationParts } from '../steps/curity-parts.ts'

export default scenario({
  id: 'client-management-off',
  title: 'without client management a registration cannot be read, changed or deleted later',
  refs: ['curity.md 10', 'curity.md 3'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  given: { curity: { configuration: registrationParts({ 'client-management': false }) } },
  async run(world, step) {
    const reply = await step('a portal registers a client', () => registerAt(world))
    assert.equal(reply.status, 201)
    const client = reply.body as Partial<Registered>
    assert.equal(client.registration_client_uri, undefined)
    assert.equal(client.registration_access_token, undefined)
    const deletion = await step('somebody deletes it all the same', () =>
      world.curity.call('DELETE', `/token-service/oauth-registration/${client.client_id}`),
    )
    assert.deepEqual([deletion.status, deletion.text], [404, ''])
    assert.equal(deletion.reason, 'curity.dcrm.disabled')
    await step('an administrator switches client management on', () =>
      administer(world, 'PUT', `${server}/dynamic-client-registration/client-management`, {}),
    )
    const managed = await step('a portal registers another client', () => registeredAt(world))
    const ended = await step('and deletes it', () => manage(world.curity, 'DELETE', managed))
    assert.equal(ended.status, 204)
  },
})
