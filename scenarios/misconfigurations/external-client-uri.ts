import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { registerAt } from '../steps/curity-parts.ts'

export default scenario({
  id: 'external-client-uri',
  title: 'a client_uri of another domain than the loopback redirects is refused',
  refs: ['curity.md 10', 'curity.md 2.5'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  async run(world, step) {
    const metadata = { client_uri: 'https://vendor.example', redirect_uris: ['http://127.0.0.1/callback'] }
    const reply = await step('a native application registers', () => registerAt(world, metadata))
    assert.equal(reply.status, 400)
    assert.deepEqual(reply.body, { error: 'invalid_client_metadata' })
    assert.equal(reply.reason, 'curity.dcr.same-origin')
    const { client_uri: _, ...without } = metadata
    const right = await step('and without client_uri', () => registerAt(world, without))
    assert.equal(right.status, 201)
  },
})
