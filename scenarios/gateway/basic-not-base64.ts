import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'basic-not-base64',
  title: 'the pair without base64, as the how-to prints it, is taken, or refused by a switch',
  refs: [
    'bug-catalogue basic-not-base64',
    'Seed how-tos',
    'Kong/docs.konghq.com#2118',
    'gateway.md 2',
    'gateway.md 10 rows 4 and 5',
  ],
  tags: ['gateway', 'misconfiguration'],
  needs: ['levers'],
  async run({ portal, gateway, levers }, step) {
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    const headers = { authorization: `Basic ${app.clientId}:${app.clientSecret}` }
    const call = () => gateway.get('/orders', { headers })
    assert.equal((await step('the raw pair opens the door', call)).status, 200)
    await levers.behave('gateway', { rawBasic: 'refuse' })
    const refused = await step('with the switch it does not', call)
    assert.deepEqual([refused.status, refused.reason], [401, 'gateway.basic.not-base64'])
  },
})
