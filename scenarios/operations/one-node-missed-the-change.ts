import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'one-node-missed-the-change',
  title: 'of six nodes, two that missed the last configuration refuse a good application now and then',
  refs: ['bug-catalogue one-node-missed-the-change', 'Kong/kong#6813', 'Kong/kong#5649', 'gateway.md 6'],
  tags: ['operations', 'gateway'],
  needs: ['levers'],
  given: { gateway: { nodes: 6 } },
  async run({ portal, gateway, levers }, step) {
    const stale = [5, 6]
    await step('two nodes lose the control plane', () =>
      Promise.all(stale.map((n) => gateway.node(n).behave({ dpConnected: false }))),
    )
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    await gateway.inSync()

    const twelve = async () => {
      const statuses: number[] = []
      for (let call = 0; call < 12; call++) statuses.push((await gateway.get('/orders', { basic: app })).status)
      return statuses
    }
    const flapping = await step('twelve calls go round the nodes', twelve)
    assert.equal(flapping.filter((status) => status === 401).length, 4)

    const refused = (await levers.exchanges()).filter(({ reason }) => reason?.code === 'gateway.application.unknown')
    const names = new Set(refused.map(({ server }) => server))
    assert.deepEqual([...names].sort(), ['gateway-sim-5', 'gateway-sim-6'])
    const hashes = await step('their hash tells them from the others', () =>
      Promise.all([1, ...stale].map(async (n) => (await gateway.node(n).admin('GET', '/status')).body)),
    )
    const [current, ...old] = hashes.map((body) => (body as { configuration_hash: string }).configuration_hash)
    assert.ok(old.every((hash) => hash !== current && hash === old[0]))

    await step('they find the control plane again', () =>
      Promise.all(stale.map((n) => gateway.node(n).behave({ dpConnected: true, reconnectDelayMs: 0 }))),
    )
    const healed = await step('and twelve calls pass', twelve)
    assert.ok(healed.every((status) => status === 200))
  },
})
