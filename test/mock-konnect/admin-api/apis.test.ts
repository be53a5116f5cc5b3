import { describe, expect } from 'vitest'
import { apiOf, serviceOf } from './catalogue.ts'
import { now, problem, refusal, test, told, uuid } from './konnect.ts'

const made = {
  id: uuid(4),
  name: 'Orders API',
  description: null,
  version: 'v1',
  current_version_summary: null,
  slug: 'orders-api-v1',
  api_spec_ids: [],
  portals: [],
  labels: {},
  implementation_mode: null,
  attributes: {},
  created_at: now,
  updated_at: now,
}

describe('APIs', () => {
  test('are made with a slug of name and version, changed and deleted', async ({ operator }) => {
    const { status, body } = await operator.post('/v3/apis', { name: 'Orders API', version: 'v1' })
    expect({ status, body }).toEqual({ status: 201, body: made })
    const changes = { description: 'D', slug: 'other', labels: { a: 'b' }, attributes: { env: ['dev'] } }
    expect((await operator.patch(`/v3/apis/${body.id}`, changes)).body).toEqual({ ...made, ...changes })
    const cleared = await operator.patch(`/v3/apis/${body.id}`, { labels: { a: null }, attributes: { env: null } })
    expect(cleared.body).toEqual({ ...made, description: 'D', slug: 'other' })
    expect((await operator.delete(`/v3/apis/${body.id}`)).status).toBe(204)
    expect((await operator.get(`/v3/apis/${body.id}`)).status).toBe(404)
  })

  test('refuse name and version, and a slug, that are taken', async ({ operator }) => {
    await operator.post('/v3/apis', { name: 'Orders API', version: 'v1' })
    const { body: other } = await operator.post('/v3/apis', { name: 'Orders API', version: 'v2' })
    const again = await operator.post('/v3/apis', { name: 'Orders API', version: 'v1', slug: 'new' })
    const reason = 'name and version, and the slug, must be unique'
    expect(again.body).toEqual(refusal({ field: 'name', reason, rule: 'invalid', source: 'body' }))
    const slug = await operator.post('/v3/apis', { name: 'Another', slug: 'orders-api-v1' })
    expect(slug.body).toEqual(refusal({ field: 'slug', reason, rule: 'invalid', source: 'body' }))
    const update = await operator.patch(`/v3/apis/${other.id}`, { version: 'v1' })
    expect({ status: update.status, body: update.body }).toEqual({
      status: 409,
      body: problem(409, 'Conflict', 'An API with the given name and version already exists'),
    })
  })

  test('are filtered by labels and attributes in dot notation', async ({ operator }) => {
    await operator.post('/v3/apis', { name: 'a', labels: { env: 'dev' }, attributes: { owner: ['x', 'y'] } })
    await operator.post('/v3/apis', { name: 'b', labels: { env: 'prod' } })
    const names = async (query: string) => (await operator.get(`/v3/apis?${query}`)).body.data.map(({ name }) => name)
    expect(await names('filter[labels.env]=dev')).toEqual(['a'])
    expect(await names('filter[labels.env][neq]=dev')).toEqual(['b'])
    expect(await names('filter[attributes.owner]=y')).toEqual(['a'])
    expect(await names('sort=name desc,created_at')).toEqual(['b', 'a'])
    expect(await names(`filter[created_at][lte]=${now}&filter[updated_at][lt]=${now}`)).toEqual([])
    expect((await operator.get('/v3/apis?filter[created_at]=yesterday')).body).toEqual(
      refusal({
        field: 'filter[created_at]',
        reason: '"filter[created_at]" must be a valid date',
        ...{ rule: 'is_date_time', source: 'query' },
      }),
    )
    expect((await operator.get('/v3/apis?filter[labels]=dev')).status).toBe(400)
  })
})

