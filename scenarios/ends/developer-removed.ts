import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'developer-removed',
  title: 'with a developer go her applications, their clients and her sessions',
  refs: ['konnect.md 5.1'],
  tags: ['end'],
  needs: ['levers'],
  async run({ portal, konnect, curity, gateway }, step) {
    const application = await step('a developer creates an application', () =>
      portal.createApplication({ name: 'billing' }),
    )
    await step('she registers it', () => portal.register(application))
    assert.equal((await gateway.get('/orders', { basic: application })).status, 200)

    const [ourPortal] = await konnect.list('/v3/portals')
    const developers = `/v3/portals/${ourPortal?.id}/developers`
    const [developer] = await konnect.list(developers)
    await step('an operator removes her', () => konnect.remove(`${developers}/${developer?.id}`))

    const who = await step('she is signed out', () => portal.call('GET', '/developer/me'))
    assert.equal(who.status, 401)
    const token = await step('her client is gone from Curity', () =>
      curity.requestToken({ grant_type: 'client_credentials' }, application),
    )
    assert.equal(token.status, 401)
    const reply = await step('the gateway refuses it', () => gateway.get('/orders', { basic: application }))
    assert.equal(reply.status, 401)
    assert.equal(reply.reason, 'gateway.application.unknown')
  },
})
