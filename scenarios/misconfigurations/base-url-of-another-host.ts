import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { administer } from '../steps/administer.ts'
import { registerAt } from '../steps/curity-parts.ts'

export default scenario({
  id: 'base-url-of-another-host',
  title: 'a base URL other than the public host leads every client of the metadata astray',
  refs: ['curity.md 10', 'curity.md 1.3'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  given: { curity: { configuration: { environments: { environment: { 'base-url': 'https://internal.test' } } } } },
  async run(world, step) {
    const metadata = await step('Curity publishes its metadata', () => world.curity.discover())
    assert.equal(metadata.issuer, 'https://internal.test/oauth/v2/oauth-anonymous')
    assert.notEqual(metadata.issuer, world.addresses.curity.issuer)
    assert.ok(metadata.token_endpoint.startsWith('https://internal.test/'))
    await step('an administrator enters the public address', () =>
      administer(world, 'PUT', 'environments/environment/base-url', world.addresses.curity.url),
    )
    const right = await step('and the metadata leads to it', () => world.curity.discover())
    assert.equal(right.issuer, world.addresses.curity.issuer)
    assert.equal((await step('so that a portal can register', () => registerAt(world))).status, 201)
  },
})
