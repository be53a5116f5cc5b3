import { describe, expect } from 'vitest'
import { kinds } from '../dcr/fakes/kinds.ts'
import { type ProviderWorld, test } from '../dcr/provider-world.ts'
import { demo } from '../portal-world.ts'

/** Okta, whose clients are made and deleted without a word to anybody else. */
const okta = kinds.filter(({ type }) => type === 'okta')

const keyAuth = async ({ operator }: ProviderWorld): Promise<string> => {
  const { body } = await operator.post('/v2/application-auth-strategies', {
    ...{ name: 'keys', display_name: 'Keys', strategy_type: 'key_auth', configs: { 'key-auth': {} } },
  })
  return body.id
}
const publication = `/v3/apis/${demo.ids.api}/publications/${demo.ids.portal}`
const registrations = (id: string) => `/applications/${id}/registrations`

describe('what changes under living applications (konnect.md 18)', () => {
  test.for(okta)('edits of the strategy show, and leave clients alone', async (kind, { at }) => {
    const { fake, world } = await at(kind)
    const { body } = await world.create('billing')
    const configs = { 'openid-connect': { scopes: ['new'], auth_methods: ['bearer'] } }
    const path = `/v2/application-auth-strategies/${world.strategy}`
    expect((await world.operator.patch(path, { display_name: 'New', configs })).status).toBe(200)
    const { body: seen } = await world.v3.get(`/applications/${body.id}`)
    expect(seen.auth_strategy).toMatchObject({ name: 'New', auth_methods: ['bearer'] })
    expect(fake.calls).toHaveLength(1)
  })

  test.for(okta)('another provider for the strategy is refused while it has applications', async (kind, { at }) => {
    const { world } = await at(kind)
    const path = `/v2/application-auth-strategies/${world.strategy}`
    const { body } = await world.create('billing')
    for (const dcr_provider_id of [demo.ids.provider, null]) {
      const { status, reason } = await world.operator.patch(path, { dcr_provider_id })
      expect([status, reason?.code]).toEqual([409, 'konnect.strategy-provider-fixed'])
    }
    await world.v3.delete(`/applications/${body.id}`)
    expect((await world.operator.patch(path, { dcr_provider_id: demo.ids.provider })).status).toBe(200)
  })

  test.for(okta)('a new secret of the provider counts from the next call on', async (kind, { at }) => {
    const { fake, world } = await at(kind)
    const { body } = await world.create('billing')
    const path = `/v2/dcr-providers/${world.provider}`
    await world.operator.patch(path, { dcr_config: { dcr_token: 'another_token' } })
    expect((await world.v3.delete(`/applications/${body.id}`)).status).toBe(400)
    await world.operator.patch(path, { dcr_config: kind.config(fake) })
    expect((await world.v3.delete(`/applications/${body.id}`)).status).toBe(204)
  })

  test.for(okta)('a new issuer of the provider counts from the next call on', async (kind, { at }) => {
    const { fake, world } = await at(kind)
    const { body } = await world.create('billing')
    const path = `/v2/dcr-providers/${world.provider}`
    await world.operator.patch(path, { issuer: 'http://127.0.0.1:9' })
    const refused = await world.v3.delete(`/applications/${body.id}`)
    expect([refused.status, refused.reason?.code]).toEqual([400, 'konnect.dcr.issuer-unreachable'])
    await world.operator.patch(path, { issuer: fake.issuer })
    expect((await world.v3.delete(`/applications/${body.id}`)).status).toBe(204)
    expect([fake.clients.size, await world.orphans()]).toEqual([0, []])
  })

  test.for(okta)('a provider in use is not deleted, an unused one is', async (kind, { at }) => {
    const { world } = await at(kind)
    const path = `/v2/dcr-providers/${world.provider}`
    const { status, reason } = await world.operator.delete(path)
    expect([status, reason?.code]).toEqual([409, 'konnect.in-use'])
    await world.operator.patch(`/v2/application-auth-strategies/${world.strategy}`, { dcr_provider_id: null })
    expect((await world.operator.delete(path)).status).toBe(204)
  })

  test.for(okta)(
    'an API published with another strategy keeps its registrations, and takes no more',
    async (kind, { at }) => {
      const { world } = await at(kind)
      const { body: one } = await world.create('one')
      const { body: two } = await world.create('two')
      const wish = { api_id: demo.ids.api }
      expect((await world.v3.post(registrations(one.id), wish)).status).toBe(201)
      const auth_strategy_ids = [await keyAuth(world)]
      expect((await world.operator.put(publication, { auth_strategy_ids })).status).toBe(200)
      const { body: kept } = await world.v3.get(registrations(one.id))
      expect(kept.data).toMatchObject([{ status: 'approved', api_id: demo.ids.api }])
      const { status, reason } = await world.v3.post(registrations(two.id), wish)
      expect([status, reason?.code]).toEqual([400, 'konnect.registration.strategy-mismatch'])
    },
  )

  test.for(okta)('a portal goes by force alone, and takes its clients along', async (kind, { at }) => {
    const { fake, world } = await at(kind)
    await world.create('billing')
    const path = `/v3/portals/${demo.ids.portal}`
    expect([(await world.operator.delete(path)).status, fake.clients.size]).toEqual([409, 1])
    fake.meddle('delete', { status: 500 })
    expect([(await world.operator.delete(`${path}?force=true`)).status, fake.clients.size]).toEqual([400, 1])
    expect((await world.operator.get(path)).status).toBe(200)
    fake.meddle('delete', undefined)
    expect([(await world.operator.delete(`${path}?force=true`)).status, fake.clients.size]).toEqual([204, 0])
    expect(await world.orphans()).toEqual([])
  })
})

describe('the states of a registration', () => {
  test.for(okta)(
    'follow one another as an operator says, and refused ones are not asked for again',
    async (kind, { at }) => {
      const { world } = await at(kind)
      const { body } = await world.create('billing')
      const before = { auth_strategy_ids: [world.strategy], auto_approve_registrations: false }
      await world.operator.put(publication, before)
      const { body: made } = await world.v3.post(registrations(body.id), { api_id: demo.ids.api })
      expect(made.status).toBe('pending')
      const path = `/v3/portals/${demo.ids.portal}/applications/${body.id}/registrations/${made.id}`
      for (const status of ['approved', 'revoked', 'rejected', 'pending', 'rejected']) {
        expect((await world.operator.patch(path, { status })).body).toMatchObject({ status })
        expect((await world.v3.get(`${registrations(body.id)}/${made.id}`)).body.status).toBe(status)
      }
      expect((await world.v3.post(registrations(body.id), { api_id: demo.ids.api })).status).toBe(409)
      expect((await world.v3.delete(`${registrations(body.id)}/${made.id}`)).status).toBe(204)
      expect((await world.v3.post(registrations(body.id), { api_id: demo.ids.api })).status).toBe(201)
    },
  )
})
