import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'idp-reachable-only-from-gateway',
  title: 'a Curity that the gateway reaches and Konnect does not: calls pass, registrations fail and say why',
  refs: ['bug-catalogue idp-reachable-only-from-gateway', 'Seed how-to prerequisites', 'DCR FAQ'],
  tags: ['misconfiguration', 'dcr', 'konnect'],
  needs: ['levers'],
  async run(world, step) {
    const { portal, konnect, curity, gateway, levers, addresses } = world
    const application = await portal.createApplication({ name: 'billing' })
    await portal.register(application)
    await levers.behave('konnect', { idpUnreachableHosts: [new URL(addresses.curity.url).host] })
    const token = await curity.clientCredentials(application)
    const call = await step('a call with a token passes', () => gateway.get('/orders', { bearer: token.access_token }))
    assert.equal(call.status, 200)
    const create = () => portal.call('POST', '/applications', { json: { name: 'second' } })
    const refused = await step('a developer creates another application', create)
    assert.equal(refused.status, 400)
    assert.equal(refused.reason, 'konnect.dcr.issuer-unreachable')
    const [provider] = await konnect.list('/v2/dcr-providers')
    const verified = await step('an operator verifies', () =>
      konnect.call('POST', `/v2/dcr-providers/${provider?.id}/verify`),
    )
    assert.equal((verified.body as { status: string }).status, 'failed')
    await levers.behave('konnect', { idpUnreachableHosts: [] })
    assert.equal((await step('and once the way is open', create)).status, 201)
  },
})
