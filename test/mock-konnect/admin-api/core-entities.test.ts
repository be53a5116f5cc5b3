import { describe, expect } from 'vitest'
import { problem, refusal, test, told, uuid } from './konnect.ts'

const plane = uuid(2)
const services = `/v2/control-planes/${plane}/core-entities/services`
const routes = `/v2/control-planes/${plane}/core-entities/routes`
const seconds = Date.UTC(2026, 0, 1) / 1000
const service = {
  id: uuid(4),
  name: 'orders',
  protocol: 'http',
  host: 'orders.example',
  port: 80,
  path: null,
  retries: 5,
  connect_timeout: 60_000,
  write_timeout: 60_000,
  read_timeout: 60_000,
  enabled: true,
  tags: null,
  tls_verify: null,
  tls_verify_depth: null,
  ca_certificates: null,
  client_certificate: null,
  created_at: seconds,
  updated_at: seconds,
}
const route = {
  id: uuid(5),
  name: 'orders',
  protocols: ['http', 'https'],
  methods: null,
  hosts: null,
  paths: ['/orders'],
  headers: null,
  snis: null,
  strip_path: true,
  preserve_host: false,
  path_handling: 'v0',
  regex_priority: 0,
  https_redirect_status_code: 426,
  request_buffering: true,
  response_buffering: true,
  service: { id: uuid(4) },
  tags: null,
  created_at: seconds,
  updated_at: seconds,
}

describe('services', () => {
  test('are made with defaults, times in seconds', async ({ operator }) => {
    const { status, body } = await operator.post(services, { name: 'orders', host: 'orders.example' })
    expect({ status, body }).toEqual({ status: 201, body: service })
  })

  test.for([
    ['http://127.0.0.1:4010/base', { protocol: 'http', host: '127.0.0.1', port: 4010, path: '/base' }],
    ['https://orders.example', { protocol: 'https', host: 'orders.example', port: 443, path: null }],
  ] as const)('take %s as url, which is not shown', async ([url, parts], { operator }) => {
    const { body } = await operator.post(services, { name: 'orders', url })
    expect(body).toEqual({ ...service, ...parts })
  })

  test('need a host, or a url', async ({ operator }) => {
    const { status, body } = await operator.post(services, { name: 'orders' })
    expect({ status, body }).toEqual({
      status: 400,
      body: refusal({ field: 'host', reason: '"host" is required', rule: 'required', source: 'body' }),
    })
  })

  test('are put by id or by name, made or replaced', async ({ konnect, operator }) => {
    const byId = await operator.put(`${services}/${uuid(77)}`, { host: 'a.example', retries: 2 })
    expect({ status: byId.status, body: byId.body }).toEqual({
      status: 200,
      body: { ...service, id: uuid(77), name: null, host: 'a.example', retries: 2 },
    })
    const byName = await operator.put(`${services}/orders`, { host: 'orders.example' })
    konnect.levers.clock.advance(5000)
    const again = await operator.put(`${services}/orders`, { host: 'other.example' })
    expect(again.body).toEqual({ ...byName.body, host: 'other.example', updated_at: seconds + 5 })
    expect((await operator.get(`${services}/orders`)).body).toEqual(again.body)
    const { body } = await operator.put(`${services}/${uuid(77)}`, { id: uuid(78), host: 'a.example' })
    expect(body).toEqual(
      refusal({ field: 'id', reason: '"id" must be the id of the path', rule: 'invalid', source: 'body' }),
    )
  })

  test('refuse a name that is taken, in one control plane', async ({ operator }) => {
    await operator.post(services, { name: 'orders', host: 'a.example' })
    const { status, body } = await operator.post(services, { name: 'orders', host: 'b.example' })
    expect({ status, body }).toEqual({
      status: 409,
      body: problem(409, 'Conflict', 'name (type: unique) constraint failed'),
    })
    const { body: other } = await operator.post('/v2/control-planes', { name: 'other' })
    const elsewhere = `/v2/control-planes/${other.id}/core-entities/services`
    expect((await operator.post(elsewhere, { name: 'orders', host: 'b.example' })).status).toBe(201)
  })

  test('are unknown to another control plane', async ({ operator }) => {
    const { body: mine } = await operator.post(services, { host: 'a.example' })
    const { body: other } = await operator.post('/v2/control-planes', { name: 'other' })
    expect((await operator.get(`/v2/control-planes/${other.id}/core-entities/services/${mine.id}`)).status).toBe(404)
    expect((await operator.get(`/v2/control-planes/${uuid(99)}/core-entities/services`)).status).toBe(404)
  })

  test('are deleted, also twice, but not under a route', async ({ operator }) => {
    const { body: mine } = await operator.post(services, { host: 'a.example' })
    const { body: onIt } = await operator.post(routes, { paths: ['/a'], service: { id: mine.id } })
    const refused = await operator.delete(`${services}/${mine.id}`)
    expect({ status: refused.status, detail: refused.body.detail }).toEqual({
      status: 400,
      detail: "an existing 'routes' entity references this 'services' entity",
    })
    await operator.delete(`${routes}/${onIt.id}`)
    expect((await operator.delete(`${services}/${mine.id}`)).status).toBe(204)
    expect((await operator.delete(`${services}/${mine.id}`)).status).toBe(204)
  })

  test('are listed by size and offset, and by tags and name', async ({ operator }) => {
    for (const name of ['a', 'b', 'c']) await operator.post(services, { name, host: 'x.example', tags: [name, 'all'] })
    const first = await operator.get(`${services}?size=2`)
    const names = (list: Record<string, unknown>[]) => list.map(({ name }) => name)
    expect(names(first.body.data)).toEqual(['a', 'b'])
    const offset = String(first.body.offset)
    expect(first.body.next).toBe(`${services}?size=2&offset=${offset}`)
    const second = await operator.get(String(first.body.next))
    expect({ ...second.body, data: names(second.body.data) }).toEqual({ data: ['c'] })
    expect(names((await operator.get(`${services}?tags=all,b`)).body.data)).toEqual(['b'])
    expect(names((await operator.get(`${services}?tags=a/c`)).body.data)).toEqual(['a', 'c'])
    expect(names((await operator.get(`${services}?filter[name][contains]=b`)).body.data)).toEqual(['b'])
    const wrong = await operator.get(`${services}?size=1001&offset=x&filter[host]=y`)
    expect(told(wrong.body)).toEqual(['size max', 'offset invalid', 'filter[host] unknown_property'])
  })
})

