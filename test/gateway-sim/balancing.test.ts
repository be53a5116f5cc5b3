import { once } from 'node:events'
import { WebSocket } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { balanced, nowhere, target, times } from './balanced-rig.ts'
import { route, service } from './rig.ts'
import type { Line } from './test-control-plane.ts'
import { webSocketUpstream } from './test-websocket-upstream.ts'

test('spreads requests over targets by weight, and tells each its own name in Host', async () => {
  const { call, counts, servers, addresses } = await balanced({}, (a, b) => [
    target(a, { weight: 20 }),
    target(b, { weight: 10 }),
  ])
  expect(await times(9, call)).toEqual(Array(9).fill(200))
  expect(counts()).toEqual([6, 3])
  expect(servers.map(({ last }) => last.headers.host)).toEqual(addresses)
})

test('tells targets host_header, or the caller’s Host where the route preserves it', async () => {
  const { rig, call, servers, addresses, push } = await balanced({ host_header: 'orders.example' })
  await call()
  expect(servers[0].last.headers.host).toBe(`orders.example:${servers[0].port}`)
  await push({}, [target(nowhere), target(addresses[1])])
  await rig.received(rig.control.push({ set: { routes: [route({ preserve_host: true })] } }))
  await times(2, call)
  expect(servers[1].last.headers.host).toBe(new URL(rig.url).host)
})

test('a target of weight 0 is asked never, and the latest definition of an address counts', async () => {
  const { call, counts } = await balanced({}, (a, b) => [
    target(a, { id: 'old', created_at: 1 }),
    target(a, { id: 'new', created_at: 2, weight: 0 }),
    target(b),
  ])
  await times(4, call)
  expect(counts()).toEqual([0, 4])
})

test.for([
  ['has none', [], 'has no targets'],
  ['has only targets of weight 0', [target(nowhere, { weight: 0 })], 'none of the 1 targets'],
] as const)('an upstream that %s answers 503 as Kong’s balancer does', async ([, targets, advice]) => {
  const { rig } = await balanced({}, () => [...targets])
  const reply = await rig.call('/orders')
  const requestId = reply.headers.get('x-kong-request-id')
  expect([reply.status, reply.reason]).toEqual([503, 'gateway.upstream.no-target'])
  expect(reply.body).toEqual({ message: 'failure to get a peer from the ring-balancer', request_id: requestId })
  expect(reply.advice).toContain(advice)
})

test('asks the next target when one takes no connection, and says both in the trail', async () => {
  const { rig, servers, addresses } = await balanced({}, (_a, b) => [target(nowhere), target(b)])
  const { status, headers } = await rig.call('/orders')
  expect(status).toBe(200)
  expect(servers[1].last.headers.host).toBe(addresses[1])
  expect(headers.get('x-harness-trail')?.split(' | ').slice(-2)).toEqual([
    `upstream orders.internal: target ${nowhere}`,
    `upstream orders.internal: target ${addresses[1]}`,
  ])
})

test('without retries the first target’s failure is the answer', async () => {
  const { rig } = await balanced({}, (_a, b) => [target(nowhere), target(b)])
  await rig.received(rig.control.push({ set: { services: [service(1, { host: 'orders.internal', retries: 0 })] } }))
  const { status, reason, advice } = await rig.call('/orders')
  expect([status, reason]).toEqual([502, 'gateway.upstream.unreachable'])
  expect(advice).toContain(nowhere)
})

test('a backup target is asked while no other can be', async () => {
  const { rig, call, counts, addresses } = await balanced({}, (a, b) => [target(a), target(b, { failover: true })])
  await times(3, call)
  expect(counts()).toEqual([3, 0])
  const path = `/upstreams/orders.internal/targets/${addresses[0]}`
  expect((await rig.admin(`${path}/unhealthy`, { method: 'PUT' })).status).toBe(204)
  await times(3, call)
  expect(counts()).toEqual([3, 3])
})

test('passive checks take a target out after so many failures, and a change of the configuration brings it not back', async () => {
  const healthchecks = { passive: { unhealthy: { http_failures: 2, http_statuses: [500] } } }
  const { call, counts, servers, addresses, health, push } = await balanced({ healthchecks })
  servers[0].respond = (_request, response) => response.writeHead(500).end()
  expect((await times(8, call)).filter((status) => status === 500)).toHaveLength(2)
  expect(counts()).toEqual([2, 6])
  const data = [
    { target: addresses[0], weight: 100, health: 'UNHEALTHY' },
    { target: addresses[1], weight: 100, health: 'HEALTHY' },
  ]
  expect(await health()).toEqual({ total: 2, data })
  await push(
    { healthchecks, host_header: 'x' },
    addresses.map((one) => target(one)),
  )
  expect(await health()).toEqual({ total: 2, data })
})

