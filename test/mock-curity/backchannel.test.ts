import * as oauth from 'openid-client'
import { describe, expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { serve } from '../../kit/serve.ts'
import { client, server, together } from './configurations.ts'
import { type Answer, curity, decoded, discoveryPath, member, tokenPath, userinfoPath } from './rig.ts'

const path = '/oauth/v2/oauth-backchannel-authentication'
const ciba = 'urn:openid:params:grant-type:ciba'
const capabilities = { 'backchannel-authentication': {} }
const own = basicAuthorization('bank', 'bank-secret')
const other = basicAuthorization('shop', 'shop-secret')
const login = { username: 'alice', password: 'alice-password' }
const configuration = together(
  server({ 'client-capabilities': capabilities }),
  client({ id: 'bank', secret: 'bank-secret', 'client-name': '<b>Bank</b>', capabilities, scope: ['openid', 'email'] }),
  client({ id: 'shop', secret: 'shop-secret', capabilities, scope: ['email'] }),
)

async function rig() {
  const made = await curity({ configuration })
  const start = (extra: Record<string, string> = {}, authorization = own) =>
    made.form(path, { scope: 'openid email', login_hint: 'alice', ...extra }, authorization)
  const poll = (started: Answer, authorization = own) =>
    made.form(tokenPath, { grant_type: ciba, auth_req_id: String(member(started, 'auth_req_id')) }, authorization)
  const page = (form: Record<string, string>) => made.form(`${path}/decide`, form)
  const waiting = async () =>
    [...(await page(login)).text.matchAll(/name="decision" value="([^"]*)"/g)].map(([, id = '']) => id)
  return { ...made, start, poll, page, waiting }
}

test('a user whom the client names allows it, and the client gets tokens once', async () => {
  const { start, poll, page, waiting, clock, call } = await rig()
  const started = await start({ binding_message: 'W4SCT' })
  expect(started).toMatchObject({
    status: 200,
    body: { auth_req_id: expect.any(String), expires_in: 600, interval: 5 },
    headers: { 'cache-control': 'no-store' },
  })
  expect(await poll(started)).toMatchObject({
    status: 400,
    body: { error: 'authorization_pending' },
    reason: 'curity.token.backchannel-pending',
  })
  expect(await poll(started)).toMatchObject({
    body: { error: 'slow_down' },
    reason: 'curity.token.backchannel-too-fast',
  })
  const shown = await page(login)
  expect(shown.text).toContain('&#60;b&#62;Bank&#60;/b&#62; asks for:')
  expect(shown.text).toContain('<li>email</li>')
  expect(shown.text).toContain('<strong>W4SCT</strong>')
  expect(shown.text).not.toContain(String(member(started, 'auth_req_id')))
  expect(shown.headers['content-security-policy']).toContain("form-action 'self';")
  const [decision = ''] = await waiting()
  expect((await page({ decision, action: 'allow' })).text).toContain('You let the application in.')
  clock.advance(5000)
  const tokens = await poll(started)
  expect(tokens).toMatchObject({ status: 200, body: { scope: 'openid email', token_type: 'bearer', expires_in: 300 } })
  expect(decoded(String(member(tokens, 'id_token'))).claims).toMatchObject({ sub: 'alice', aud: 'bank', purpose: 'id' })
  const headers = { authorization: `Bearer ${member(tokens, 'access_token')}` }
  expect((await call('GET', userinfoPath, { headers })).body).toMatchObject({ email: 'alice@example.com' })
  expect(await poll(started)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  expect(await waiting()).toEqual([])
})

test('the refresh token goes on', async () => {
  const { start, poll, page, waiting, form } = await rig()
  const started = await start()
  await page({ decision: (await waiting())[0] ?? '', action: 'allow' })
  const refresh = { grant_type: 'refresh_token', refresh_token: String(member(await poll(started), 'refresh_token')) }
  expect(await form(tokenPath, refresh, own)).toMatchObject({ status: 200, body: { scope: 'openid email' } })
})

test('a user who says no, and one who decides twice', async () => {
  const { start, poll, page, waiting } = await rig()
  const started = await start()
  const [decision = ''] = await waiting()
  expect((await page({ decision, action: 'deny' })).text).toContain('You refused the application.')
  expect(await page({ decision, action: 'allow' })).toMatchObject({
    status: 400,
    reason: 'curity.backchannel.nothing-to-decide',
  })
  expect(await poll(started)).toMatchObject({
    status: 400,
    body: { error: 'access_denied' },
    reason: 'curity.token.backchannel-denied',
  })
})

test('a wrong password shows nothing, and what was typed is escaped', async () => {
  const { start, page } = await rig()
  await start()
  const wrong = await page({ username: '"><script>', password: 'wrong' })
  expect([wrong.status, wrong.reason]).toEqual([400, 'curity.backchannel.wrong-password'])
  expect(wrong.text).not.toContain('<script>')
  expect(wrong.text).not.toContain('name="decision"')
  expect((await page(login)).text).toContain('name="decision"')
})

test('a request ends when it should, and belongs to one client', async () => {
  const { start, poll, page, waiting, clock } = await rig()
  const started = await start({ requested_expiry: '60' })
  expect(started).toMatchObject({ body: { expires_in: 60 } })
  expect(await start({ requested_expiry: '999999' })).toMatchObject({ body: { expires_in: 600 } })
  expect(await poll(started, other)).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant' },
    reason: 'curity.token.backchannel-unknown',
  })
  const [decision = ''] = await waiting()
  clock.advance(60_000)
  expect(await poll(started)).toMatchObject({ status: 400, body: { error: 'expired_token' } })
  expect(await page({ decision, action: 'allow' })).toMatchObject({ status: 400 })
})

