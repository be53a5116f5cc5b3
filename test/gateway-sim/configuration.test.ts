import { expect, test } from 'vitest'
import { buildGatewaySim } from '../../gateway-sim/app.ts'
import { application, good, route, startRig } from './rig.ts'
import { konnectToken, testControlPlane } from './test-control-plane.ts'

const hash = (version: number) => String(version).padStart(32, '0')

test('reports what it has received, applied and still holds back', async () => {
  const rig = await startRig({ behaviour: { pushDelayMs: 2000 } })
  const at = rig.clock.now()
  await rig.received(rig.control.push({ set: { applications: [] } }))
  const report = {
    control_plane: 'default',
    connected: true,
    received: { version: 2, hash: hash(2) },
    problems: [],
  }
  expect((await rig.admin('/_mock/configuration')).body).toEqual({
    ...report,
    version: 1,
    hash: hash(1),
    pending: [{ version: 2, applies_at: at + 2000 }],
  })
  rig.clock.advance(2000)
  expect((await rig.admin('/_mock/configuration')).body).toEqual({ ...report, version: 2, hash: hash(2), pending: [] })
  expect((await rig.admin('/status')).body).toEqual({ configuration_hash: hash(2), database: { reachable: true } })
})

test('waits for a version that is asked for, and says 408 when it does not come', async () => {
  const rig = await startRig()
  const waiting = rig.admin('/_mock/configuration?version=2')
  rig.control.push({ set: { applications: [] } })
  expect(await waiting).toMatchObject({ status: 200, body: { version: 2 } })
  expect(await rig.admin('/_mock/configuration?version=3&wait=20')).toMatchObject({ status: 408, body: { version: 2 } })
  expect((await rig.admin('/_mock/configuration?version=x')).status).toBe(400)
})

test('applies lines in their order, however their delays fall', async () => {
  const rig = await startRig({ behaviour: { pushDelayMs: 3000 } })
  await rig.received(rig.control.push({ set: { routes: [route({ paths: ['/first'] })] } }))
  rig.gateway.levers.behaviour.change({ pushDelayMs: 0 })
  await rig.received(rig.control.push({ set: { routes: [route({ paths: ['/second'] })] } }))
  expect((await rig.call('/second', { headers: good })).status).toBe(404)
  rig.clock.advance(3000)
  expect((await rig.call('/first', { headers: good })).status).toBe(404)
  expect((await rig.call('/second', { headers: good })).status).toBe(200)
})

test('skips a line that does not fit, says so, and applies none of it', async () => {
  const rig = await startRig()
  await rig.received(rig.control.push({ set: { applications: [], routes: [{ id: 'route-1', paths: 7 }] } }))
  expect((await rig.call('/orders', { headers: good })).status).toBe(200)
  rig.control.raw('no json at all\n')
  await rig.received(
    rig.control.push({ set: { applications: [application({ id: 'application-2', client_id: 'app-2' })] } }),
  )
  const { body } = await rig.admin('/_mock/configuration')
  expect(body).toMatchObject({
    version: 3,
    problems: [
      expect.stringMatching(/^configuration 2:\n {2}set\.routes\.0/),
      expect.stringMatching(/^configuration line:/),
    ],
  })
})

test('takes lines that arrive in pieces, several at once, and a ping', async () => {
  const rig = await startRig()
  const lines = [4, 5].map((version) => `${JSON.stringify({ type: 'ping', version, hash: hash(version) })}\n`).join('')
  rig.control.raw(lines.slice(0, 20))
  rig.control.raw(lines.slice(20))
  await rig.received(5)
  expect((await rig.admin('/_mock/configuration')).body).toMatchObject({
    version: 1,
    received: { version: 5 },
    problems: [],
  })
})

test('serves on while the control plane is away, and takes a full configuration when it is back', async () => {
  const rig = await startRig()
  rig.control.goAway()
  await expect.poll(async () => (await rig.admin('/_mock/configuration')).body).toMatchObject({ connected: false })
  expect((await rig.call('/orders', { headers: good })).status).toBe(200)
  rig.control.full({ services: [], routes: [], guards: [], applications: [] })
  rig.control.comeBack()
  await rig.received(2)
  expect((await rig.call('/orders', { headers: good })).status).toBe(404)
  expect(rig.control.connections).toBe(2)
})

test('replaces everything with a full line on an open stream', async () => {
  const rig = await startRig()
  await rig.received(rig.control.full({ services: [], routes: [], guards: [], applications: [] }))
  expect((await rig.call('/orders', { headers: good })).reason).toBe('gateway.no-route')
})

