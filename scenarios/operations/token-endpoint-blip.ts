import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'token-endpoint-blip',
  title:
    'a token endpoint that answers 503 for two seconds makes good credentials look bad, by another reason, and leaves no trace',
  refs: [
    'bug-catalogue token-endpoint-blip',
    ...['speakeasy-api/gram#6341', 'openshift/openshift-azure#2211', 'gateway.md 10 row 12'],
  ],
  tags: ['operations', 'gateway'],
  needs: ['levers'],
  async run({ portal, gateway, levers }, step) {
    const warm = await step('an application calls already', () => portal.createApplication({ name: 'warm' }))
    const cold = await step('another one is new', () => portal.createApplication({ name: 'cold' }))
    for (const app of [warm, cold]) await portal.register(app)
    assert.equal((await gateway.get('/orders', { basic: warm })).status, 200)

    await step('the token endpoint answers 503 for two seconds', async () => {
      // Of its clock, which the calls may take as long as they like for.
      await levers.clock('curity', { freeze: true })
      await levers.fault('curity', { kind: 'answer', endpoint: 'token', status: 503, forMs: 2000 })
    })
    for (let n = 0; n < 5; n++) {
      const [passed, refused] = await Promise.all([warm, cold].map((app) => gateway.get('/orders', { basic: app })))
      assert.equal(passed?.status, 200)
      assert.equal(refused?.status, 401)
      assert.notEqual(refused?.reason, 'gateway.basic.wrong-secret')
      assert.match(String(refused?.reason), /^gateway\.idp\./)
    }
    await step('two seconds pass', () => levers.advance(2000))
    const healed = await step('the new one passes at once: nothing was remembered', () =>
      gateway.get('/orders', { basic: cold }),
    )
    assert.equal(healed.status, 200)
  },
})
