import assert from 'node:assert/strict'
import { scenario } from '../../harness/public.ts'

export default scenario({
  id: 'pseudo-issuer-still-discovers',
  title: 'using_pseudo_issuer keeps the gateway from discovering, but for the releases that ignored it',
  refs: ['bug-catalogue pseudo-issuer-still-discovers', 'Kong openid-connect changelog 3.5.0.0, 3.4.2.0'],
  tags: ['discovery', 'gateway'],
  needs: ['levers'],
  given: { gateway: { quirks: ['pseudo-issuer-ignored'] } },
  async run({ konnect, portal, gateway, levers, curity, addresses }, step) {
    const { token_endpoint } = await curity.discover()
    const { issuer } = addresses.curity
    const [strategy] = await konnect.list('/v2/application-auth-strategies')
    const config = { issuer, using_pseudo_issuer: true, token_endpoint, extra_jwks_uris: [`${issuer}/jwks`] }
    await step('the issuer is only a name, every endpoint is configured', () =>
      konnect.change(`/v2/application-auth-strategies/${strategy?.id}`, { configs: { 'openid-connect': config } }),
    )
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    const discoveries = async () => {
      const asked = await levers.exchanges({ server: 'mock-curity' })
      return asked.filter(({ request }) => /openid-configuration/.test(request.url) && isKong(request.headers)).length
    }
    assert.equal((await step('it calls the API', () => gateway.get('/orders', { basic: app }))).status, 200)
    const before = await discoveries()
    assert.ok(before > 0)
    await step('the flag counts', () => levers.quirks('gateway', { off: ['pseudo-issuer-ignored'] }))
    await gateway.node(1).admin('DELETE', '/openid-connect/issuers')
    await gateway.node(1).admin('DELETE', '/cache')
    assert.equal((await step('it calls again', () => gateway.get('/orders', { basic: app }))).status, 200)
    assert.equal(await discoveries(), before)
  },
})

const isKong = (headers: Readonly<Record<string, string | string[]>>) => String(headers['user-agent']).includes('kong')
