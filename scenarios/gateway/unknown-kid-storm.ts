import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'unknown-kid-storm',
  title: 'tokens with made-up keys make the gateway look up keys once in a window, not once a call',
  refs: ['bug-catalogue unknown-kid-storm', 'gateway.md 3'],
  tags: ['gateway'],
  needs: ['levers'],
  async run({ portal, curity, gateway, levers }, step) {
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    const { access_token: token } = await step('it fetches a token', () => curity.clientCredentials(app))
    assert.equal((await gateway.get('/orders', { bearer: token })).status, 200)
    await levers.advance(31_000, 'gateway')
    const [, claims, signature] = token.split('.')
    const lookUps = async () =>
      (await levers.exchanges({ server: 'mock-curity' })).filter(({ route }) => route.endsWith('/jwks')).length
    const before = await lookUps()
    for (let n = 0; n < 20; n++) {
      const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: `made-up-${n}` })).toString('base64url')
      const reply = await gateway.get('/orders', { bearer: [header, claims, signature].join('.') })
      assert.equal(reply.reason, 'gateway.bearer.unknown-key')
    }
    assert.equal((await lookUps()) - before, 1)
  },
})
