import assert from 'node:assert/strict'
import { demo } from '../../harness/demo/names.ts'
import { scenario } from '../../harness/scenario.ts'

const entities = `/v2/control-planes/${demo.ids.controlPlane}/core-entities`

export default scenario({
  id: 'upstream-without-targets',
  title: 'a service whose host is an upstream is served by its targets, and answers 503 when there is none to ask',
  refs: ['gateway.md 8.4', 'control-planes-config-v2 Upstream, Target'],
  tags: ['gateway', 'refusal'],
  async run({ portal, konnect, gateway, addresses }, step) {
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    const upstream = await step('an operator puts the API behind an upstream', async () => {
      const made = await konnect.create(`${entities}/upstreams`, { name: 'orders.internal' })
      await konnect.put(`${entities}/services/${demo.ids.service}`, { name: 'orders', host: 'orders.internal' })
      return made
    })
    const refused = await step('nobody can be asked yet', () => gateway.get('/orders', { basic: app }))
    assert.equal(refused.status, 503)
    assert.equal((refused.body as { message?: string }).message, 'failure to get a peer from the ring-balancer')
    if (refused.reason) assert.equal(refused.reason, 'gateway.upstream.no-target')

    const target = await step('a target is added', () =>
      konnect.create(`${entities}/upstreams/${upstream.id}/targets`, { target: new URL(addresses.upstream).host }),
    )
    assert.equal((await step('it takes the call', () => gateway.get('/orders', { basic: app }))).status, 200)

    await step('its weight becomes 0', () =>
      konnect.put(`${entities}/upstreams/${upstream.id}/targets/${target.id}`, { target: target.target, weight: 0 }),
    )
    assert.equal((await step('it takes no more', () => gateway.get('/orders', { basic: app }))).status, 503)
  },
})
