import { describe, expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { client, server, together } from './configurations.ts'
import { curity, decoded, member, revokePath, tokenPath, userinfoPath } from './rig.ts'

const own = basicAuthorization('app', 'app-secret')
const capabilities = {
  'resource-owner-password-credentials': {},
  'oauth-token-exchange': {},
  'device-authorization': {},
  'client-credentials': {},
}
const configuration = together(
  server({ 'client-capabilities': capabilities }),
  client({ id: 'app', secret: 'app-secret', capabilities, scope: ['openid', 'email', 'orders:read'] }),
  client({
    id: 'narrow',
    secret: 'narrow-secret',
    capabilities,
    scope: ['orders:read'],
    audience: ['api', 'other-api'],
  }),
)
const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange'
const accessToken = 'urn:ietf:params:oauth:token-type:access_token'
const deviceCode = 'urn:ietf:params:oauth:grant-type:device_code'
const devicePath = '/oauth/v2/oauth-device-authorization'

async function rig() {
  const made = await curity({ configuration })
  const ask = (form: Record<string, string>, authorization = own) => made.form(tokenPath, form, authorization)
  const password = (extra: Record<string, string> = {}) =>
    ask({ grant_type: 'password', username: 'alice', password: 'alice-password', ...extra })
  return { ...made, ask, password }
}

describe('password', () => {
  test('gives tokens for the user, and the refresh token goes on', async () => {
    const { call, password, ask, introspect, form } = await rig()
    const answer = await password({ scope: 'openid email unknown' })
    expect(answer).toMatchObject({
      status: 200,
      body: { scope: 'openid email', token_type: 'bearer', expires_in: 300 },
    })
    const [access, refresh, id] = ['access_token', 'refresh_token', 'id_token'].map((name) =>
      String(member(answer, name)),
    )
    expect(refresh).toMatch(/^_1XBPWQQ_/)
    expect(decoded(String(id)).claims).toMatchObject({ sub: 'alice', aud: 'app', purpose: 'id' })
    expect((await introspect(String(access))).body).toMatchObject({ active: true, sub: 'alice', client_id: 'app' })
    const userinfo = await call('GET', userinfoPath, { headers: { authorization: `Bearer ${access}` } })
    expect(userinfo.body).toEqual({ sub: 'alice', email: 'alice@example.com', email_verified: true })
    const again = await ask({ grant_type: 'refresh_token', refresh_token: String(refresh) })
    expect(again).toMatchObject({ status: 200, body: { scope: 'openid email' } })
    await form(revokePath, { token: String(member(again, 'access_token')) }, own)
    expect((await introspect(String(access))).body).toEqual({ active: false })
    const dead = await ask({ grant_type: 'refresh_token', refresh_token: String(member(again, 'refresh_token')) })
    expect(dead).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  test.for([
    ['a wrong password', { password: 'wrong' }, 'invalid_grant', 'curity.token.wrong-password'],
    ['an unknown user', { username: 'mallory' }, 'invalid_grant', 'curity.token.wrong-password'],
    ['no user', { username: '' }, 'invalid_request', 'curity.token.no-password'],
  ] as const)('refuses %s', async ([, extra, error, reason]) => {
    const { password } = await rig()
    expect(await password(extra)).toMatchObject({ status: 400, body: { error }, reason })
  })
})

describe('token exchange', () => {
  const exchange = (subject: string, extra: Record<string, string> = {}) => ({
    grant_type: tokenExchange,
    subject_token: subject,
    subject_token_type: accessToken,
    ...extra,
  })
  const narrow = basicAuthorization('narrow', 'narrow-secret')

  test('gives a token of the same user for another client, with the scopes that both have', async () => {
    const { password, ask, introspect } = await rig()
    const first = String(member(await password({ scope: 'openid orders:read' }), 'access_token'))
    const answer = await ask(exchange(first, { audience: 'api' }), narrow)
    expect(answer).toMatchObject({ status: 200, body: { scope: 'orders:read', issued_token_type: accessToken } })
    expect((await introspect(String(member(answer, 'access_token')))).body).toMatchObject({
      active: true,
      sub: 'alice',
      client_id: 'narrow',
      scope: 'orders:read',
      aud: ['api'],
    })
    expect(member(answer, 'refresh_token')).toBeUndefined()
  })

  test.for([
    ['a dead token', { subject_token: 'nonsense' }, 'invalid_request', 'curity.token.dead-subject-token'],
    ['no token', { subject_token: '' }, 'invalid_request', 'curity.token.no-subject-token'],
    [
      'another type',
      { subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' },
      'invalid_request',
      'curity.token.unsupported-token-type',
    ],
    [
      'an audience that the client does not have',
      { audience: 'elsewhere' },
      'invalid_target',
      'curity.token.audience-not-allowed',
    ],
    ['an actor', { actor_token: 'x' }, 'invalid_request', 'curity.token.actor-token'],
  ] as const)('refuses %s', async ([, extra, error, reason]) => {
    const { password, ask } = await rig()
    const first = String(member(await password(), 'access_token'))
    expect(await ask(exchange(first, extra), narrow)).toMatchObject({ status: 400, body: { error }, reason })
  })
})

describe('device authorization', () => {
  async function started() {
    const made = await rig()
    const device = await made.form(devicePath, { scope: 'openid email' }, own)
    const poll = () => made.ask({ grant_type: deviceCode, device_code: String(member(device, 'device_code')) })
    const decide = (action: string, extra: Record<string, string> = {}) =>
      made.form(`${devicePath}/verify`, {
        ...{ user_code: String(member(device, 'user_code')), username: 'alice', password: 'alice-password', action },
        ...extra,
      })
    return { ...made, device, poll, decide }
  }

  test('gives tokens once the user has entered the code', async () => {
    const { device, poll, decide, clock, call } = await started()
    expect(device).toMatchObject({ status: 200, body: { expires_in: 600, interval: 5 } })
    const page = new URL(String(member(device, 'verification_uri_complete')))
    expect((await call('GET', page.pathname + page.search)).text).toContain(String(member(device, 'user_code')))
    expect(await poll()).toMatchObject({ status: 400, body: { error: 'authorization_pending' } })
    expect(await poll()).toMatchObject({ status: 400, body: { error: 'slow_down' } })
    clock.advance(6000)
    expect(await poll()).toMatchObject({ status: 400, body: { error: 'authorization_pending' } })
    const typed = String(member(device, 'user_code')).toLowerCase().replace('-', ' ')
    expect((await decide('approve', { user_code: typed })).text).toContain('The device is connected')
    expect(await poll()).toMatchObject({ status: 200, body: { scope: 'openid email', id_token: expect.any(String) } })
    expect(await poll()).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  test('a user who says no, and one who is wrong', async () => {
    const { poll, decide } = await started()
    const wrong = await decide('approve', { password: '"><script>' })
    expect([wrong.status, wrong.reason]).toEqual([400, 'curity.device.wrong-password'])
    expect(wrong.text).not.toContain('<script>')
    await decide('deny')
    expect(await poll()).toMatchObject({
      status: 400,
      body: { error: 'access_denied' },
      reason: 'curity.token.device-denied',
    })
    expect((await decide('approve')).reason).toBe('curity.device.unknown-code')
  })

  test('codes expire, and belong to one client', async () => {
    const { poll, ask, device, clock, decide } = await started()
    const narrow = basicAuthorization('narrow', 'narrow-secret')
    const stolen = await ask({ grant_type: deviceCode, device_code: String(member(device, 'device_code')) }, narrow)
    expect(stolen).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
      reason: 'curity.token.device-unknown',
    })
    clock.advance(601_000)
    expect(await poll()).toMatchObject({ status: 400, body: { error: 'expired_token' } })
    expect((await decide('approve')).reason).toBe('curity.device.unknown-code')
  })
})

test.for(['password', tokenExchange, deviceCode])('%s needs its capability', async (grant_type) => {
  const { token } = await curity()
  expect(await token({ grant_type })).toMatchObject({
    status: 400,
    body: { error: 'unauthorized_client' },
    reason: 'curity.token.capability-missing',
  })
})
