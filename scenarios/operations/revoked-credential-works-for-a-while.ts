import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { changeStrategy } from '../steps/strategy.ts'

export default scenario({
  id: 'revoked-credential-works-for-a-while',
  title: 'a rotated secret opens the gateway until its token runs out, and not for a moment with cache_tokens false',
  refs: ['bug-catalogue revoked-credential-works-for-a-while', 'gateway.md 6', 'gateway.md 10 rows 50 and 51'],
  tags: ['operations', 'gateway'],
  needs: ['levers'],
  async run(world, step) {
    const { portal, gateway, levers } = world
    const old = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(old))
    assert.equal((await gateway.get('/orders', { basic: old })).status, 200)

    const rotated = await step('she rotates the secret', () => portal.rotateSecret(old))
    const stillGood = await step('the old secret passes: its token is cached', () =>
      gateway.get('/orders', { basic: old }),
    )
    assert.equal(stillGood.status, 200)
    await step('time passes until that token runs out', () => levers.advance(301_000))
    const late = await step('then it is refused', () => gateway.get('/orders', { basic: old }))
    assert.equal(late.reason, 'gateway.basic.wrong-secret')

    await step('the operator sets cache_tokens to false', () => changeStrategy(world, { cache_tokens: false }))
    assert.equal((await gateway.get('/orders', { basic: rotated })).status, 200)
    await step('she rotates again', () => portal.rotateSecret(rotated))
    const atOnce = await step('the secret before is refused at once', () => gateway.get('/orders', { basic: rotated }))
    assert.equal(atOnce.status, 401)
    assert.equal(atOnce.reason, 'gateway.basic.wrong-secret')
  },
})
