import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'oauth-metadata-expected',
  title: 'OAuth metadata (RFC 8414) is not there until expose-metadata is set',
  refs: ['curity.md 10', 'curity.md 1.4'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  async run(world, step) {
    const reply = await step('a tool asks for OAuth metadata', () =>
      world.curity.call('GET', '/.well-known/oauth-authorization-server/oauth/v2/oauth-anonymous'),
    )
    assert.equal(reply.status, 404)
    assert.equal(reply.reason, 'curity.path.metadata-off')
  },
})