test.for([
  ['tcp_failures', 'no connection', 0],
  ['timeouts', 'no answer in time', 1],
] as const)('passive checks count %s: %s', async ([name, , served]) => {
  const { rig, call, servers, addresses, counts, health } = await balanced(
    { healthchecks: { passive: { unhealthy: { [name]: 1 } } } },
    (a, b) => [target(name === 'timeouts' ? a : nowhere), target(b)],
  )
  servers[0].respond = () => undefined
  const serving = (extra: Line) =>
    rig.received(
      rig.control.push({ set: { services: [service(1, { host: 'orders.internal', retries: 0, ...extra })] } }),
    )
  await serving({ read_timeout: 80 })
  expect(await call()).toBe(name === 'timeouts' ? 504 : 502)
  await serving({})
  expect(await times(2, call)).toEqual([200, 200])
  expect(counts()).toEqual([served, 2])
  expect(await health()).toMatchObject({ data: [{ health: 'UNHEALTHY' }, { target: addresses[1], health: 'HEALTHY' }] })
})

test('a success between failures forgets them', async () => {
  const { call, servers, health } = await balanced(
    { healthchecks: { passive: { unhealthy: { http_failures: 2 } } } },
    (a) => [target(a)],
  )
  let answers = 0
  servers[0].respond = (_request, response) => response.writeHead(answers++ % 2 === 0 ? 500 : 200).end()
  await times(6, call)
  expect(await health()).toMatchObject({ data: [{ health: 'HEALTHY' }] })
})

test('less healthy weight than threshold leaves nobody to ask', async () => {
  const { rig, call, addresses } = await balanced({ healthchecks: { threshold: 60 } })
  expect(await call()).toBe(200)
  await rig.admin(`/upstreams/upstream-1/targets/${addresses[0]}/unhealthy`, { method: 'PUT' })
  expect((await rig.call('/orders')).reason).toBe('gateway.upstream.no-target')
  await rig.admin(`/upstreams/upstream-1/targets/${addresses[0]}/healthy`, { method: 'PUT' })
  expect(await call()).toBe(200)
})

test('a restart of the node forgets what it knew of its targets', async () => {
  const { rig, addresses, health } = await balanced()
  await rig.admin(`/upstreams/upstream-1/targets/${addresses[0]}/unhealthy`, { method: 'PUT' })
  await rig.admin('/_mock/restart', { method: 'POST' })
  expect(await health()).toMatchObject({ data: [{ health: 'HEALTHY' }, { health: 'HEALTHY' }] })
})

test('the admin API knows no other upstreams and targets', async () => {
  const { rig } = await balanced()
  const statuses = [
    (await rig.admin('/upstreams/nobody/health')).status,
    (await rig.admin(`/upstreams/upstream-1/targets/${nowhere}/healthy`, { method: 'PUT' })).status,
  ]
  expect(statuses).toEqual([404, 404])
})

test('least-connections asks the target with fewer requests under way', async () => {
  const { call, servers, counts } = await balanced({ algorithm: 'least-connections' })
  const held = Promise.withResolvers<void>()
  servers[0].respond = async (_request, response) => {
    await held.promise
    response.end('{}')
  }
  const first = call()
  await expect.poll(() => counts()[0]).toBe(1)
  await times(3, call)
  expect(counts()).toEqual([1, 3])
  held.resolve()
  expect(await first).toBe(200)
  await call()
  expect(counts()[0]).toBe(2)
})

test('a WebSocket goes to a target, to the next when one takes no connection', async () => {
  const upstream = await webSocketUpstream()
  onTestFinished(() => upstream.close())
  const { rig } = await balanced({}, () => [target(nowhere), target(`127.0.0.1:${upstream.port}`)])
  const socket = new WebSocket(`${rig.url.replace('http', 'ws')}/orders/live`)
  await once(socket, 'open')
  expect(upstream.seen.map(({ headers }) => headers.host)).toEqual([`127.0.0.1:${upstream.port}`])
  socket.close()
})

test('what is not simulated of an upstream is named on every exchange', async () => {
  const active = { healthy: { interval: 5, successes: 1 } }
  const { rig, call } = await balanced({ algorithm: 'latency', hash_fallback: 'uri_capture', healthchecks: { active } })
  expect(await call()).toBe(200)
  expect(rig.exchanges.list().at(-1)?.warnings).toEqual([
    'gateway-sim does not simulate algorithm latency of the upstream orders.internal',
    'gateway-sim does not simulate hashing on uri_capture of the upstream orders.internal',
    'gateway-sim does not simulate active health checks of the upstream orders.internal',
  ])
})

test('state holds upstreams and targets, and takes them back', async () => {
  const { rig, call } = await balanced()
  const { body } = await rig.admin('/_mock/state?secrets=true')
  await rig.received(rig.control.push({ removed: { upstreams: ['upstream-1'] } }))
  expect((await rig.call('/orders')).reason).toBe('gateway.upstream.name')
  await rig.admin('/_mock/state', {
    ...{ method: 'PUT', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify(body),
  })
  expect(await call()).toBe(200)
})
