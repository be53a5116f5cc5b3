import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'two-strategies-one-app',
  title: 'an application cannot be registered for an API that asks for another strategy',
  refs: ['bug-catalogue two-strategies-one-app', 'konnect.md 9.6'],
  tags: ['misconfiguration', 'konnect'],
  async run(world, step) {
    const { portal, konnect } = world
    const application = await portal.createApplication({ name: 'billing' })
    const keyAuth = await konnect.create('/v2/application-auth-strategies', {
      name: 'keys',
      display_name: 'Keys',
      strategy_type: 'key_auth',
      configs: { 'key-auth': { key_names: ['apikey'] } },
    })
    const [api] = await konnect.list('/v3/apis')
    const [ours] = await konnect.list('/v3/portals')
    const publication = { auth_strategy_ids: [keyAuth.id], auto_approve_registrations: true }
    await step('the API is published with another strategy', () =>
      konnect.put(`/v3/apis/${api?.id}/publications/${ours?.id}`, publication),
    )
    const register = (id: string) =>
      portal.call('POST', `/applications/${id}/registrations`, { json: { api_id: api?.id } })
    const refused = await step('the application is refused', () => register(application.id))
    assert.equal(refused.status, 400)
    assert.equal(refused.reason, 'konnect.registration.strategy-mismatch')
    const json = { name: 'second', auth_strategy_id: keyAuth.id }
    const second = await step('a second application is made for it', () =>
      portal.call('POST', '/applications', { json }),
    )
    const taken = await step('and taken', () => register((second.body as { id: string }).id))
    assert.equal(taken.status, 201)
  },
})
