import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { registeredApplication } from '../steps/application.ts'
import { callsToCurity, discoveriesOfGateway } from '../steps/calls-to-curity.ts'
import { changeStrategy } from '../steps/strategy.ts'

export default scenario({
  id: 'first-request-pays-discovery',
  title:
    'before 3.10 an issuer is looked up when it is configured; from 3.10 on by the first request, which is slow or fails',
  refs: [
    'bug-catalogue first-request-pays-discovery',
    ...['Kong openid-connect changelog 3.10.0.0, 3.4.3.25', 'gateway.md version landmarks'],
  ],
  tags: ['operations', 'gateway', 'misconfiguration'],
  needs: ['levers'],
  async run(world, step) {
    const { gateway, levers, addresses } = world
    const app = await registeredApplication(world, step)
    const startAs = async (release: string) => {
      await gateway.release(release)
      await gateway.node(1).restart()
      await gateway.inSync()
    }
    const call = () => gateway.get('/orders', { basic: app })
    /** How often a request makes the gateway look the issuer up; what the gateway does by itself may be under way still. */
    const lookUps = async () => {
      assert.equal((await call()).status, 200)
      const [last] = (await levers.exchanges({ server: 'gateway-sim' })).slice(-1)
      const all = await callsToCurity(world, '/.well-known/openid-configuration')
      return all.filter(({ trace }) => trace.parent === last?.trace.span).length
    }
    await step('3.9 starts', () => startAs('3.9'))
    await step('and looks the issuer up before anybody calls', async () => {
      while ((await discoveriesOfGateway(world)) === 0);
    })
    assert.equal(await step('the first request', lookUps), 0)

    await step('3.10 starts', () => startAs('3.10'))
    await levers.fault('curity', { endpoint: 'discovery', kind: 'delay', ms: 150 })
    const started = performance.now()
    assert.equal(await step('the first request', lookUps), 1)
    assert.ok(performance.now() - started >= 150)
    assert.equal(await step('the second one', lookUps), 0)

    await step('the operator saves an issuer that is none', () =>
      changeStrategy(world, { issuer: `${addresses.curity.url}/no-issuer` }),
    )
    const refused = await step('the next request shows it', call)
    assert.deepEqual([refused.status, refused.reason], [401, 'gateway.idp.not-an-issuer'])
  },
})
