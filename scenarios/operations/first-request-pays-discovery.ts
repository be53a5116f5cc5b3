import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { changeStrategy } from '../steps/strategy.ts'

export default scenario({
  id: 'first-request-pays-discovery',
  title:
    'a wrong issuer is taken when it is configured, and shows with the first request; a slow one makes that request slow',
  refs: ['bug-catalogue first-request-pays-discovery', 'gateway.md version landmarks, 3.10'],
  tags: ['operations', 'gateway', 'misconfiguration'],
  needs: ['levers'],
  async run(world, step) {
    const { portal, gateway, levers, addresses } = world
    const discoveries = async () =>
      (await levers.exchanges({ server: 'mock-curity' })).filter(
        ({ request, route }) =>
          route.endsWith('/.well-known/openid-configuration') && !request.headers['user-agent']?.includes('konnect'),
      ).length
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    await gateway.inSync()
    assert.equal(await discoveries(), 0)

    await levers.fault('curity', { kind: 'delay', endpoint: 'discovery', ms: 150 })
    const started = performance.now()
    assert.equal((await step('the first request', () => gateway.get('/orders', { basic: app }))).status, 200)
    assert.ok(performance.now() - started >= 150)
    await step('the second one', () => gateway.get('/orders', { basic: app }))
    assert.equal(await discoveries(), 1)

    await step('the operator saves an issuer that is none', () =>
      changeStrategy(world, { issuer: `${addresses.curity.url}/no-issuer` }),
    )
    const refused = await step('the next request shows it', () => gateway.get('/orders', { basic: app }))
    assert.equal(refused.status, 401)
    assert.equal(refused.reason, 'gateway.idp.not-an-issuer')
  },
})
