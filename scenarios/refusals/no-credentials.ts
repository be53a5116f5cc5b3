import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'no-credentials',
  title: 'a call without credentials is refused before anybody else is asked',
  refs: ['gateway.md 10 row 1'],
  tags: ['refusal', 'gateway'],
  async run({ gateway }, step) {
    const reply = await step('somebody calls the API', () => gateway.get('/orders'))
    assert.equal(reply.status, 401)
    assert.deepEqual(reply.body, { message: 'Unauthorized' })
    assert.match(String(reply.headers['www-authenticate']), /^Bearer realm=/)
    assert.equal(reply.reason, 'gateway.no-credentials')
  },
})
