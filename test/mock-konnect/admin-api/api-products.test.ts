import { describe, expect } from 'vitest'
import { productOf, publication, serviceOf } from './catalogue.ts'
import { now, problem, refusal, test, uuid } from './konnect.ts'

describe('API products', () => {
  test('are made, changed and deleted with their versions', async ({ operator }) => {
    const { body: portal } = await operator.post('/v2/portals', { name: 'p' })
    const wish = { name: 'Orders', labels: { a: 'b' }, portal_ids: [portal.id] }
    const { status, body } = await operator.post('/v2/api-products', wish)
    const made = {
      ...{ id: uuid(5), name: 'Orders', description: null, portal_ids: [portal.id] },
      portals: [{ portal_id: portal.id, portal_name: 'p' }],
      ...{ version_count: 0, labels: { a: 'b' }, public_labels: {}, created_at: now, updated_at: now },
    }
    expect({ status, body }).toEqual({ status: 201, body: made })
    const changes = { description: 'D', public_labels: { c: 'd' }, portal_ids: [] }
    const changed = await operator.patch(`/v2/api-products/${body.id}`, changes)
    expect(changed.body).toEqual({ ...made, ...changes, portals: [] })
    await operator.post(`/v2/api-products/${body.id}/product-versions`, { name: 'v1' })
    expect((await operator.get(`/v2/api-products/${body.id}`)).body.version_count).toBe(1)
    expect((await operator.delete(`/v2/api-products/${body.id}`)).status).toBe(204)
    expect((await operator.get(`/v2/api-products/${body.id}/product-versions`)).status).toBe(404)
  })

  test('refuse portals that are no classic portals', async ({ operator }) => {
    const { body: portal } = await operator.post('/v3/portals', { name: 'p' })
    const { status, body } = await operator.post('/v2/api-products', { name: 'x', portal_ids: [portal.id] })
    expect({ status, body }).toEqual({
      status: 400,
      body: refusal({ field: 'portal_ids.0', reason: 'Portal not found', rule: 'missing_reference', source: 'body' }),
    })
  })

  test('are listed by name and labels', async ({ operator }) => {
    await operator.post('/v2/api-products', { name: 'b', labels: { env: 'dev' } })
    await operator.post('/v2/api-products', { name: 'a', public_labels: { tier: 'gold' } })
    const names = async (query: string) =>
      (await operator.get(`/v2/api-products?${query}`)).body.data.map(({ name }) => name)
    expect(await names('sort=name')).toEqual(['a', 'b'])
    expect(await names('labels=env:dev')).toEqual(['b'])
    expect(await names('public_labels=tier')).toEqual(['a'])
    expect(await names('filter[name][oeq]=a,c')).toEqual(['a'])
  })

  test('refuse text with 415', async ({ operator }) => {
    const { status, body } = await operator.post('/v2/api-products', 'name=x', { 'content-type': 'text/plain' })
    expect({ status, body }).toEqual({ status: 415, body: problem(415, 'Unsupported Media Type') })
  })
})

describe('product versions', () => {
  test('are linked to a gateway service', async ({ operator }) => {
    const { gateway_service, version } = await productOf(operator)
    expect(version).toEqual({
      id: version.id,
      name: 'v1',
      gateway_service: { ...gateway_service, runtime_group_id: gateway_service.control_plane_id },
      publish_status: 'unpublished',
      deprecated: false,
      labels: {},
      auth_strategy_sync_errors: [],
      portals: [],
      created_at: now,
      updated_at: now,
    })
  })

  test('take the old name of the control plane, and null for no service', async ({ operator }) => {
    const { product } = await productOf(operator)
    const path = `/v2/api-products/${product.id}/product-versions`
    const { id, control_plane_id } = await serviceOf(operator, 'other')
    const old = await operator.post(path, { name: 'v2', gateway_service: { id, runtime_group_id: control_plane_id } })
    expect(old.body.gateway_service).toEqual({ id, control_plane_id, runtime_group_id: control_plane_id })
    expect((await operator.patch(`${path}/${old.body.id}`, { gateway_service: null })).body.gateway_service).toBe(null)
  })

  test('refuse a service that does not exist, or stands behind another version', async ({ operator }) => {
    const { product, gateway_service } = await productOf(operator)
    const path = `/v2/api-products/${product.id}/product-versions`
    const unknown = await operator.post(path, {
      name: 'v2',
      gateway_service: { id: uuid(99), control_plane_id: uuid(98) },
    })
    const [rule, source] = ['missing_reference', 'body']
    expect(unknown.body).toEqual(
      refusal(
        { field: 'gateway_service.control_plane_id', reason: 'Control plane not found', rule, source },
        { field: 'gateway_service.id', reason: 'Service not found', rule, source },
      ),
    )
    const taken = await operator.post(path, { name: 'v2', gateway_service })
    expect({ status: taken.status, body: taken.body }).toEqual({
      status: 409,
      body: problem(409, 'Conflict', 'This gateway service is already linked to another API'),
    })
    expect((await operator.get(path)).body.data).toHaveLength(1)
  })

  test('refuse a service of an API of /v3, unless the switch says otherwise', async ({ konnect, operator }) => {
    const service = await serviceOf(operator)
    const { body: api } = await operator.post('/v3/apis', { name: 'Orders' })
    await operator.post(`/v3/apis/${api.id}/implementations`, { service })
    const { body: product } = await operator.post('/v2/api-products', { name: 'Orders' })
    const path = `/v2/api-products/${product.id}/product-versions`
    const refused = await operator.post(path, { name: 'v1', gateway_service: service })
    expect({ status: refused.status, detail: refused.body.detail }).toEqual({
      status: 409,
      detail: 'This gateway service is already linked to a V3 API',
    })
    konnect.levers.behaviour.change({ serviceOfCurrentApi: 'accept' })
    expect((await operator.post(path, { name: 'v1', gateway_service: service })).status).toBe(201)
  })

  test('of another product are unknown', async ({ operator }) => {
    const { version } = await productOf(operator)
    const { body: other } = await operator.post('/v2/api-products', { name: 'other' })
    expect((await operator.get(`/v2/api-products/${other.id}/product-versions/${version.id}`)).status).toBe(404)
  })
})