describe('routes', () => {
  test('are made with defaults, on a service of the same control plane', async ({ operator }) => {
    await operator.post(services, { name: 'orders', host: 'orders.example' })
    const { status, body } = await operator.post(routes, {
      name: 'orders',
      paths: ['/orders'],
      service: { id: uuid(4) },
    })
    expect({ status, body }).toEqual({ status: 201, body: route })
    const unknown = await operator.post(routes, { paths: ['/x'], service: { id: uuid(99) } })
    expect(unknown.body).toEqual(
      refusal({ field: 'service.id', reason: 'Service not found', rule: 'missing_reference', source: 'body' }),
    )
  })

  test('must be able to match something', async ({ operator }) => {
    const { status, body, reason } = await operator.post(routes, { name: 'orders', paths: [] })
    expect({ status, detail: body.detail, reason: reason?.code }).toEqual({
      status: 400,
      detail: "must set one of 'methods', 'hosts', 'headers', 'paths', 'snis' when 'protocols' is 'https'",
      reason: 'konnect.route-matches-nothing',
    })
    expect((await operator.post(routes, { methods: ['GET'], protocols: ['http'] })).status).toBe(201)
  })

  test('are put, read and deleted', async ({ operator }) => {
    const made = await operator.put(`${routes}/orders`, { paths: ['~/orders/\\d+$'], strip_path: false })
    expect(made.body).toEqual({ ...route, id: uuid(4), paths: ['~/orders/\\d+$'], strip_path: false, service: null })
    expect((await operator.get(`${routes}/${made.body.id}`)).body).toEqual(made.body)
    expect((await operator.get(routes)).body).toEqual({ data: [made.body] })
    expect((await operator.delete(`${routes}/orders`)).status).toBe(204)
    expect((await operator.get(`${routes}/orders`)).status).toBe(404)
  })

  test('refuse paths without a slash, and expressions', async ({ operator }) => {
    const { body } = await operator.post(routes, { paths: ['orders'], expression: 'http.path == "/"' })
    expect(told(body)).toEqual(['expression unknown_property', 'paths.0 matches_regex'])
  })
})
