import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'no-route',
  title: 'a path that no route has is nobody to ask for',
  refs: ['gateway.md 10 row 65', 'gateway.md 8.3'],
  tags: ['refusal', 'gateway'],
  async run({ gateway }, step) {
    const reply = await step('somebody calls a path without a route', () => gateway.get('/nowhere'))
    assert.equal(reply.status, 404)
    assert.equal((reply.body as { message: string }).message, 'no Route matched with those values')
    assert.equal(reply.headers['www-authenticate'], undefined)
    assert.equal(reply.reason, 'gateway.no-route')
  },
})
