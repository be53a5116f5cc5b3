import { expect, test } from 'vitest'
import { application, basic, type Rig, startRig } from './rig.ts'
import type { Line } from './test-control-plane.ts'

const opaque = { authorization: 'Bearer _0XBPWQQ_b7b4f3f6-6d6d-4a4a-9f00-000000000001' }
const alice = { authorization: basic('alice', 'alice-password') }
const asSecond = { 'x-client-id': 'second' }
const first = basic('gateway', 'gateway-secret')
const second = basic('second', 'second-secret')

/** A strategy with two clients of the plugin's own. */
async function rigOfTwo(strategy: Line): Promise<Rig> {
  const own = { client_id: ['gateway', 'second'], client_secret: ['gateway-secret', 'second-secret'] }
  const rig = await startRig({ strategy: { ...own, ...strategy } })
  rig.idp.clients.set('gateway', 'gateway-secret').set('second', 'second-secret')
  await rig.received(rig.control.push({ set: { applications: [application({ client_id: 'alice' })] } }))
  return rig
}

/** A session that began with the second client, whose access token has a refresh token. */
async function sessionOfSecond(strategy: Line) {
  const rig = await rigOfTwo({ auth_methods: ['password', 'session'], ...strategy })
  rig.idp.claims = { sub: 'alice' }
  rig.idp.answer = { refresh_token: 'refresh-1' }
  rig.idp.grants.add('refresh-1').add('refresh-2')
  const { status, headers } = await rig.call('/orders', { headers: { ...alice, ...asSecond } })
  expect(status).toBe(200)
  const [line = ''] = headers.getSetCookie()
  return { rig, cookie: line.slice(0, line.indexOf(';')) }
}

test('introspection asks as the client that the caller chose, and keeps what each is told apart', async () => {
  const rig = await rigOfTwo({ auth_methods: ['introspection'] })
  rig.idp.said = { active: true, sub: 'alice' }
  for (const chosen of [{}, asSecond, {}, asSecond]) {
    expect((await rig.call('/orders', { headers: { ...opaque, ...chosen } })).status).toBe(200)
  }
  expect(rig.idp.inspections.map(({ authorization }) => authorization)).toEqual([first, second])
})

test('each client shows itself in its own way, unless the endpoint has one of its own', async () => {
  const client_auth = ['client_secret_basic', 'client_secret_post']
  const rig = await rigOfTwo({ auth_methods: ['introspection', 'password'], client_auth })
  rig.idp.said = { active: true, sub: 'alice' }
  await rig.call('/orders', { headers: { ...opaque, ...asSecond } })
  await rig.call('/orders', { headers: { ...alice, ...asSecond } })
  for (const { authorization, form } of [...rig.idp.inspections, ...rig.idp.tokenCalls]) {
    expect([authorization, form.client_id, form.client_secret]).toEqual([undefined, 'second', 'second-secret'])
  }
  const other = await rigOfTwo({
    auth_methods: ['password'],
    client_auth,
    token_endpoint_auth_method: 'client_secret_basic',
  })
  await other.call('/orders', { headers: { ...alice, ...asSecond } })
  expect(other.idp.tokenCalls.map(({ authorization }) => authorization)).toEqual([second])
})

test('a session is renewed by the client that it began with, and keeps the newest refresh token', async () => {
  const { rig, cookie } = await sessionOfSecond({ session_idling_timeout: 0 })
  rig.clock.advance(400_000)
  rig.idp.answer = { refresh_token: 'refresh-2' }
  const { status, headers } = await rig.call('/orders', { headers: { cookie } })
  const [line = ''] = headers.getSetCookie()
  rig.clock.advance(400_000)
  rig.idp.answer = {}
  const again = await rig.call('/orders', { headers: { cookie: line.slice(0, line.indexOf(';')) } })
  expect([status, again.status]).toEqual([200, 200])
  expect(rig.idp.tokenCalls.map(({ authorization, form }) => [authorization, form.refresh_token])).toEqual([
    [second, undefined],
    [second, 'refresh-1'],
    [second, 'refresh-2'],
  ])
})

test('a logout revokes as the client that the session began with', async () => {
  const { rig, cookie } = await sessionOfSecond({ logout_query_arg: 'logout', logout_revoke: true })
  const reply = await rig.call('/orders?logout=1', { method: 'POST', headers: { cookie } })
  expect([reply.status, reply.reason]).toEqual([200, 'gateway.logout.done'])
  expect(rig.idp.inspections.map(({ authorization, form }) => [authorization, form.token_type_hint])).toEqual([
    [second, 'refresh_token'],
    [second, 'access_token'],
  ])
})

test('a session whose client is there no more is the first one’s', async () => {
  const { rig, cookie } = await sessionOfSecond({
    session_secret: 'shared',
    logout_query_arg: 'logout',
    logout_revoke: true,
  })
  const later = await startRig({
    strategy: {
      ...{
        auth_methods: ['session'],
        client_id: ['gateway'],
        client_secret: ['gateway-secret'],
        issuer: rig.idp.issuer,
      },
      ...{ session_secret: 'shared', logout_query_arg: 'logout', logout_revoke: true },
    },
  })
  await later.call('/orders?logout=1', { method: 'POST', headers: { cookie } })
  expect(rig.idp.inspections.map(({ authorization }) => authorization)).toEqual([first, first])
})
