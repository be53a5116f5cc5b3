import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'rediscovery-fails-fall-back',
  title: 'while discovery answers 500 a token with a known key passes; one with an unknown key fails, and hurts nobody',
  refs: ['bug-catalogue rediscovery-fails-fall-back', 'gateway.md 3', 'gateway.md 10 rows 17 and 34'],
  tags: ['operations', 'gateway'],
  needs: ['levers'],
  async run({ portal, curity, gateway, levers }, step) {
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    const { access_token: token } = await step('it fetches a token', () => curity.clientCredentials(app))
    assert.equal((await gateway.get('/orders', { bearer: token })).status, 200)

    await step('discovery answers 500', () =>
      levers.fault('curity', { kind: 'answer', endpoint: 'discovery', status: 500, times: 'always' }),
    )
    await levers.advance(31_000, 'gateway')
    const [, payload = '', signature = ''] = token.split('.')
    const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: 'nobody-knows' })).toString('base64url')
    const unknown = await step('a token with an unknown key makes the gateway ask', () =>
      gateway.get('/orders', { bearer: `${header}.${payload}.${signature}` }),
    )
    assert.equal(unknown.status, 401)
    const known = await step('a token with a known key passes', () => gateway.get('/orders', { bearer: token }))
    assert.equal(known.status, 200)
  },
})
