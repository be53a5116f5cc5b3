import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'secret-contains-colon',
  title: 'a gateway that parts a Basic pair at every colon takes a secret with a tail for the secret',
  refs: ['bug-catalogue secret-contains-colon', 'gateway.md 1.3'],
  tags: ['gateway', 'quirk'],
  needs: ['levers'],
  async run({ portal, gateway, levers }, step) {
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    const tailed = { ...app, clientSecret: `${app.clientSecret}:tail` }
    const call = () => gateway.get('/orders', { basic: tailed })
    const right = await step('a secret with a tail is a wrong one', call)
    assert.deepEqual([right.status, right.reason], [401, 'gateway.basic.wrong-secret'])
    await step('the gateway parts at every colon', () => levers.quirks('gateway', { on: ['split-all-colons'] }))
    assert.equal((await step('now the tail is cut off', call)).status, 200)
  },
})
