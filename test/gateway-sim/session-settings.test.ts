import { expect, test } from 'vitest'
import { good, type Rig, startRig } from './rig.ts'
import type { Line } from './test-control-plane.ts'

const cookieLine = async (strategy: Line): Promise<string> => {
  const rig = await startRig({ strategy })
  return (await rig.call('/orders', { headers: good })).headers.getSetCookie()[0] ?? ''
}
const cookieOf = (line = ''): string => line.slice(0, line.indexOf(';'))
const session = async (rig: Rig): Promise<string> =>
  cookieOf((await rig.call('/orders', { headers: good })).headers.getSetCookie()[0])

test('a session cookie has the name and the attributes of the strategy, in lua-resty-session’s order', async () => {
  const line = await cookieLine({
    session_cookie_name: 'kong',
    session_cookie_domain: 'api.test',
    session_cookie_path: '/orders',
    session_cookie_same_site: 'Strict',
    session_cookie_secure: true,
    session_cookie_http_only: false,
  })
  expect(line).toMatch(/^kong=[\w-]+; Domain=api\.test; Path=\/orders; SameSite=Strict; Secure$/)
})

test('a method in disable_session starts none', async () => {
  expect(await cookieLine({ disable_session: ['client_credentials'] })).toBe('')
})

test.for([
  ['query', { logout_query_arg: 'logout' }, '/orders?logout', {}],
  ['path', { logout_uri_suffix: '/logout' }, '/orders/logout?x=1', {}],
  ['form', { logout_post_arg: 'logout' }, '/orders', { body: new URLSearchParams('logout=1') }],
] as const)('a POST logs out by %s: an empty 200 that ends the cookie', async ([, strategy, path, init]) => {
  const rig = await startRig({ strategy })
  const cookie = await session(rig)
  const upstreamCalls = rig.upstream.seen.length
  const { status, text, headers, reason } = await rig.call(path, { method: 'POST', headers: { cookie }, ...init })
  expect([status, text, reason]).toEqual([200, '', 'gateway.logout.done'])
  expect(headers.getSetCookie()[0]).toMatch(/^session=; .*Max-Age=0$/)
  expect(rig.upstream.seen.length).toBe(upstreamCalls)
})

test('a GET is no logout unless logout_methods names it', async () => {
  const rig = await startRig({ strategy: { logout_query_arg: 'logout' } })
  const headers = { cookie: await session(rig) }
  expect((await rig.call('/orders?logout=1', { headers })).reason).toBeNull()
})

test('a logout sends on to logout_redirect_uri, and revokes the access token', async () => {
  const rig = await startRig({
    strategy: {
      ...{ logout_query_arg: 'logout', logout_redirect_uri: ['https://bye'], logout_revoke: true },
      ...{ client_id: ['gateway'], client_secret: ['gateway-secret'] },
    },
  })
  const headers = { cookie: await session(rig) }
  const reply = await rig.call('/orders?logout=1', { method: 'DELETE', headers })
  expect([reply.status, reply.headers.get('location')]).toEqual([302, 'https://bye'])
  expect(rig.idp.inspections.map(({ form }) => form)).toEqual([
    { token: expect.stringMatching(/^eyJ/), token_type_hint: 'access_token' },
  ])
})

test.for([
  ['unauthorized_destroy_session', { unauthorized_destroy_session: false }, {}],
  ['forbidden_destroy_session', { forbidden_destroy_session: false, scopes_required: ['x'] }, good],
] as const)('%s false keeps the cookie of a refused caller', async ([, strategy, headers]) => {
  const rig = await startRig({ strategy })
  const reply = await rig.call('/orders', { headers: { ...headers, cookie: 'session=1AAAA' } })
  expect([reply.status >= 401, reply.headers.getSetCookie()]).toEqual([true, []])
})

test('a session of another audience does not count, although the secret is the same', async () => {
  const secret = { session_secret: 'shared' }
  const one = await startRig({ strategy: { ...secret, session_audience: 'one' } })
  const other = await startRig({ strategy: { ...secret, session_audience: 'other' } })
  const cookie = await session(one)
  expect((await one.call('/orders', { headers: { cookie } })).status).toBe(200)
  expect((await other.call('/orders', { headers: { cookie } })).reason).toBe('gateway.session.invalid')
})

test('reverify looks at the token of a session again', async () => {
  const strategy = { session_secret: 'shared', reverify: true }
  const rig = await startRig({ strategy })
  const cookie = await session(rig)
  expect((await rig.call('/orders', { headers: { cookie } })).status).toBe(200)
  const second = await startRig({ strategy })
  expect((await second.call('/orders', { headers: { cookie } })).status).toBe(401)
})
