import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { administer, server } from '../steps/administer.ts'
import { billing, registerAt, registrationParts } from '../steps/curity-parts.ts'

export default scenario({
  id: 'non-templatized-off',
  title: 'without the non-templatized section a body without software_id is refused',
  refs: ['curity.md 10', 'curity.md 2.1'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  given: { curity: { configuration: registrationParts({ 'non-templatized': false }) } },
  async run(world, step) {
    const reply = await step('a portal registers a client', () => world.curity.register(billing, 'any-token'))
    assert.equal(reply.status, 400)
    assert.deepEqual(reply.body, { error: 'invalid_client_metadata' })
    assert.equal(reply.reason, 'curity.dcr.non-templatized-off')
    const section = {
      capabilities: { 'client-credentials': [null] },
      scopes: { all: [null] },
      'authenticate-client-by': [world.addresses.curity.registrar.id],
    }
    await step('an administrator switches non-templatized on', () =>
      administer(world, 'PUT', `${server}/dynamic-client-registration/non-templatized`, section),
    )
    assert.equal((await step('and the portal registers it', () => registerAt(world))).status, 201)
  },
})
