import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'secret-rotated',
  title: 'after a rotation Curity takes the new secret only; the gateway takes the old one until its token runs out',
  refs: ['konnect.md 9.5', 'gateway.md 10 rows 50 and 52'],
  tags: ['end'],
  needs: ['levers'],
  async run({ portal, curity, gateway, levers }, step) {
    const old = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(old))
    assert.equal((await gateway.get('/orders', { basic: old })).status, 200)

    const rotated = await step('she rotates the secret', () => portal.rotateSecret(old))
    assert.equal(rotated.clientId, old.clientId)
    assert.notEqual(rotated.clientSecret, old.clientSecret)
    const refused = await step('Curity refuses the old secret', () =>
      curity.requestToken({ grant_type: 'client_credentials' }, old),
    )
    assert.equal(refused.status, 401)
    await step('and takes the new one', () => curity.clientCredentials(rotated))

    assert.equal((await gateway.get('/orders', { basic: rotated })).status, 200)
    const cached = await step('the gateway still has a token of the old secret', () =>
      gateway.get('/orders', { basic: old }),
    )
    assert.equal(cached.status, 200)
    await step('time passes until that token runs out', () => levers.advance(301_000))
    const late = await step('then the old secret is refused', () => gateway.get('/orders', { basic: old }))
    assert.equal(late.status, 401)
    assert.equal(late.reason, 'gateway.basic.wrong-secret')
  },
})
