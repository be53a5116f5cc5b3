import { describe, expect } from 'vitest'
import { now, problem, refusal, test, told, uuid } from './konnect.ts'

const path = '/v2/control-planes'
const made = {
  id: uuid(4),
  name: 'eu',
  description: '',
  labels: {},
  config: {
    control_plane_endpoint: 'https://0000000000.us.cp0.konghq.com',
    telemetry_endpoint: 'https://0000000000.us.tp0.konghq.com',
    cluster_type: 'CLUSTER_TYPE_CONTROL_PLANE',
    auth_type: 'pinned_client_certs',
    cloud_gateway: false,
    proxy_urls: [],
  },
  created_at: now,
  updated_at: now,
}

test('a new organisation has the control plane default', async ({ operator }) => {
  const { body } = await operator.get(path)
  expect(body).toEqual({
    data: [{ ...made, id: uuid(2), name: 'default' }],
    meta: { page: { number: 1, size: 10, total: 1 } },
  })
})

describe('POST /v2/control-planes', () => {
  test('makes one with the defaults', async ({ operator }) => {
    const { status, body } = await operator.post(path, { name: 'eu' })
    expect({ status, body }).toEqual({ status: 201, body: made })
  })

  test('refuses a name that is taken', async ({ operator }) => {
    const { status, body, reason } = await operator.post(path, { name: 'default' })
    expect({ status, body, reason: reason?.code }).toEqual({
      status: 409,
      body: problem(409, 'Conflict', 'Control Plane with provided name already exists.'),
      reason: 'konnect.taken',
    })
  })

  test('refuses what it does not know', async ({ operator }) => {
    const { body } = await operator.post(path, {
      name: 'x',
      cluster_type: 'OTHER',
      proxy_urls: [{ host: '', port: 0, protocol: 'http' }],
    })
    expect(told(body)).toEqual([
      'name min_length',
      'cluster_type enum',
      'proxy_urls.0.host min_length',
      'proxy_urls.0.port min',
    ])
  })
})

describe('/v2/control-planes/:controlPlaneId', () => {
  test('is changed and deleted, with its services and routes', async ({ konnect, operator }) => {
    const { body: plane } = await operator.post(path, { name: 'eu' })
    const entities = `${path}/${plane.id}/core-entities`
    const { body: service } = await operator.post(`${entities}/services`, { host: 'a.example' })
    await operator.post(`${entities}/routes`, { paths: ['/a'], service: { id: service.id } })
    const { body } = await operator.patch(`${path}/${plane.id}`, { description: 'Europe', labels: { env: 'dev' } })
    expect(body).toEqual({ ...made, description: 'Europe', labels: { env: 'dev' } })

    expect((await operator.delete(`${path}/${plane.id}`)).status).toBe(204)
    expect((await operator.get(`${path}/${plane.id}`)).status).toBe(404)
    const { tables } = (await konnect.levers.state.snapshot({ secrets: true })) as { tables: Record<string, unknown[]> }
    expect({ services: tables.gateway_services, routes: tables.gateway_routes }).toEqual({ services: [], routes: [] })
  })

  test('is filtered by labels, name and type', async ({ operator }) => {
    await operator.post(path, { name: 'eu', labels: { env: 'dev', team: 'a' } })
    const names = async (query: string) => (await operator.get(`${path}?${query}`)).body.data.map(({ name }) => name)
    expect(await names('labels=env:dev,team')).toEqual(['eu'])
    expect(await names('labels=ENV:dev')).toEqual([])
    expect(await names('filter[name][neq]=eu')).toEqual(['default'])
    expect(await names('filter[cloud_gateway]=false&sort=created_at desc')).toEqual(['default', 'eu'])
    const { body } = await operator.get(`${path}?filter[cloud_gateway]=maybe`)
    const reason = 'value of "filter[cloud_gateway]" must be true or false'
    expect(body).toEqual(refusal({ field: 'filter[cloud_gateway]', reason, rule: 'is_boolean', source: 'query' }))
  })

  test('tells the hash that data planes should have', async ({ operator }) => {
    const { status, body } = await operator.get(`${path}/${uuid(2)}/expected-config-hash`)
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        expected_hash: expect.stringMatching(/^[0-9a-f]{32}$/),
        created_at: expect.any(Number),
        updated_at: expect.any(Number),
      },
    })
    expect((await operator.get(`${path}/${uuid(99)}/expected-config-hash`)).status).toBe(404)
  })
})
