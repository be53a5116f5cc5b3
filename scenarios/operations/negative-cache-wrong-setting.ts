import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'
import { later } from '../steps/calls-to-curity.ts'

export default scenario({
  id: 'negative-cache-wrong-setting',
  title: 'a release remembers for cache_ttl, not for cache_ttl_neg, that a token was no good',
  refs: ['bug-catalogue negative-cache-wrong-setting', 'Kong openid-connect changelog 2.8.0.0'],
  tags: ['operations', 'gateway'],
  needs: ['levers'],
  given: {
    curity: { accessTokens: 'opaque' },
    strategy: {
      ...{ auth_methods: ['introspection'], cache_ttl: 60, cache_ttl_neg: 5 },
      ...{ client_id: ['gateway-introspect'], client_secret: ['gateway-introspect-secret'] },
    },
  },
  async run(world, step) {
    const app = await registeredApplication(world, step)
    const { access_token: bearer } = await step('it fetches a token', () => world.curity.clientCredentials(app))
    const call = async () => (await world.gateway.get('/orders', { bearer })).status
    const inactiveOnce = { endpoint: 'introspect', kind: 'answer', status: 200, body: { active: false } } as const
    await arrange(world, { faults: { curity: [inactiveOnce] }, quirks: { gateway: ['neg-ttl-wrong'] } })
    assert.equal(await step('it is said not to be active', call), 401)
    await later(world, 6, 'gateway')
    assert.equal(await step('cache_ttl_neg later it still is', call), 401)
    await later(world, 55, 'gateway')
    assert.equal(await step('until cache_ttl is over', call), 200)

    // From here on time passes when it is told to, and not while calls take their own.
    await world.levers.clock('gateway', { freeze: true })
    await world.gateway.node(1).admin('DELETE', '/cache')
    await arrange(world, { faults: { curity: [inactiveOnce] } })
    assert.equal(await step('a mended release hears the same', call), 401)
    await later(world, 4, 'gateway')
    assert.equal(await step('remembers it for a while', call), 401)
    await later(world, 2, 'gateway')
    assert.equal(await step('and no longer than cache_ttl_neg', call), 200)
  },
})