describe('implementations', () => {
  test('link an API to one gateway service', async ({ operator }) => {
    const service = await serviceOf(operator)
    const { api } = await apiOf(operator)
    const path = `/v3/apis/${api.id}/implementations`
    const { status, body } = await operator.post(path, { service })
    const shown = {
      id: body.id,
      service: { ...service, auth_strategy_sync_error: null },
      created_at: now,
      updated_at: now,
    }
    expect({ status, body }).toEqual({ status: 201, body: shown })
    expect((await operator.get(`${path}/${body.id}`)).body).toEqual(shown)
    expect((await operator.get(`/v3/apis/${api.id}`)).body.implementation_mode).toBe('gateway_entity_binding')
    expect((await operator.get('/v3/api-implementations')).body.data).toEqual([{ ...shown, api_id: api.id }])
    const second = await operator.post(path, { service: await serviceOf(operator, 'b') })
    expect({ status: second.status, body: second.body }).toEqual({
      status: 409,
      body: problem(409, 'Conflict', 'An implementation already exists for this API'),
    })
    expect((await operator.delete(`${path}/${body.id}`)).status).toBe(204)
    expect((await operator.get(`${path}/${body.id}`)).status).toBe(404)
  })

  test('refuse a service that another API has, or that does not exist', async ({ operator }) => {
    const service = await serviceOf(operator)
    const [first, second] = [await apiOf(operator, 'a'), await apiOf(operator, 'b')]
    await operator.post(`/v3/apis/${first.api.id}/implementations`, { service })
    const path = `/v3/apis/${second.api.id}/implementations`
    const taken = await operator.post(path, { service })
    expect(taken.body).toEqual(problem(409, 'Conflict', 'This gateway service is already linked to another API'))
    const unknown = await operator.post(path, { service: { ...service, id: uuid(99) } })
    expect(unknown.body).toEqual(
      refusal({ field: 'service.id', reason: 'Service not found', rule: 'missing_reference', source: 'body' }),
    )
  })

  test('link an API to a whole control plane, but not to both', async ({ operator }) => {
    const { api } = await apiOf(operator)
    const path = `/v3/apis/${api.id}/implementations`
    const control_plane = { control_plane_id: uuid(2) }
    const both = await operator.post(path, { control_plane, service: { id: uuid(1), control_plane_id: uuid(2) } })
    const reason = '"control_plane" is not allowed'
    expect(both.body).toEqual(refusal({ field: 'control_plane', reason, rule: 'unknown_property', source: 'body' }))
    expect((await operator.post(path, {})).status).toBe(400)
    expect((await operator.post(path, { control_plane: { control_plane_id: uuid(99) } })).status).toBe(400)
    const { status, body } = await operator.post(path, { control_plane })
    expect({ status, control_plane: body.control_plane }).toEqual({ status: 201, control_plane })
  })
})

describe('publications', () => {
  const shown = { auto_approve_registrations: false, auth_strategy_ids: [uuid(3)], visibility: 'private', warnings: [] }
  const times = { created_at: now, updated_at: now }

  test('PUT publishes with the default of the portal, and replaces', async ({ konnect, operator }) => {
    const { api, portal, path } = await apiOf(operator)
    const { status, body } = await operator.put(path, {})
    expect({ status, body }).toEqual({ status: 200, body: { ...shown, ...times } })
    konnect.levers.clock.advance(1000)
    const wish = { auth_strategy_ids: null, visibility: 'public', auto_approve_registrations: true }
    const replaced = await operator.put(path, wish)
    expect(replaced.body).toEqual({ ...shown, ...wish, ...times, updated_at: '2026-01-01T00:00:01.000Z' })
    expect((await operator.get(path)).body).toEqual(replaced.body)
    const { id, name, display_name } = portal
    expect((await operator.get(`/v3/apis/${api.id}`)).body.portals).toEqual([{ id, name, display_name }])
    expect((await operator.delete(path)).status).toBe(204)
    expect((await operator.get(path)).status).toBe(404)
  })

  test('refuse two strategies, none, an unknown one, and a classic portal', async ({ operator }) => {
    const { api, path } = await apiOf(operator)
    const rules = async (auth_strategy_ids: unknown) => {
      const { body } = await operator.put(path, { auth_strategy_ids })
      return told(body)
    }
    expect(await rules([uuid(3), uuid(3)])).toEqual(['auth_strategy_ids max_items'])
    expect(await rules([])).toEqual(['auth_strategy_ids min_items'])
    expect(await rules([uuid(99)])).toEqual(['auth_strategy_ids.0 missing_reference'])
    expect(await rules(['x'])).toEqual(['auth_strategy_ids.0 is_uuid'])
    const { body: classic } = await operator.post('/v2/portals', { name: 'classic' })
    expect((await operator.put(`/v3/apis/${api.id}/publications/${classic.id}`, {})).status).toBe(404)
  })

  test('are listed for all portals, and for one', async ({ operator }) => {
    const [first, second] = [await apiOf(operator, 'a'), await apiOf(operator, 'b')]
    await operator.put(first.path, {})
    await operator.put(second.path, {})
    const all = await operator.get(`/v3/api-publications?filter[api_name]=b&sort=portal_name`)
    const b = { api_id: second.api.id, entity_type: 'api', ...shown, ...times }
    expect(all.body.data).toEqual([{ ...b, portal_id: second.portal.id }])
    const one = await operator.get(`/v3/portals/${second.portal.id}/api-publications`)
    expect(one.body.data).toEqual([{ ...b, portal_ids: [second.portal.id] }])
    expect((await operator.get(`/v3/portals/${second.portal.id}/api-publications?sort=portal_name`)).status).toBe(400)
  })
})
