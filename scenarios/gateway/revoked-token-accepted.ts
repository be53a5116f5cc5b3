import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'
import { callsToCurity, later } from '../steps/calls-to-curity.ts'
import { asPluginClient } from '../steps/plugins.ts'

export default scenario({
  id: 'revoked-token-accepted',
  title:
    'a release serves a revoked token for ever; a mended one asks again when what it kept is over, and keeps for five seconds that it is no good',
  refs: [
    'bug-catalogue revoked-token-accepted',
    ...['Kong oauth2-introspection changelog 3.13.0.10, 3.12.0.11', 'gateway.md 3'],
  ],
  tags: ['gateway', 'token'],
  needs: ['levers'],
  given: {
    curity: { accessTokens: 'opaque' },
    strategy: { auth_methods: ['introspection'], cache_ttl_neg: 5, ...asPluginClient },
  },
  async run(world, step) {
    const { curity, gateway, levers } = world
    const app = await registeredApplication(world, step)
    const { access_token: bearer } = await step('it fetches a token', () => curity.clientCredentials(app))
    const call = () => gateway.get('/orders', { bearer })
    await arrange(world, { quirks: { gateway: ['inactive-not-cached'] } })
    assert.equal((await step('it calls', call)).status, 200)
    const pair = Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')
    const headers = { authorization: `Basic ${pair}` }
    const revoked = await step('it revokes the token at Curity', () =>
      curity.call('POST', '/oauth/v2/oauth-revoke', { form: { token: bearer }, headers }),
    )
    assert.equal(revoked.status, 200)
    await later(world, 86_400, 'gateway')
    assert.equal((await step('a day later it is served', call)).status, 200)

    await arrange(world, {})
    // From here on time passes when it is told to, and not while calls take their own.
    await levers.clock('gateway', { freeze: true })
    await gateway.node(1).admin('DELETE', '/cache')
    const asked = async () => {
      const before = (await callsToCurity(world, '/oauth-introspect')).length
      const { status, reason } = await call()
      assert.deepEqual([status, reason], [401, 'gateway.introspection.inactive'])
      return (await callsToCurity(world, '/oauth-introspect')).length - before
    }
    assert.equal(await step('a mended release asks and refuses', asked), 1)
    await later(world, 4, 'gateway')
    assert.equal(await step('remembers it', asked), 0)
    await later(world, 2, 'gateway')
    assert.equal(await step('and asks again after five seconds', asked), 1)
  },
})
