import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'malformed-token-500',
  title: 'a token without dots is a 401 with its reason, never a 500',
  refs: ['bug-catalogue malformed-token-500', 'gateway.md 10 row 35'],
  tags: ['gateway', 'refusal'],
  needs: ['levers'],
  async run({ portal, gateway }, step) {
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    for (const bearer of ['abc', 'a.b', 'a.b.c', '...']) {
      const reply = await step(`it calls with ${bearer}`, () => gateway.get('/orders', { bearer }))
      assert.deepEqual([reply.status, reply.reason], [401, 'gateway.bearer.not-a-jwt'])
    }
    assert.equal(
      (await step('its own pair still opens the door', () => gateway.get('/orders', { basic: app }))).status,
      200,
    )
  },
})
