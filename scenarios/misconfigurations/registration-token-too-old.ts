import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { administer, server } from '../steps/administer.ts'
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
    assert.deepEqual([read.status, read.body], [403, { error: 'insufficient_scope' }])
    assert.equal(read.reason, 'curity.dcrm.read-write-expired')
    const change = await step('and replaces it', () => manage(world.curity, 'PUT', client))
    assert.deepEqual([change.status, change.body], [403, { error: 'insufficient_scope' }])
    const path = `${server}/dynamic-client-registration/client-management`
    await step('an administrator lets tokens read and write for a year', () =>
      administer(world, 'PATCH', path, { 'registration-token': { 'read-write-ttl': 365 } }),
    )
    const again = await step('the portal reads the client after all', () => manage(world.curity, 'GET', client))
    assert.equal(again.status, 200)
    await step('she takes that back', () =>
      administer(world, 'PATCH', path, { 'registration-token': { 'read-write-ttl': 0 } }),
    )
    const deletion = await step('the portal cannot read it any more, and deletes it', () =>
      manage(world.curity, 'DELETE', again.body as Registered),
    )
    assert.equal(deletion.status, 204)
  },
})
