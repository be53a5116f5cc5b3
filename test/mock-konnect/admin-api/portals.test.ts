import { describe, expect } from 'vitest'
import { now, problem, refusal, test, uuid } from './konnect.ts'

const classic = {
  id: uuid(4),
  name: 'classic',
  display_name: 'classic',
  description: null,
  is_public: false,
  rbac_enabled: false,
  auto_approve_applications: false,
  auto_approve_developers: false,
  custom_domain: null,
  custom_client_domain: null,
  default_application_auth_strategy_id: uuid(3),
  default_domain: `${uuid(4)}.localhost`,
  labels: {},
  application_count: 0,
  developer_count: 0,
  published_product_count: 0,
  created_at: now,
  updated_at: now,
}
const current = {
  id: uuid(4),
  name: 'current',
  display_name: 'current',
  description: null,
  authentication_enabled: true,
  rbac_enabled: false,
  sipr_enabled: false,
  default_api_visibility: 'private',
  default_page_visibility: 'private',
  default_application_auth_strategy_id: uuid(3),
  auto_approve_developers: false,
  auto_approve_applications: false,
  notifications_developer_pii_visibility_enabled: false,
  default_domain: `${uuid(4)}.localhost`,
  canonical_domain: `${uuid(4)}.localhost`,
  labels: {},
  created_at: now,
  updated_at: now,
}

describe('classic portals', () => {
  test('are made with defaults, Key Auth among them', async ({ operator }) => {
    const { status, body } = await operator.post('/v2/portals', { name: 'classic' })
    expect({ status, body }).toEqual({ status: 201, body: classic })
    expect((await operator.get(`/v2/portals/${body.id}`)).body).toEqual(classic)
  })

  test('are unknown to /v3, and current ones to /v2', async ({ operator }) => {
    const { body: old } = await operator.post('/v2/portals', { name: 'same' })
    const { status, body: young } = await operator.post('/v3/portals', { name: 'same' })
    expect(status).toBe(201)
    expect((await operator.get(`/v3/portals/${old.id}`)).status).toBe(404)
    expect((await operator.get(`/v2/portals/${young.id}`)).status).toBe(404)
    expect((await operator.get('/v2/portals')).body.data.map(({ id }) => id)).toEqual([old.id])
    expect((await operator.get('/v3/portals')).body.data.map(({ id }) => id)).toEqual([young.id])
  })

  test('refuse a name that is taken: 400 on a create, 409 on an update', async ({ operator }) => {
    await operator.post('/v2/portals', { name: 'first' })
    const { body: second } = await operator.post('/v2/portals', { name: 'second' })
    const create = await operator.post('/v2/portals', { name: 'first' })
    expect({ status: create.status, body: create.body }).toEqual({
      status: 400,
      body: refusal({ field: 'name', reason: '"name" must be unique', rule: 'invalid', source: 'body' }),
    })
    const update = await operator.patch(`/v2/portals/${second.id}`, { name: 'first' })
    expect({ status: update.status, body: update.body }).toEqual({
      status: 409,
      body: problem(409, 'Conflict', 'A portal with the given name already exists'),
    })
  })

  test('refuse an unknown default strategy, take null for none', async ({ operator }) => {
    const { status, body } = await operator.post('/v2/portals', {
      name: 'p',
      default_application_auth_strategy_id: uuid(99),
    })
    expect({ status, body }).toEqual({
      status: 400,
      body: refusal({
        field: 'default_application_auth_strategy_id',
        reason: 'Application auth strategy not found',
        rule: 'missing_reference',
        source: 'body',
      }),
    })
    const without = await operator.post('/v2/portals', { name: 'p', default_application_auth_strategy_id: null })
    expect(without.body.default_application_auth_strategy_id).toBe(null)
  })

  test('are filtered and sorted', async ({ operator }) => {
    await operator.post('/v2/portals', { name: 'b', is_public: true })
    await operator.post('/v2/portals', { name: 'a', custom_domain: 'a.example.com' })
    const names = async (query: string) =>
      (await operator.get(`/v2/portals?${query}`)).body.data.map(({ name }) => name)
    expect(await names('sort=name')).toEqual(['a', 'b'])
    expect(await names('filter[is_public]=true')).toEqual(['b'])
    expect(await names('filter[custom_domain][contains]=example')).toEqual(['a'])
  })

  test('are deleted with force only, once developers or open versions are in', async ({ konnect, operator }) => {
    const { body: portal } = await operator.post('/v2/portals', { name: 'p' })
    const developer = {
      portal_id: portal.id,
      email: 'a@example.com',
      full_name: 'A',
      status: 'approved',
      password_hash: null,
    }
    const document = (await konnect.levers.state.snapshot({ secrets: true })) as { tables: Record<string, object[]> }
    const developers = [{ id: uuid(50), created_at: now, updated_at: now, ...developer }]
    await konnect.levers.state.restore({ ...document, tables: { ...document.tables, developers } })

    const { status, body, reason } = await operator.delete(`/v2/portals/${portal.id}`)
    expect({ status, body, reason }).toEqual({
      status: 400,
      body: refusal({ field: 'force', reason: '"force" is required', rule: 'required', source: 'query' }),
      reason: {
        code: 'konnect.in-use',
        advice:
          'this portal is still used by 1 developers and 0 product versions; or send ?force=true; remove them first',
      },
    })
    expect((await operator.delete(`/v2/portals/${portal.id}?force=perhaps`)).status).toBe(400)
    expect((await operator.delete(`/v2/portals/${portal.id}?force=true`)).status).toBe(204)
    expect((await operator.get(`/v2/portals/${portal.id}`)).status).toBe(404)
  })
})

