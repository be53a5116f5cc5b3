import { expect, test } from 'vitest'
import { application, basic, type Rig, startRig } from './rig.ts'
import type { Line } from './test-control-plane.ts'

const opaque = '_0XBPWQQ_b7b4f3f6-6d6d-4a4a-9f00-000000000001'
const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } })
const own = { client_id: ['gateway'], client_secret: ['gateway-secret'] }

const rigFor = async (methods: string[], strategy: Line = {}): Promise<Rig> => {
  const rig = await startRig({ strategy: { auth_methods: methods, ...own, ...strategy } })
  rig.idp.clients.set('gateway', 'gateway-secret')
  return rig
}
const aliceIsAnApplication = (rig: Rig) =>
  rig.received(rig.control.push({ set: { applications: [application({ client_id: 'alice' })] } }))

test('introspection asks about an opaque token with the plugin’s own client, once while it is cached', async () => {
  const rig = await rigFor(['introspection'])
  const replies = [await rig.call('/orders', bearer(opaque)), await rig.call('/orders', bearer(opaque))]
  expect(replies.map(({ status }) => status)).toEqual([200, 200])
  expect(rig.idp.inspections).toEqual([
    {
      authorization: basic('gateway', 'gateway-secret'),
      accept: 'application/json',
      form: { token: opaque, token_type_hint: 'access_token' },
    },
  ])
  expect(rig.upstream.last.headers.authorization).toBe(`Bearer ${opaque}`)
})

test('introspection asks every time with cache_introspection false, in the configured way', async () => {
  const rig = await rigFor(['introspection'], {
    cache_introspection: false,
    introspection_endpoint_auth_method: 'client_secret_post',
    introspection_hint: 'refresh_token',
    introspection_post_args_names: ['realm'],
    introspection_post_args_values: ['api'],
  })
  for (const _ of [1, 2]) expect((await rig.call('/orders', bearer(opaque))).status).toBe(200)
  expect(rig.idp.inspections.map(({ form }) => form)).toEqual(
    Array(2).fill({
      token: opaque,
      token_type_hint: 'refresh_token',
      realm: 'api',
      client_id: 'gateway',
      client_secret: 'gateway-secret',
    }),
  )
})

test('introspection is asked again when the token it told about is over', async () => {
  const rig = await rigFor(['introspection'])
  rig.idp.said = { active: true, sub: 'app-1', exp: Math.floor(rig.clock.now() / 1000) + 60 }
  await rig.call('/orders', bearer(opaque))
  rig.clock.advance(59_000)
  await rig.call('/orders', bearer(opaque))
  expect(rig.idp.inspections).toHaveLength(1)
  rig.clock.advance(2000)
  await rig.call('/orders', bearer(opaque))
  expect(rig.idp.inspections).toHaveLength(2)
})

test('an inactive token is remembered for cache_ttl_neg alone', async () => {
  const rig = await rigFor(['introspection'], { cache_ttl_neg: 5 })
  rig.idp.said = { active: false }
  for (const _ of [1, 2]) {
    expect((await rig.call('/orders', bearer(opaque))).reason).toBe('gateway.introspection.inactive')
  }
  expect(rig.idp.inspections).toHaveLength(1)
  rig.clock.advance(5000)
  await rig.call('/orders', bearer(opaque))
  expect(rig.idp.inspections).toHaveLength(2)
})

test('takes a phantom token when it asks for a JWT, and verifies it', async () => {
  const rig = await rigFor(['introspection'], {
    introspection_accept: 'application/jwt',
    upstream_introspection_jwt_header: 'x-phantom',
  })
  rig.idp.said = await rig.idp.token('app-1')
  expect((await rig.call('/orders', bearer(opaque))).status).toBe(200)
  expect(rig.idp.inspections[0]?.accept).toBe('application/jwt')
  expect(rig.upstream.last.headers['x-phantom']).toBe(rig.idp.said)
})

test('introspects a verified JWT too with introspect_jwt_tokens, so that a revoked one is refused', async () => {
  const rig = await rigFor(['bearer'], { introspect_jwt_tokens: true, cache_introspection: false })
  const token = await rig.idp.token('app-1')
  expect((await rig.call('/orders', bearer(token))).status).toBe(200)
  rig.idp.said = { active: false }
  const { status, reason } = await rig.call('/orders', bearer(token))
  expect([status, reason]).toEqual([401, 'gateway.introspection.inactive'])
})

test('introspection without a client of the plugin’s own is refused with what is missing', async () => {
  const rig = await startRig({ strategy: { auth_methods: ['introspection'] } })
  const { status, reason } = await rig.call('/orders', bearer(opaque))
  expect([status, reason]).toEqual([401, 'gateway.client.missing'])
})