test('an ID token of the client names the user, even an old one; one of another client does not', async () => {
  const { start, poll, page, waiting, clock, form } = await rig()
  const started = await start()
  await page({ decision: (await waiting())[0] ?? '', action: 'allow' })
  const id_token_hint = String(member(await poll(started), 'id_token'))
  clock.advance(7200_000)
  const hinted = { scope: 'openid', id_token_hint }
  expect(await form(path, hinted, own)).toMatchObject({ status: 200 })
  expect(await waiting()).toHaveLength(1)
  const asOther = await form(path, hinted, basicAuthorization('service', 'service-secret'))
  expect(asOther).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } })
})

describe('refuses', () => {
  test.for([
    ['an unknown user', { login_hint: 'mallory' }, 'unknown_user_id', 'unknown-user'],
    ['no hint', { login_hint: '' }, 'invalid_request', 'one-hint'],
    ['two hints', { id_token_hint: 'x' }, 'invalid_request', 'one-hint'],
    ['a hint token', { login_hint: '', login_hint_token: 'x' }, 'invalid_request', 'login-hint-token'],
    ['a hint that is no ID token', { login_hint: '', id_token_hint: 'x' }, 'invalid_request', 'id-token-hint'],
    ['no scope', { scope: '' }, 'invalid_request', 'no-scope'],
    ['scopes without openid', { scope: 'email' }, 'invalid_scope', 'no-openid'],
    ['a message that is too long', { binding_message: 'x'.repeat(101) }, 'invalid_binding_message', 'binding-message'],
    ['a message of two lines', { binding_message: 'a\nb' }, 'invalid_binding_message', 'binding-message'],
    ['an expiry that is none', { requested_expiry: '-1' }, 'invalid_request', 'requested-expiry'],
    ['a signed request', { request: 'e30.e30.' }, 'invalid_request', 'signed-request'],
  ] as const)('%s', async ([, extra, error, code]) => {
    const { start, waiting } = await rig()
    expect(await start(extra)).toMatchObject({ status: 400, body: { error }, reason: `curity.backchannel.${code}` })
    expect(await waiting()).toEqual([])
  })

  test('a client without the scope openid, without the capability, without its secret', async () => {
    const { start, form } = await rig()
    expect(await start({}, other)).toMatchObject({ status: 400, body: { error: 'invalid_scope' } })
    expect(await start({}, basicAuthorization('service', 'service-secret'))).toMatchObject({
      status: 400,
      body: { error: 'unauthorized_client' },
      reason: 'curity.backchannel.capability-missing',
    })
    expect(await start({}, basicAuthorization('bank', 'wrong'))).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
      headers: { 'www-authenticate': 'Basic realm="token-service"' },
    })
    expect(await form(tokenPath, { grant_type: ciba }, own)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
      reason: 'curity.token.no-auth-req-id',
    })
  })
})

test('metadata tells of it while the profile has the capability', async () => {
  const { call } = await rig()
  expect((await call('GET', discoveryPath)).body).toMatchObject({
    backchannel_authentication_endpoint: `http://curity.test${path}`,
    backchannel_token_delivery_modes_supported: ['poll'],
    grant_types_supported: expect.arrayContaining([ciba]),
  })
  const without = await (await curity()).call('GET', discoveryPath)
  expect(without.body).not.toHaveProperty('backchannel_authentication_endpoint')
})

test('openid-client starts, polls and gets its tokens', async () => {
  const { app, setBaseUrl, page, waiting, clock } = await rig()
  const port = await serve(app, { host: '127.0.0.1', port: 0, who: 'test', setting: 'none' })
  setBaseUrl(`http://127.0.0.1:${port}`)
  const config = await oauth.discovery(
    new URL(`http://127.0.0.1:${port}/oauth/v2/oauth-anonymous`),
    'bank',
    // The library reads the machine's clock, the server's stands elsewhere.
    { [oauth.clockSkew]: Math.floor(clock.now() / 1000 - Date.now() / 1000) },
    oauth.ClientSecretBasic('bank-secret'),
    { execute: [oauth.allowInsecureRequests] },
  )
  const asked = { scope: 'openid', login_hint: 'alice', binding_message: 'W4SCT' }
  const started = await oauth.initiateBackchannelAuthentication(config, asked)
  await page({ decision: (await waiting())[0] ?? '', action: 'allow' })
  const tokens = await oauth.pollBackchannelAuthenticationGrant(config, { ...started, interval: 0 })
  expect(tokens.claims()).toMatchObject({ sub: 'alice' })
})
