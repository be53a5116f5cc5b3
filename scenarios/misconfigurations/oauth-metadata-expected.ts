import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { administer, server } from '../steps/administer.ts'

export default scenario({
  id: 'oauth-metadata-expected',
  title: 'OAuth metadata (RFC 8414) is not there until expose-metadata is set',
  refs: ['curity.md 10', 'curity.md 1.4'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  async run(world, step) {
    const ask = () => world.curity.call('GET', '/.well-known/oauth-authorization-server/oauth/v2/oauth-anonymous')
    const reply = await step('a tool asks for OAuth metadata', ask)
    assert.equal(reply.status, 404)
    assert.equal(reply.reason, 'curity.path.metadata-off')
    await step('an administrator exposes it', () => administer(world, 'PUT', `${server}/expose-metadata`, {}))
    const exposed = await step('and the tool finds it', ask)
    assert.equal(exposed.status, 200)
    assert.equal((exposed.body as { issuer: string }).issuer, world.addresses.curity.issuer)
  },
})