describe('current portals', () => {
  test('are made with defaults and changed', async ({ konnect, operator }) => {
    const { status, body } = await operator.post('/v3/portals', { name: 'current' })
    expect({ status, body }).toEqual({ status: 201, body: current })
    konnect.levers.clock.advance(1000)
    const changes = { description: 'D', auto_approve_applications: true, labels: { a: 'b' } }
    const changed = await operator.patch(`/v3/portals/${body.id}`, changes)
    expect(changed.body).toEqual({ ...current, ...changes, updated_at: '2026-01-01T00:00:01.000Z' })
    expect((await operator.patch(`/v3/portals/${body.id}`, { labels: null })).body.labels).toEqual({})
  })

  test('refuse what only classic portals have', async ({ operator }) => {
    const { body } = await operator.post('/v3/portals', { name: 'p', is_public: true, description: 'x'.repeat(513) })
    expect(body).toEqual(
      refusal(
        { field: 'is_public', reason: '"is_public" is not allowed', rule: 'unknown_property', source: 'body' },
        {
          field: 'description',
          reason: 'value of "description" must not exceed 512 characters',
          ...{ rule: 'max_length', maximum: 512, source: 'body' },
        },
      ),
    )
  })

  test('are deleted with force only while they publish APIs', async ({ operator }) => {
    const { body: portal } = await operator.post('/v3/portals', { name: 'p' })
    const { body: api } = await operator.post('/v3/apis', { name: 'Orders' })
    await operator.put(`/v3/apis/${api.id}/publications/${portal.id}`, {})
    const { status, body } = await operator.delete(`/v3/portals/${portal.id}`)
    expect({ status, body }).toEqual({ status: 409, body: problem(409, 'Conflict', 'Portal has published APIs') })
    expect((await operator.delete(`/v3/portals/${portal.id}?force=true`)).status).toBe(204)
    expect((await operator.get(`/v3/apis/${api.id}`)).body.portals).toEqual([])
  })

  test('are gone with their developers and applications', async ({ operator, applicationOf }) => {
    const made = await applicationOf(uuid(3))
    expect((await operator.delete(`/v3/portals/${made.portal}`)).status).toBe(204)
    expect((await operator.get(`/v3/applications/${made.id}`)).status).toBe(404)
  })
})
