import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { administer, server } from '../steps/administer.ts'
import { billing, registrationParts } from '../steps/curity-parts.ts'
import { registrarOf } from '../steps/registrar.ts'

export default scenario({
  id: 'registrar-not-listed',
  title: 'an initial client that authenticate-client-by does not list gets no token with scope dcr',
  refs: ['curity.md 10', 'curity.md 2.3'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  given: { curity: { configuration: registrationParts({ 'non-templatized': { 'authenticate-client-by': [] } }) } },
  async run(world, step) {
    const { curity, addresses } = world
    const form = { grant_type: 'client_credentials', scope: 'dcr' }
    const ask = () => curity.requestToken(form, registrarOf(addresses))
    const reply = await step('the initial client asks for scope dcr', ask)
    assert.equal(reply.status, 400)
    assert.deepEqual(reply.body, { error: 'invalid_scope' })
    assert.equal(reply.reason, 'curity.token.dcr-not-allowed')
    await step('a server that lets it pass gives a token without dcr', () =>
      world.levers.behave('curity', { unlistedClientAsksForDcr: 'token-without-dcr' }),
    )
    const without = (await step('the initial client asks again', ask)).body as { access_token: string; scope: string }
    assert.equal(without.scope, '')
    const registration = await step('and registers with what it got', () =>
      curity.register(billing, without.access_token),
    )
    assert.deepEqual([registration.status, registration.body], [403, { error: 'insufficient_scope' }])
    assert.equal(registration.reason, 'curity.dcr.scope-missing')
    const path = `${server}/dynamic-client-registration/non-templatized`
    await step('an administrator lists it', () =>
      administer(world, 'PATCH', path, { 'authenticate-client-by': [addresses.curity.registrar.id] }),
    )
    const listed = await step('and it gets its token', ask)
    assert.equal(listed.status, 200)
    assert.equal((listed.body as { scope: string }).scope, 'dcr')
  },
})
