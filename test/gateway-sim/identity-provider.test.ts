import { expect, test } from 'vitest'
import { good, type Rig, startRig } from './rig.ts'
import type { Breakage } from './test-identity-provider.ts'

const call = (rig: Rig) => rig.call('/orders', { headers: good })

test('takes an issuer that is given with its well-known path', async () => {
  const rig = await startRig()
  const guards = (await rig.admin('/_mock/state?secrets=true')).body as {
    configuration: { entities: { guards: { strategies: { config: { issuer: string } }[] }[] } }
  }
  const [guard] = guards.configuration.entities.guards
  const strategies = guard?.strategies.map((strategy) => ({
    ...strategy,
    config: { ...strategy.config, issuer: `${rig.idp.issuer}/.well-known/openid-configuration` },
  }))
  await rig.received(rig.control.push({ set: { guards: [{ ...guard, strategies }] } }))
  expect((await call(rig)).status).toBe(200)
})

test.for<[Breakage, string]>([
  ['html', 'gateway.idp.not-an-issuer'],
  ['empty', 'gateway.idp.not-an-issuer'],
  ['truncated', 'gateway.idp.unreachable'],
  ['hang-up', 'gateway.idp.unreachable'],
  [{ status: 404, body: {} }, 'gateway.idp.not-an-issuer'],
  [{ status: 503, body: {} }, 'gateway.idp.failed'],
  [{ status: 200, body: { issuer: 7 } }, 'gateway.idp.not-an-issuer'],
  [{ status: 200, body: { issuer: 'https://idp' } }, 'gateway.idp.not-an-issuer'],
])('answers 401 when discovery gives %j', async ([breakage, reason]) => {
  const rig = await startRig()
  rig.idp.broken.set('discovery', breakage)
  expect(await call(rig)).toMatchObject({ status: 401, text: '{"message":"Unauthorized"}', reason })
})

test.for<[Breakage, string]>([
  ['html', 'gateway.idp.no-keys'],
  ['truncated', 'gateway.idp.unreachable'],
  [{ status: 200, body: { keys: [null, 1, { kty: 'EC' }] } }, 'gateway.bearer.unknown-key'],
])('answers 401 when the key set is %j', async ([breakage, reason]) => {
  const rig = await startRig()
  rig.idp.broken.set('jwks', breakage)
  expect(await call(rig)).toMatchObject({ status: 401, text: '{"message":"Unauthorized"}', reason })
})

test('tries a failed discovery again after five seconds, not before', async () => {
  const rig = await startRig()
  rig.idp.broken.set('discovery', 'hang-up')
  await call(rig)
  rig.idp.broken.clear()
  rig.clock.advance(4999)
  expect(await call(rig)).toMatchObject({ status: 401, reason: 'gateway.idp.unreachable' })
  expect(rig.idp.calls.discovery).toBe(1)
  rig.clock.advance(1)
  expect((await call(rig)).status).toBe(200)
})

test('keeps what it knows when a rediscovery fails', async () => {
  const rig = await startRig({ strategy: { cache_tokens: false } })
  await call(rig)
  rig.clock.advance(3_601_000)
  rig.idp.broken.set('discovery', 'hang-up')
  expect((await call(rig)).status).toBe(200)
  expect(rig.idp.calls.discovery).toBe(2)
})

test('verifies a token that it has verified before not again: only its times', async () => {
  const rig = await startRig()
  const headers = { authorization: `Bearer ${await rig.idp.token('app-1')}` }
  await rig.call('/orders', { headers })
  rig.idp.published = []
  rig.clock.advance(31_000)
  expect((await rig.call('/orders', { headers })).status).toBe(200)
  expect(rig.idp.calls).toEqual({ discovery: 1, jwks: 1, token: 0 })
})

test('verifies it again when the keys were looked up anew', async () => {
  const rig = await startRig()
  const headers = { authorization: `Bearer ${await rig.idp.token('app-1')}` }
  await rig.call('/orders', { headers })
  const [key] = rig.idp.published
  rig.idp.published = []
  rig.clock.advance(31_000)
  await rig.call('/orders', {
    headers: { authorization: `Bearer ${await rig.idp.token('app-1', {}, key && { ...key, kid: 'x' })}` },
  })
  expect(await rig.call('/orders', { headers })).toMatchObject({ status: 401, reason: 'gateway.bearer.unknown-key' })
})

test('answers as the switch says when the identity provider fails, and 401 still for wrong credentials', async () => {
  const rig = await startRig({ behaviour: { idpFailureStatus: 500 } })
  rig.idp.broken.set('token', { status: 503, body: {} })
  expect(await call(rig)).toMatchObject({ status: 500, text: '{"message":"An unexpected error occurred"}' })
  rig.idp.broken.set('token', { status: 401, body: { error: 'invalid_client' } })
  expect((await call(rig)).status).toBe(401)
})

test('says less, or the other form, as its switches say', async () => {
  const rig = await startRig({ behaviour: { wwwAuthenticate: 'off', oidcErrorsWithRequestId: true } })
  const off = await rig.call('/orders')
  expect(off.headers.get('www-authenticate')).toBeNull()
  expect(off.body).toEqual({ message: 'Unauthorized', request_id: off.headers.get('x-kong-request-id') })
  rig.gateway.levers.behaviour.change({ wwwAuthenticate: 'realm' })
  const realm = await rig.call('/orders', { headers: { authorization: 'Bearer x' } })
  expect(realm.headers.get('www-authenticate')).toBe(`Bearer realm="${new URL(rig.idp.url).host}"`)
})

test('imitates an older release: credentials and request ids as they were then', async () => {
  const rig = await startRig({ behaviour: { gatewayVersion: '3.4' } })
  const { headers } = await rig.call('/orders?client_id=app-1&client_secret=secret-1')
  expect(rig.upstream.last.url).toBe('/?client_id=app-1&client_secret=secret-1')
  expect(headers.get('via')).toBe('kong/3.4.0.0-enterprise-edition')
  expect((await rig.call('/other')).text).toBe('{\n  "message":"no Route matched with those values"\n}')
})
