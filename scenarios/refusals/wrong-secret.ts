import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'wrong-secret',
  title: 'a wrong secret is refused, also while the right one is cached',
  refs: ['gateway.md 10 row 9', 'gateway.md 1.3'],
  tags: ['refusal', 'gateway'],
  async run({ portal, gateway }, step) {
    const application = await step('a developer creates an application', () =>
      portal.createApplication({ name: 'billing' }),
    )
    await step('she registers it', () => portal.register(application))
    assert.equal((await gateway.get('/orders', { basic: application })).status, 200)
    const reply = await step('it calls with a wrong secret', () =>
      gateway.get('/orders', { basic: { ...application, clientSecret: 'wrong' } }),
    )
    assert.equal(reply.status, 401)
    assert.deepEqual(reply.body, { message: 'Unauthorized' })
    assert.match(String(reply.headers['www-authenticate']), /error="invalid_token"/)
    assert.equal(reply.reason, 'gateway.basic.wrong-secret')
    await step('it is deleted', () => portal.deleteApplication(application))
  },
})
