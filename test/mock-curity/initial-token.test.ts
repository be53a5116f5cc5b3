import { expect, test } from 'vitest'
import { jwt, registration, server, together } from './configurations.ts'
import { curity, member, registrar, registrationPath, service } from './rig.ts'

const app = { grant_types: ['client_credentials'] }

test('a listed client gets an opaque token for scope dcr, even where access tokens are JWT', async () => {
  const { token } = await curity({ configuration: jwt })
  expect((await token({ scope: 'dcr' }, registrar)).text).toBe(
    '{"access_token":"00000000-0000-4000-8000-000000000001","expires_in":300,"scope":"dcr","token_type":"bearer"}',
  )
})

test('response_type beside it, as one live client sends it, changes nothing', async () => {
  const { token } = await curity()
  expect(await token({ scope: 'dcr', response_type: 'token' }, registrar)).toMatchObject({
    status: 200,
    body: { expires_in: 300, scope: 'dcr', token_type: 'bearer' },
  })
})

test('shape and lifetime of initial tokens are switches', async () => {
  const { token } = await curity({ behaviour: { initialTokenShape: 'prefixed', initialTokenLifetime: 60 } })
  expect((await token({ scope: 'dcr' }, registrar)).body).toEqual({
    access_token: '_0XBPWQQ_00000000-0000-4000-8000-000000000001',
    expires_in: 60,
    scope: 'dcr',
    token_type: 'bearer',
  })
})

test('dcr is a right, not a scope: an unlisted client is refused', async () => {
  const { token } = await curity()
  expect(await token({ scope: 'dcr' }, service)).toMatchObject({
    status: 400,
    text: '{"error":"invalid_scope"}',
    reason: 'curity.token.dcr-not-allowed',
  })
})

test('an unlisted client gets a token without dcr by a switch, and cannot register with it', async () => {
  const { token, register } = await curity({ behaviour: { unlistedClientAsksForDcr: 'token-without-dcr' } })
  const answer = await token({ scope: 'dcr' }, service)
  expect(answer).toMatchObject({ status: 200, body: { scope: '' } })
  expect(await register(app, String(member(answer, 'access_token')))).toMatchObject({ status: 403 })
})

test('asking for dcr where registration is off says so', async () => {
  const { token } = await curity({ configuration: server({ 'dynamic-client-registration': false }) })
  expect(await token({ scope: 'dcr' }, registrar)).toMatchObject({ status: 400, reason: 'curity.token.dcr-disabled' })
})

test('an initial token registers one client', async () => {
  const { initialToken, register } = await curity()
  const token = await initialToken()
  expect(await register(app, token)).toMatchObject({ status: 201 })
  const again = await register(app, token)
  expect(again).toMatchObject({
    status: 401,
    text: '{"error":"invalid_token"}',
    reason: 'curity.dcr.token-already-used',
  })
  expect(again.headers['www-authenticate']).toBe('Bearer realm="token-service", error="invalid_token"')
})

test('of ten registrations at the same time with one token, one is made', async () => {
  const { initialToken, register } = await curity()
  const token = await initialToken()
  const answers = await Promise.all(Array.from({ length: 10 }, () => register(app, token)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(401)])
})

test('a registration that is refused leaves the token usable', async () => {
  const { initialToken, register } = await curity()
  const token = await initialToken()
  expect(await register({ grant_types: ['password'] }, token)).toMatchObject({ status: 400 })
  expect(await register(app, token)).toMatchObject({ status: 201 })
})

test('a switch uses the token up at any attempt', async () => {
  const { initialToken, register } = await curity({ behaviour: { initialTokenUses: 'once-on-any-attempt' } })
  const token = await initialToken()
  expect(await register({ grant_types: ['password'] }, token)).toMatchObject({ status: 400 })
  expect(await register(app, token)).toMatchObject({ status: 401, reason: 'curity.dcr.token-already-used' })
})

test('a switch lets a token register any number of clients', async () => {
  const { initialToken, register } = await curity({ behaviour: { initialTokenUses: 'unlimited' } })
  const token = await initialToken()
  expect(await register(app, token)).toMatchObject({ status: 201 })
  expect(await register(app, token)).toMatchObject({ status: 201 })
})

test('an initial token lives for 300 seconds', async () => {
  const { initialToken, register, clock } = await curity()
  const token = await initialToken()
  clock.advance(299_000)
  expect(await register({ grant_types: ['password'] }, token)).toMatchObject({ status: 400 })
  clock.advance(1000)
  expect(await register(app, token)).toMatchObject({ status: 401, reason: 'curity.dcr.token-expired' })
})

test('refuses a registration without a token, with a challenge and no body', async () => {
  const { call } = await curity()
  const answer = await call('POST', registrationPath, {
    headers: { 'content-type': 'application/json' },
    payload: '{}',
  })
  expect(answer).toMatchObject({ status: 401, text: '', reason: 'curity.dcr.no-token' })
  expect(answer.headers['www-authenticate']).toBe('Bearer realm="token-service"')
})

test.for([
  [{}, 403, 'insufficient_scope'],
  [{ tokenWithoutDcr: 'invalid_token' as const }, 401, 'invalid_token'],
] as const)('refuses an access token without scope dcr: %o', async ([behaviour, status, error]) => {
  for (const configuration of [{}, jwt]) {
    const { token, register } = await curity({ configuration, behaviour })
    const value = String(member(await token({}, registrar), 'access_token'))
    expect(await register(app, value)).toMatchObject({ status, body: { error }, reason: 'curity.dcr.scope-missing' })
  }
})

test('refuses a token that the server did not issue', async () => {
  const { register } = await curity()
  expect(await register(app, 'made-up')).toMatchObject({ status: 401, reason: 'curity.dcr.unknown-token' })
})

test.for([
  [{}, 401, 'invalid_token'],
  [{ tokenOfUnlistedClient: 'access_denied' as const }, 403, 'access_denied'],
] as const)('refuses a token whose client is no longer listed: %o', async ([behaviour, status, error]) => {
  const { initialToken, register, levers } = await curity({ behaviour })
  const token = await initialToken()
  const state = JSON.stringify(await levers.state.snapshot({ secrets: true }))
  await levers.state.restore(
    JSON.parse(state.replace('"authenticate-client-by":["registrar"]', '"authenticate-client-by":[]')),
  )
  expect(await register(app, token)).toMatchObject({ status, body: { error }, reason: 'curity.dcr.client-not-listed' })
})

test('anybody may register where no authentication is asked for', async () => {
  const open = registration({ 'non-templatized': { 'authenticate-client-by': [], 'no-authentication': {} } })
  const { call, levers } = await curity({ configuration: together(open) })
  const answer = await call('POST', registrationPath, { payload: JSON.stringify(app) })
  expect(answer.status).toBe(201)
  expect(
    await call('POST', registrationPath, { headers: { authorization: 'Bearer fixed' }, payload: JSON.stringify(app) }),
  ).toMatchObject({ status: 201 })
  expect(await levers.state.snapshot({ secrets: false })).toMatchObject({
    tables: { dynamic_clients: [{ initialClient: null }, { initialClient: null }] },
  })
})
