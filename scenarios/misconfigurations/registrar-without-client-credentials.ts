import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { administer, server } from '../steps/administer.ts'
import { configuredClient } from '../steps/curity-parts.ts'
import { registrarOf } from '../steps/registrar.ts'

export default scenario({
  id: 'registrar-without-client-credentials',
  title: 'an initial client without the capability client-credentials gets no token',
  refs: ['curity.md 10', 'curity.md 4.4'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  given: {
    curity: { configuration: configuredClient({ id: 'konnect-dcr', capabilities: { 'client-credentials': false } }) },
  },
  async run(world, step) {
    const { curity, addresses } = world
    const form = { grant_type: 'client_credentials', scope: 'dcr' }
    const ask = () => curity.requestToken(form, registrarOf(addresses))
    const reply = await step('the initial client asks for scope dcr', ask)
    assert.equal(reply.status, 400)
    assert.deepEqual(reply.body, { error: 'unauthorized_client' })
    assert.equal(reply.reason, 'curity.token.capability-missing')
    const path = `${server}/client-store/config-backed/client=${addresses.curity.registrar.id}/capabilities`
    await step('an administrator gives it the capability', () =>
      administer(world, 'PUT', path, { 'client-credentials': [null] }),
    )
    assert.equal((await step('and it gets its token', ask)).status, 200)
  },
})
