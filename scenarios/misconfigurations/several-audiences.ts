import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { administer, server } from '../steps/administer.ts'
import { configuredClient } from '../steps/curity-parts.ts'
import { registrarOf } from '../steps/registrar.ts'

export default scenario({
  id: 'several-audiences',
  title: 'a client with several audiences turns the claim aud into an array',
  refs: ['curity.md 10', 'curity.md 4.3'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  given: { curity: { configuration: configuredClient({ id: 'konnect-dcr', audience: ['orders', 'billing'] }) } },
  async run(world, step) {
    const { curity, addresses } = world
    const audience = async () => {
      const { access_token } = await curity.clientCredentials(registrarOf(addresses))
      return JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()).aud
    }
    assert.deepEqual(await step('the client fetches a token', audience), ['orders', 'billing'])
    const client = `${server}/client-store/config-backed/client=${addresses.curity.registrar.id}`
    await step('an administrator leaves it one audience', () =>
      administer(world, 'DELETE', `${client}/audience=billing`),
    )
    assert.equal(await step('and the claim is a text', audience), 'orders')
  },
})
