import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'
import { later } from '../steps/calls-to-curity.ts'

export default scenario({
  id: 'idp-down-at-gateway-boot',
  title:
    'a release that starts while Curity is away never finds it until it is started again; a mended one does after five seconds',
  refs: [
    'bug-catalogue idp-down-at-gateway-boot',
    ...['Kong openid-connect changelog 3.13.0.0, 3.12.0.1, 3.11.0.6', 'gateway.md 3', 'gateway.md 10 row 16'],
  ],
  tags: ['operations', 'gateway'],
  needs: ['levers'],
  async run(world, step) {
    const { gateway, levers } = world
    const app = await registeredApplication(world, step)
    const call = async () => {
      const { status, reason } = await gateway.get('/orders', { basic: app })
      return [status, reason]
    }
    const startsWhileAway = async (...quirks: string[]) => {
      const away = { endpoint: 'discovery', kind: 'hang-up', times: 'always' } as const
      await arrange(world, { faults: { curity: [away] }, quirks: { gateway: quirks } })
      await gateway.node(1).restart()
      assert.deepEqual(await call(), unreachable)
      await arrange(world, { quirks: { gateway: quirks } })
    }
    const unreachable = [401, 'gateway.idp.unreachable']
    const passes = [200, undefined]
    await step('the data plane starts while Curity is away', () => startsWhileAway('no-recover-after-boot-failure'))
    await later(world, 3600, 'gateway', 'curity')
    assert.deepEqual(await step('an hour after Curity is back', call), unreachable)
    await step('it is started again', () => gateway.node(1).restart())
    assert.deepEqual(await step('and finds it', call), passes)

    // As long as the calls may take, they are within five seconds of the gateway's clock.
    await levers.clock('gateway', { freeze: true })
    await step('a mended release starts while Curity is away', () => startsWhileAway())
    assert.deepEqual(await step('within five seconds nobody asks again', call), unreachable)
    await levers.clock('gateway', { skew: 3_605_000, freeze: false })
    assert.deepEqual(await step('after them the next call passes', call), passes)
  },
})