test('cannot get ready with a token that the control plane refuses, and says why to callers', async () => {
  const rig = await startRig()
  const { proxy, admin, ready } = buildGatewaySim({ konnectUrl: rig.control.url, konnectToken: 'wrong' })
  const refusal = 'the control plane answered 401 instead of a configuration'
  await expect(ready()).rejects.toThrow(refusal)
  const { statusCode, headers } = await proxy.inject({ url: '/orders', headers: { 'x-harness-explain': '1' } })
  expect([statusCode, headers['x-harness-reason']]).toEqual([404, 'gateway.no-route'])
  expect(decodeURI(String(headers['x-harness-advice']))).toContain(refusal)
  expect((await admin.inject('/status')).json()).toMatchObject({ configuration_hash: '0'.repeat(32) })
  await Promise.all([proxy.close(), admin.close()])
})

test('calls a control plane that comes up later', async () => {
  const control = await testControlPlane({ services: [], routes: [], guards: [], applications: [] })
  control.goAway()
  const { proxy, ready } = buildGatewaySim({
    konnectUrl: control.url,
    konnectToken,
    behaviour: { reconnectDelayMs: 0 },
  })
  await expect(ready()).rejects.toThrow('503')
  control.comeBack()
  await expect
    .poll(() =>
      ready().then(
        () => true,
        () => false,
      ),
    )
    .toBe(true)
  await proxy.close()
  await control.close()
})

test('gives its state, takes it back, and keeps the configuration through a reset', async () => {
  const rig = await startRig()
  await rig.call('/orders', { headers: good })
  const { body: state } = await rig.admin('/_mock/state?secrets=true')
  expect(state).toMatchObject({
    version: 1,
    configuration: { version: 1, entities: { applications: [{ client_id: 'app-1' }] } },
  })
  await rig.received(rig.control.push({ removed: { applications: ['application-1'], routes: ['route-1'] } }))
  expect((await rig.call('/orders', { headers: good })).status).toBe(404)
  const headers = { 'content-type': 'application/json' }
  const put = await rig.admin('/_mock/state', { method: 'PUT', headers, body: JSON.stringify(state) })
  expect(put.status).toBe(204)
  expect((await rig.call('/orders', { headers: good })).status).toBe(200)

  expect((await rig.admin('/_mock/reset', { method: 'POST' })).status).toBe(204)
  const before = rig.idp.calls.token
  expect((await rig.call('/orders', { headers: good })).status).toBe(200)
  expect(rig.idp.calls.token).toBe(before + 1)
  const bad = await rig.admin('/_mock/state', { method: 'PUT', headers, body: '{"version":1,"configuration":{}}' })
  expect(bad.status).toBe(400)
})

test('masks secrets of strategies in its state unless they are asked for', async () => {
  const rig = await startRig({ strategy: { session_secret: 'hush-hush', client_secret: 'hush-hush' } })
  expect((await rig.admin('/_mock/state')).text).not.toContain('hush-hush')
})

test('empties its caches when told to, as Kong does', async () => {
  const rig = await startRig()
  await rig.call('/orders', { headers: good })
  expect((await rig.admin('/cache', { method: 'DELETE' })).status).toBe(204)
  await rig.call('/orders', { headers: good })
  expect(rig.idp.calls).toEqual({ discovery: 1, jwks: 1, token: 2 })
  expect((await rig.admin('/openid-connect/issuers', { method: 'DELETE' })).status).toBe(204)
  await rig.admin('/cache', { method: 'DELETE' })
  await rig.call('/orders', { headers: good })
  expect(rig.idp.calls).toEqual({ discovery: 2, jwks: 2, token: 3 })
})

test('lets a fault take a call of the proxy', async () => {
  const rig = await startRig()
  const fault = { route: 'GET /*', kind: 'answer', status: 503, body: { message: 'armed' } }
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fault) }
  expect((await rig.admin('/_mock/faults', init)).status).toBe(201)
  expect(await rig.call('/orders', { headers: good })).toMatchObject({ status: 503, body: { message: 'armed' } })
  expect((await rig.call('/orders', { headers: good })).status).toBe(200)
})

test('says what of a strategy it does not simulate, on every exchange that meets it', async () => {
  const rig = await startRig({
    strategy: {
      auth_methods: ['client_credentials', 'introspection'],
      http_proxy: 'http://proxy',
      by_username_ignore_case: null,
    },
  })
  await rig.call('/orders', { headers: good })
  expect(rig.exchanges.list().at(-1)?.warnings).toEqual([
    'gateway-sim does not simulate http_proxy of the auth strategy: connections to the identity provider are direct, kept alive, HTTP/1.1',
  ])
})

test('a route written as an expression is left out and named, and the others serve on', async () => {
  const rig = await startRig()
  const routes = [route({ id: 'route-2', name: 'new', paths: null, expression: 'http.path ^= "/new"' })]
  await rig.received(rig.control.push({ set: { routes } }))
  expect((await rig.call('/orders', { headers: good })).status).toBe(200)
  expect((await rig.call('/new')).reason).toBe('gateway.no-route')
  expect((await rig.admin('/_mock/configuration')).body).toMatchObject({
    problems: ['route new is left out: gateway-sim does not simulate expressions of routes'],
  })
})
