import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { manage, type Registered, registerAt } from '../steps/curity-parts.ts'

export default scenario({
  id: 'reading-rotates-the-secret',
  title: 'a tool that reads a client back changes its secret, and the old one is dead',
  refs: ['curity.md 10', 'curity.md 3', 'curity.md 12.1'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  async run(world, step) {
    const reply = await step('a portal registers a client', () => registerAt(world))
    const { curity } = world
    const client = reply.body as Registered
    const read = await step('a tool reads it back', () => manage(curity, 'GET', client))
    assert.equal(read.status, 200)
    const token = (secret: string) =>
      curity.requestToken({ grant_type: 'client_credentials' }, { clientId: client.client_id, clientSecret: secret })
    const old = await step('the application calls with the secret it knows', () => token(client.client_secret))
    assert.equal(old.status, 401)
    assert.deepEqual(old.body, { error: 'invalid_client' })
    assert.equal(old.reason, 'curity.token.secret-rotated')
    const fresh = await step('and with the one that was read', () => token((read.body as Registered).client_secret))
    assert.equal(fresh.status, 200)
  },
})
