import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
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
    const token = await step('the client fetches a token', () => curity.clientCredentials(registrarOf(addresses)))
    const claims = JSON.parse(Buffer.from(token.access_token.split('.')[1] ?? '', 'base64url').toString())
    assert.deepEqual(claims.aud, ['orders', 'billing'])
  },
})
