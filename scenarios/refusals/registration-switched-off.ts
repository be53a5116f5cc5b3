import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { assertNothingCreated } from '../steps/nothing-created.ts'

export default scenario({
  id: 'registration-switched-off',
  title: 'a Curity without Dynamic Client Registration publishes no registration endpoint, and Konnect creates nothing',
  refs: ['curity.md 10', 'curity.md 2.7'],
  tags: ['refusal', 'dcr'],
  needs: ['levers'],
  given: { curity: { registration: 'off' } },
  async run(world, step) {
    const { curity, portal } = world
    const metadata = await step('Curity publishes its metadata', () => curity.discover())
    assert.equal(metadata.registration_endpoint, undefined)
    const direct = await step('somebody posts to the usual path', () =>
      curity.call('POST', '/token-service/oauth-registration', { json: { client_name: 'billing' } }),
    )
    assert.deepEqual([direct.status, direct.text], [404, ''])
    assert.equal(direct.reason, 'curity.dcr.disabled')
    const reply = await step('a developer creates an application', () =>
      portal.call('POST', '/applications', { json: { name: 'billing' } }),
    )
    assert.equal(reply.status, 400)
    assert.equal(reply.reason, 'konnect.dcr.no-registration-endpoint')
    await assertNothingCreated(world, step)
  },
})
