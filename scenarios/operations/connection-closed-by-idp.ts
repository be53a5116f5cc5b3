import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'connection-closed-by-idp',
  title: 'an identity provider that cuts the connection under the token call costs that call, and nothing after it',
  refs: ['bug-catalogue connection-closed-by-idp', 'gateway.md 10 row 13'],
  tags: ['operations', 'gateway'],
  needs: ['levers'],
  given: { strategy: { cache_tokens: false } },
  async run({ portal, gateway, levers }, step) {
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    const call = () => gateway.get('/orders', { basic: app })
    assert.equal((await step('a call passes', call)).status, 200)

    await step('the third token call from now on will be cut', () =>
      levers.fault('curity', { kind: 'reset', endpoint: 'token', nth: 3 }),
    )
    const replies = []
    for (let n = 0; n < 5; n++) replies.push(await step(`call ${n + 1}`, call))
    assert.deepEqual(
      replies.map(({ status }) => status),
      [200, 200, 401, 200, 200],
    )
    assert.equal(replies[2]?.reason, 'gateway.idp.unreachable')
  },
})
