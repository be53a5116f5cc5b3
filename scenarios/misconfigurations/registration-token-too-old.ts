import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { manage, type Registered, registerAt } from '../steps/curity-parts.ts'

export default scenario({
  id: 'registration-token-too-old',
  title: 'a registration token older than 28 days reads no more, but still deletes',
  refs: ['curity.md 10', 'curity.md 3'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  async run(world, step) {
    const reply = await step('a portal registers a client', () => registerAt(world))
    const client = reply.body as Registered
    await step('28 days go by', () => world.levers.advance(28 * 24 * 60 * 60 * 1000, 'curity'))
    const read = await step('the portal reads the client', () => manage(world.curity, 'GET', client))
    assert.equal(read.status, 403)
    assert.equal(read.reason, 'curity.dcrm.read-write-expired')
    const deletion = await step('and deletes it', () => manage(world.curity, 'DELETE', client))
    assert.equal(deletion.status, 204)
  },
})
