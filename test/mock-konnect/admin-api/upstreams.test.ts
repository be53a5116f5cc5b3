import { expect } from 'vitest'
import { problem, refusal, test, told, uuid } from './konnect.ts'

const plane = uuid(2)
const entities = `/v2/control-planes/${plane}/core-entities`
const upstreams = `${entities}/upstreams`
const seconds = Date.UTC(2026, 0, 1) / 1000
const times = { tags: null, created_at: seconds, updated_at: seconds }
const noFailures = { http_failures: 0, tcp_failures: 0, timeouts: 0 }
const healthchecks = {
  active: {
    ...{ type: 'http', concurrency: 10, http_path: '/', https_verify_certificate: true, timeout: 1 },
    healthy: { http_statuses: [200, 302], interval: 0, successes: 0 },
    unhealthy: { http_statuses: [429, 404, 500, 501, 502, 503, 504, 505], interval: 0, ...noFailures },
  },
  passive: {
    type: 'http',
    healthy: {
      http_statuses: [200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 306, 307, 308],
      successes: 0,
    },
    unhealthy: { http_statuses: [429, 500, 503], ...noFailures },
  },
  threshold: 0,
}
const upstream = {
  ...{ id: uuid(4), name: 'orders.internal', ...times },
  ...{ algorithm: 'round-robin', hash_on: 'none', hash_fallback: 'none', hash_on_header: null },
  ...{ hash_fallback_header: null, hash_on_cookie: null, hash_on_cookie_path: '/', hash_on_query_arg: null },
  ...{ hash_fallback_query_arg: null, hash_on_uri_capture: null, hash_fallback_uri_capture: null },
  ...{ sticky_sessions_cookie: null, sticky_sessions_cookie_path: '/', slots: 10_000, healthchecks },
  ...{ host_header: null, client_certificate: null, use_srv_name: false },
}
const target = {
  ...{ id: uuid(5), target: 'a.example:8080', weight: 100, failover: false, upstream: { id: uuid(4) } },
  ...times,
}

test('upstreams are made with the defaults of the description, those of health checks too', async ({ operator }) => {
  const { status, body } = await operator.post(upstreams, { name: 'orders.internal' })
  expect({ status, body }).toEqual({ status: 201, body: upstream })
  const passive = { unhealthy: { http_failures: 3 } }
  const changed = await operator.put(`${upstreams}/orders.internal`, { name: 'x', healthchecks: { passive } })
  expect(changed.body).toEqual({
    ...upstream,
    healthchecks: {
      ...healthchecks,
      passive: { ...healthchecks.passive, unhealthy: { ...healthchecks.passive.unhealthy, http_failures: 3 } },
    },
  })
})

test('upstreams need a name of their own, and known members within their bounds', async ({ operator }) => {
  expect((await operator.post(upstreams, {})).body).toEqual(
    refusal({ field: 'name', reason: '"name" is required', rule: 'required', source: 'body' }),
  )
  await operator.post(upstreams, { name: 'orders.internal' })
  const again = await operator.post(upstreams, { name: 'orders.internal' })
  expect(again.body).toEqual(problem(409, 'Conflict', 'name (type: unique) constraint failed'))
  const wrong = { name: 'u', slots: 9, algorithm: 'magic', weight: 1, healthchecks: { threshold: 101 } }
  expect(told((await operator.post(upstreams, wrong)).body).sort()).toEqual([
    'algorithm enum',
    'healthchecks.threshold max',
    'slots min',
    'weight unknown_property',
  ])
})

test('targets belong to their upstream, are found by id and address, and put to either', async ({ operator }) => {
  await operator.post(upstreams, { name: 'orders.internal' })
  const targets = `${upstreams}/orders.internal/targets`
  const made = await operator.post(targets, { target: 'a.example:8080' })
  expect({ status: made.status, body: made.body }).toEqual({ status: 201, body: target })
  for (const key of [uuid(5), 'a.example:8080']) {
    expect((await operator.get(`${targets}/${key}`)).body).toEqual(target)
  }
  const put = await operator.put(`${targets}/a.example:8080`, { target: 'a.example:8080', weight: 0, failover: true })
  expect(put.body).toEqual({ ...target, weight: 0, failover: true })
  const other = await operator.put(`${targets}/${uuid(77)}`, { target: 'b.example' })
  expect(other.body).toEqual({ ...target, id: uuid(77), target: 'b.example' })
  expect((await operator.get(targets)).body.data).toEqual([put.body, other.body])
  expect((await operator.delete(`${targets}/b.example`)).status).toBe(204)
  expect((await operator.delete(`${targets}/b.example`)).status).toBe(204)
  expect((await operator.get(`${targets}/b.example`)).status).toBe(404)
  expect(told((await operator.post(targets, { target: 'c', weight: 65_536 })).body)).toEqual(['weight max'])
})

test('targets are unknown to other upstreams, and gone with their own', async ({ operator, konnect }) => {
  await operator.post(upstreams, { name: 'one' })
  await operator.post(upstreams, { name: 'other' })
  await operator.post(`${upstreams}/one/targets`, { id: uuid(9), target: 'a.example' })
  expect((await operator.get(`${upstreams}/other/targets/${uuid(9)}`)).status).toBe(404)
  expect((await operator.get(`${upstreams}/nobody/targets`)).status).toBe(404)
  expect((await operator.delete(`${upstreams}/one`)).status).toBe(204)
  const { tables } = (await konnect.levers.state.snapshot({ secrets: true })) as { tables: Record<string, unknown[]> }
  expect([tables.gateway_upstreams?.length, tables.gateway_targets]).toEqual([1, []])
})

test('a control plane that is deleted takes its upstreams and targets along', async ({ operator, konnect }) => {
  const { body: made } = await operator.post('/v2/control-planes', { name: 'other' })
  const own = `/v2/control-planes/${made.id}/core-entities/upstreams`
  await operator.post(own, { name: 'one' })
  await operator.post(`${own}/one/targets`, { target: 'a.example' })
  expect((await operator.delete(`/v2/control-planes/${made.id}`)).status).toBe(204)
  const { tables } = (await konnect.levers.state.snapshot({ secrets: true })) as { tables: Record<string, unknown[]> }
  expect([tables.gateway_upstreams, tables.gateway_targets]).toEqual([[], []])
})
