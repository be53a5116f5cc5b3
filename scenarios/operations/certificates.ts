import assert from 'node:assert/strict'
import { scenario } from '../../harness/public.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'
import { changeStrategy } from '../steps/strategy.ts'

const tags = ['operations', 'tls']
const needs = ['levers'] as const

/** The identity provider's certificate, as the gateway sees it. */
export default [
  scenario({
    id: 'tls-verify-default-on',
    title: 'with 3.14 the gateway verifies certificates: one of a private authority needs that authority configured',
    refs: ['bug-catalogue tls-verify-default-on', 'Kong openid-connect changelog 3.14.0.0', 'gateway.md 10 row 74'],
    tags,
    needs,
    given: {
      tls: {},
      gateway: { behaviour: { gatewayVersion: '3.13', luaSslTrustedCertificate: 'system' } },
      strategy: { cache_tokens: false },
    },
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const call = async () => {
        const { status, reason, advice = '' } = await world.gateway.get('/orders', { basic: app })
        return [status, reason, /: tls;/.test(advice)]
      }
      const passed = [200, undefined, false]
      assert.deepEqual(await step('3.13', call), passed)
      await arrange(world, { behaviour: { gateway: { gatewayVersion: '3.14' } } })
      await world.gateway.node(1).restart()
      assert.deepEqual(await step('3.14', call), [401, 'gateway.idp.unreachable', true])
      await arrange(world, { behaviour: { gateway: { luaSslTrustedCertificate: 'given' } } })
      await world.gateway.node(1).restart()
      assert.deepEqual(await step('with the authority', call), passed)
      await arrange(world, { behaviour: { gateway: { luaSslTrustedCertificate: 'system' } } })
      await changeStrategy(world, { ssl_verify: false })
      assert.deepEqual(await step('or without verification', call), passed)
    },
  }),
  scenario({
    id: 'tls-chain-too-deep',
    title: 'two intermediate authorities are one more than lua_ssl_verify_depth follows',
    refs: ['bug-catalogue tls-chain-too-deep', 'Kong how-to auth0-dcr (lua_ssl_verify_depth)'],
    tags,
    needs,
    given: { tls: { curity: 'deep-chain' } },
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const call = () => world.gateway.get('/orders', { basic: app })
      const refused = await step('depth 1', call)
      assert.deepEqual([refused.status, refused.reason], [401, 'gateway.idp.unreachable'])
      assert.match(refused.advice ?? '', /: tls;/)
      await arrange(world, { behaviour: { gateway: { luaSslVerifyDepth: 2 } } })
      await world.gateway.node(1).restart()
      assert.equal((await step('depth 2', call)).status, 200)
    },
  }),
]
