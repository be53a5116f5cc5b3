import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

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
  },
})
