import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'redirect-uri-on-machine-grant',
  title: 'a release of the gateway sends redirect_uri with the client_credentials grant too',
  refs: ['bug-catalogue redirect-uri-on-machine-grant', 'gateway.md 1.3'],
  tags: ['gateway', 'quirk'],
  needs: ['levers'],
  given: { strategy: { cache_tokens: false } },
  async run({ portal, gateway, levers }, step) {
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    const sent = async () => {
      assert.equal((await gateway.get('/orders', { basic: app })).status, 200)
      const calls = await levers.exchanges({ server: 'mock-curity' })
      return calls.filter(({ route }) => route.endsWith('/oauth-token')).at(-1)?.request.body ?? ''
    }
    assert.doesNotMatch(await step('a mended release sends none', sent), /redirect_uri/)
    await levers.quirks('gateway', { on: ['redirect-uri-all-grants'] })
    assert.match(await step('a release before that sends one', sent), /redirect_uri/)
  },
})
