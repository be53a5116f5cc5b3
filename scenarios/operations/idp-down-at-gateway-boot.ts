import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'idp-down-at-gateway-boot',
  title: 'a data plane that starts while Curity is away refuses, and recovers with the first try after five seconds',
  refs: ['bug-catalogue idp-down-at-gateway-boot', 'gateway.md 3', 'gateway.md 10 row 16'],
  tags: ['operations', 'gateway'],
  needs: ['levers'],
  async run({ portal, gateway, levers }, step) {
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    await gateway.inSync()

    await step('Curity goes away', () =>
      levers.fault('curity', { kind: 'hang-up', endpoint: 'discovery', forMs: 1000 }),
    )
    await step('the data plane starts', () => gateway.node(1).restart())
    const away = await step('a call is refused', () => gateway.get('/orders', { basic: app }))
    assert.equal(away.status, 401)
    assert.equal(away.reason, 'gateway.idp.unreachable')

    await step('Curity is back', () => levers.advance(1000, 'curity'))
    const soon = await step('within five seconds nobody asks again', () => gateway.get('/orders', { basic: app }))
    assert.equal(soon.status, 401)
    await step('five seconds pass', () => levers.advance(5000, 'gateway'))
    assert.equal((await step('the next call passes', () => gateway.get('/orders', { basic: app }))).status, 200)
  },
})