describe('publishing in a classic portal', () => {
  test('answers the publication, and the version tells where it stands', async ({ operator }) => {
    const { portal, product, version } = await productOf(operator)
    const path = `/v2/portals/${portal.id}/product-versions`
    const { status, body } = await operator.post(path, { product_version_id: version.id, ...publication(uuid(3)) })
    const strategy = { id: uuid(3), name: 'Key Auth', credential_type: 'key_auth', key_names: ['apikey'] }
    const { auth_strategy_ids: _, ...shown } = publication()
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        ...{ id: body.id, product_version_id: version.id, ...shown, auth_strategies: [strategy] },
        ...{ created_at: now, updated_at: now },
      },
    })
    expect((await operator.get(`${path}/${version.id}`)).body).toEqual(body)
    const seen = await operator.get(`/v2/api-products/${product.id}/product-versions/${version.id}`)
    expect(seen.body.portals).toEqual([
      {
        ...{ portal_id: portal.id, portal_name: portal.name, portal_product_version_id: body.id, ...shown },
        auth_strategies: [{ id: uuid(3), name: 'Key Auth' }],
      },
    ])
    const { body: listed } = await operator.get(`/v2/portals/${portal.id}/products`)
    expect(listed.data.map(({ id }) => id)).toEqual([product.id])
    expect((await operator.get(`/v2/portals/${portal.id}`)).body.published_product_count).toBe(1)
  })

  test('PUT makes it and replaces it; a second POST is refused', async ({ operator }) => {
    const { portal, version } = await productOf(operator)
    const path = `/v2/portals/${portal.id}/product-versions`
    const made = await operator.put(`${path}/${version.id}`, publication(uuid(3)))
    expect(made.status).toBe(200)
    const wish = { ...publication(), deprecated: true, notify_developers: false }
    const replaced = await operator.put(`${path}/${version.id}`, wish)
    expect(replaced.body).toEqual({ ...made.body, deprecated: true, auth_strategies: [] })
    const again = await operator.post(path, { product_version_id: version.id, ...publication() })
    expect(again.status).toBe(400)
    expect((await operator.put(`${path}/${uuid(99)}`, publication())).status).toBe(404)
    expect((await operator.get(path)).body.data).toHaveLength(1)
  })

  test('PATCH changes what is sent, DELETE takes it out', async ({ operator }) => {
    const { portal, version } = await productOf(operator)
    const path = `/v2/portals/${portal.id}/product-versions/${version.id}`
    const made = await operator.put(path, publication(uuid(3)))
    const changed = await operator.patch(path, { auto_approve_registration: true })
    expect(changed.body).toEqual({ ...made.body, auto_approve_registration: true })
    expect((await operator.delete(path)).status).toBe(204)
    expect((await operator.get(path)).status).toBe(404)
  })

  test('refuses two strategies, and unknown ones together with an unknown version', async ({ operator }) => {
    const { portal, version } = await productOf(operator)
    const path = `/v2/portals/${portal.id}/product-versions`
    const two = await operator.put(`${path}/${version.id}`, publication(uuid(3), uuid(3)))
    const reason = '"auth_strategy_ids" must contain less than or equal to 1 items'
    expect(two.body).toEqual(
      refusal({ field: 'auth_strategy_ids', reason, rule: 'max_items', maximum: 1, source: 'body' }),
    )
    const unknown = await operator.post(path, { product_version_id: uuid(98), ...publication(uuid(99)) })
    const [rule, source] = ['missing_reference', 'body']
    expect(unknown.body).toEqual(
      refusal(
        { field: 'auth_strategy_ids.0', reason: 'Application auth strategy not found', rule, source },
        { field: 'product_version_id', reason: 'Product version not found', rule, source },
      ),
    )
  })

  test('makes the strategy active, and keeps it from being deleted', async ({ operator }) => {
    const { portal, version } = await productOf(operator)
    const path = `/v2/portals/${portal.id}/product-versions/${version.id}`
    const active = async () => (await operator.get(`/v2/application-auth-strategies/${uuid(3)}`)).body.active
    await operator.put(path, { ...publication(uuid(3)), publish_status: 'unpublished' })
    expect(await active()).toBe(false)
    expect((await operator.delete(`/v2/application-auth-strategies/${uuid(3)}`)).status).toBe(409)
    await operator.patch(path, { publish_status: 'published' })
    expect(await active()).toBe(true)
  })

  test('whole products go in and out by POST publish', async ({ operator }) => {
    const { portal, product } = await productOf(operator)
    const path = `/v2/portals/${portal.id}`
    const listed = async () => (await operator.get(`${path}/products`)).body.data.map(({ id }) => id)
    const wish = (publish_status: string) => ({ api_products: { [product.id]: { publish_status } } })
    expect((await operator.post(`${path}/publish`, wish('published'))).status).toBe(204)
    expect(await listed()).toEqual([product.id])
    expect((await operator.post(`${path}/publish`, wish('unpublished'))).status).toBe(204)
    expect(await listed()).toEqual([])
    const unknown = await operator.post(`${path}/publish`, {
      api_products: { [uuid(99)]: { publish_status: 'published' } },
    })
    expect(unknown.status).toBe(400)
  })
})