test('userinfo lets in a token that the userinfo endpoint takes, and tells its refusal in the log’s words', async () => {
  const rig = await rigFor(['userinfo'], { cache_user_info: false, upstream_user_info_header: 'x-user' })
  rig.idp.said = { sub: 'app-1', name: 'A' }
  expect((await rig.call('/orders', bearer(opaque))).status).toBe(200)
  const sent = Buffer.from(String(rig.upstream.last.headers['x-user']), 'base64').toString()
  expect(JSON.parse(sent)).toEqual({ sub: 'app-1', name: 'A' })
  rig.idp.broken.set('userinfo', { status: 400, body: {} })
  const { status, reason, headers } = await rig.call('/orders', bearer(opaque))
  expect([status, reason]).toEqual([401, 'gateway.userinfo.refused'])
  expect(headers.get('x-harness-trail')).toContain(
    'failed to get from node cache: invalid status code received from the userinfo endpoint (400)',
  )
})

test('kong_oauth2 takes no token, and leaves it to the methods after it', async () => {
  const alone = await rigFor(['kong_oauth2', 'bearer'])
  const { status, reason } = await alone.call('/orders', bearer(opaque))
  expect([status, reason]).toEqual([401, 'gateway.kong-oauth2.not-configured'])
  const followed = await rigFor(['kong_oauth2', 'introspection'])
  expect((await followed.call('/orders', bearer(opaque))).status).toBe(200)
})

test.for([
  ['Basic', {}, () => ({ headers: { authorization: basic('alice', 'alice-password') } })],
  ['a form', {}, () => ({ method: 'POST', body: new URLSearchParams('username=alice&password=alice-password') })],
] as const)('password exchanges a user’s pair in %s with the plugin’s client', async ([, strategy, request]) => {
  const rig = await rigFor(['password'], strategy)
  await aliceIsAnApplication(rig)
  expect((await rig.call('/orders', request())).status).toBe(200)
  expect((await rig.call('/orders', request())).status).toBe(200)
  expect(rig.idp.tokenCalls).toEqual([
    {
      authorization: basic('gateway', 'gateway-secret'),
      form: { grant_type: 'password', username: 'alice', password: 'alice-password', scope: 'openid' },
    },
  ])
})

test.for([
  ['header', { headers: { refresh_token: 'r-1' } }, '/orders'],
  ['query', {}, '/orders?refresh_token=r-1'],
] as const)('refresh_token exchanges one in %s', async ([, request, path]) => {
  const rig = await rigFor(['refresh_token'])
  rig.idp.grants.add('r-1')
  await rig.received(rig.control.push({ set: { applications: [application({ client_id: 'gateway' })] } }))
  expect((await rig.call(path, request)).status).toBe(200)
  expect(rig.idp.tokenCalls.map(({ form }) => form)).toEqual([{ grant_type: 'refresh_token', refresh_token: 'r-1' }])
  expect(rig.upstream.last.url).toBe('/')
})

test('a caller chooses among the plugin’s clients by id or number, but its own pair is always its own', async () => {
  const rig = await rigFor(['password', 'introspection'], {
    client_id: ['gateway', 'second'],
    client_secret: ['gateway-secret', 'second-secret'],
  })
  rig.idp.clients.set('second', 'second-secret')
  await aliceIsAnApplication(rig)
  const alice = { authorization: basic('alice', 'alice-password') }
  await rig.call('/orders?client_id=second', { headers: alice })
  await rig.call('/orders', { headers: { ...alice, 'x-client-id': '2' } })
  await rig.call('/orders?client_id=unknown', { headers: alice })
  expect(rig.idp.tokenCalls.map(({ authorization }) => authorization)).toEqual([
    basic('second', 'second-secret'),
    basic('gateway', 'gateway-secret'),
  ])
})

test('places of a credential are those of the strategy alone', async () => {
  const rig = await startRig({
    strategy: {
      client_credentials_param_type: ['query'],
      bearer_token_param_type: ['cookie'],
      bearer_token_cookie_name: 'jwt',
    },
  })
  expect((await rig.call('/orders', { headers: { authorization: basic('app-1', 'secret-1') } })).status).toBe(401)
  expect((await rig.call('/orders?client_id=app-1&client_secret=secret-1')).status).toBe(200)
  const token = await rig.idp.token('app-1')
  expect((await rig.call('/orders', bearer(token))).status).toBe(401)
  expect((await rig.call('/orders', { headers: { cookie: `jwt=${token}; a=1` } })).status).toBe(200)
  expect(rig.upstream.last.headers.cookie).toBe('a=1')
})

test('hide_credentials false leaves the credential where it stood', async () => {
  const rig = await startRig({ strategy: { hide_credentials: false } })
  expect((await rig.call('/orders?client_id=app-1&client_secret=secret-1')).status).toBe(200)
  expect(rig.upstream.last.url).toBe('/?client_id=app-1&client_secret=secret-1')
})
