import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { administer, server } from '../steps/administer.ts'
import { credentialsOf, registerAt, registeredAt, registrationParts } from '../steps/curity-parts.ts'

export default scenario({
  id: 'client-credentials-outside-capabilities',
  title: 'a grant that the non-templatized capabilities lack cannot be registered, and can once they have it',
  refs: ['curity.md 10', 'curity.md 2.4'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  given: {
    curity: {
      configuration: registrationParts({ 'non-templatized': { capabilities: { 'client-credentials': false } } }),
    },
  },
  async run(world, step) {
    const reply = await step('a portal registers a client', () => registerAt(world))
    assert.equal(reply.status, 400)
    assert.deepEqual(reply.body, { error: 'invalid_client_metadata' })
    assert.equal(reply.reason, 'curity.dcr.outside-capabilities')
    await step('a server that drops what is outside registers it without the grant', () =>
      world.levers.behave('curity', { registrationOutsideCapabilities: 'drop' }),
    )
    const client = await step('the portal registers again', () => registeredAt(world))
    const token = await step('the application asks for a token', () =>
      world.curity.requestToken({ grant_type: 'client_credentials' }, credentialsOf(client)),
    )
    assert.deepEqual([token.status, token.body], [400, { error: 'unauthorized_client' }])
    assert.equal(token.reason, 'curity.token.capability-missing')
    await step('the switch goes back', () =>
      world.levers.behave('curity', { registrationOutsideCapabilities: 'reject' }),
    )
    const path = `${server}/dynamic-client-registration/non-templatized/capabilities`
    await step('an administrator adds the capability', () =>
      administer(world, 'PUT', path, { 'client-credentials': [null] }),
    )
    assert.equal((await step('and the portal registers it', () => registerAt(world))).status, 201)
  },
})
