import { describe, expect } from 'vitest'
import { now, type Operator, problem, refusal, test, uuid } from './konnect.ts'

/** An application of key-auth, and an API that its portal publishes with that strategy. */
async function offerFor(operator: Operator, portal: string, body: object = {}) {
  const { body: api } = await operator.post('/v3/apis', { name: 'Orders', version: 'v1' })
  await operator.put(`/v3/apis/${api.id}/publications/${portal}`, { auth_strategy_ids: [uuid(3)], ...body })
  return api
}

describe('registrations in a current portal', () => {
  test('are made pending, decided, listed and removed', async ({ operator, applicationOf }) => {
    const made = await applicationOf(uuid(3))
    const api = await offerFor(operator, made.portal)
    const path = `/v3/portals/${made.portal}/applications/${made.id}/registrations`
    const { status, body } = await operator.post(path, { api_id: api.id, status: 'pending' })
    const shown = {
      ...{ id: body.id, status: 'pending', application: { id: made.id, name: 'app' } },
      ...{ api: { id: api.id, name: 'Orders', version: 'v1', entity_type: 'api' }, created_at: now, updated_at: now },
    }
    expect({ status, body }).toEqual({ status: 201, body: shown })
    const approved = { ...shown, status: 'approved' }
    expect((await operator.patch(`${path}/${body.id}`, { status: 'approved' })).body).toEqual(approved)
    expect((await operator.get(`${path}/${body.id}`)).body).toEqual(approved)
    expect((await operator.get(`${path}?filter[status]=approved`)).body.data).toEqual([approved])
    const all = `/v3/portals/${made.portal}/application-registrations`
    expect((await operator.get(`${all}?filter[application_name]=app&sort=developer_id`)).body.data).toEqual([approved])
    expect(
      (await operator.get(`/v3/apis/${api.id}/registrations?filter[application_owner_id]=${made.developer}`)).body.data,
    ).toEqual([
      {
        ...{ id: body.id, status: 'approved', portal: { id: made.portal, name: `portal of ${uuid(3)}` } },
        application: { id: made.id, name: 'app', owner: { type: 'developer', id: made.developer } },
      },
    ])
    expect((await operator.get(`/v3/applications/${made.id}`)).body.registration_count).toBe(1)
    expect((await operator.delete(`${path}/${body.id}`)).status).toBe(204)
    expect((await operator.get(path)).body.data).toEqual([])
  })

  test('are refused a second time', async ({ operator, applicationOf }) => {
    const made = await applicationOf(uuid(3))
    const api = await offerFor(operator, made.portal)
    const path = `/v3/portals/${made.portal}/applications/${made.id}/registrations`
    await operator.post(path, { api_id: api.id })
    const { status, body } = await operator.post(path, { api_id: api.id })
    expect({ status, body }).toEqual({
      status: 409,
      body: problem(409, 'Conflict', 'API is already registered to the application'),
    })
  })

  test('need an API id', async ({ operator, applicationOf }) => {
    const made = await applicationOf(uuid(3))
    const path = `/v3/portals/${made.portal}/applications/${made.id}/registrations`
    const { body } = await operator.post(path, { status: 'revoked' })
    const choices = ['approved', 'pending']
    expect(body).toEqual(
      refusal(
        { field: 'api_id', reason: '"api_id" is required', rule: 'required', source: 'body' },
        { field: 'status', reason: 'must be one of [approved, pending]', rule: 'enum', choices, source: 'body' },
      ),
    )
  })

  test('end with the publication', async ({ operator, applicationOf }) => {
    const made = await applicationOf(uuid(3))
    const api = await offerFor(operator, made.portal)
    const path = `/v3/portals/${made.portal}/applications/${made.id}/registrations`
    await operator.post(path, { api_id: api.id })
    await operator.delete(`/v3/apis/${api.id}/publications/${made.portal}`)
    expect((await operator.get(path)).body.data).toEqual([])
  })
})

describe('registrations in a classic portal', () => {
  test('name product, version, application and developer', async ({ konnect, operator }) => {
    const { body: portal } = await operator.post('/v2/portals', { name: 'p' })
    const { body: product } = await operator.post('/v2/api-products', { name: 'Orders' })
    const { body: version } = await operator.post(`/v2/api-products/${product.id}/product-versions`, { name: 'v1' })
    const times = { created_at: now, updated_at: now }
    const { tables } = (await konnect.levers.state.snapshot({ secrets: true })) as { tables: object }
    const developers = [
      {
        ...{ id: uuid(50), portal_id: portal.id, email: 'a@example.com', full_name: 'Ada', status: 'approved' },
        ...{ password_hash: null, ...times },
      },
    ]
    const applications = [
      {
        ...{
          id: uuid(51),
          portal_id: portal.id,
          developer_id: uuid(50),
          name: 'app',
          description: null,
          redirect_uri: null,
        },
        ...{ labels: {}, auth_strategy_id: uuid(3), client_id: null, reference_id: null, scopes: [], team_id: null },
        ...{ dcr_client: null, ...times },
      },
    ]
    const registrations = [
      {
        ...{ id: uuid(52), portal_id: portal.id, application_id: uuid(51), status: 'pending', granted_scopes: null },
        ...{ offer: { type: 'product_version', id: version.id }, ...times },
      },
    ]
    await konnect.levers.state.restore({ version: 1, tables: { ...tables, developers, applications, registrations } })

    const shown = {
      ...{ id: uuid(52), status: 'pending', product: { id: product.id, name: 'Orders' } },
      ...{ product_version: { id: version.id, name: 'v1' }, application: { id: uuid(51), name: 'app' } },
      ...{ developer: { id: uuid(50), name: 'Ada' }, granted_scopes: null, ...times },
    }
    const all = `/v2/portals/${portal.id}/application-registrations`
    expect((await operator.get(`${all}?filter[developer_name]=Ada`)).body.data).toEqual([shown])
    const path = `/v2/portals/${portal.id}/applications/${uuid(51)}/registrations`
    expect((await operator.get(path)).body.data).toEqual([shown])
    expect((await operator.get(`${path}/${uuid(52)}/granted-scopes`)).body).toEqual({ data: [] })
    const approved = { ...shown, status: 'approved' }
    expect((await operator.patch(`${path}/${uuid(52)}`, { status: 'approved' })).body).toEqual(approved)
    expect((await operator.delete(`${path}/${uuid(52)}`)).status).toBe(204)
    expect((await operator.get(`${path}/${uuid(52)}`)).status).toBe(404)
  })
})
