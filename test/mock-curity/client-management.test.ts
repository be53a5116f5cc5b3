import { expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { jwt, registration } from './configurations.ts'
import { type Answer, curity, member, type Rig, registrationPath, start } from './rig.ts'

const day = 24 * 60 * 60 * 1000
const app = { client_name: 'Orders app', grant_types: ['client_credentials'], scope: 'orders:read' }

interface Managed {
  path: string
  id: string
  secret: string
  token: string
}

const managedBy = (answer: Answer): Managed => ({
  path: `${registrationPath}/${member(answer, 'client_id')}`,
  id: String(member(answer, 'client_id')),
  secret: String(member(answer, 'client_secret')),
  token: String(member(answer, 'registration_access_token')),
})

const manage = ({ call }: Rig, method: string, { path }: Managed, token: string, body?: object) =>
  call(method, path, {
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { payload: JSON.stringify(body) }),
  })

const tokenFor = (rig: Rig, { id, secret }: Managed) => rig.token({}, basicAuthorization(id, secret))

test('reading a client rotates its secret and its registration token', async () => {
  const rig = await curity()
  const first = managedBy(await rig.register(app))
  const answer = await manage(rig, 'GET', first, first.token)
  expect(answer.status).toBe(200)
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.body).toEqual({
    access_token_ttl: 300,
    client_id: first.id,
    client_id_issued_at: start,
    client_name: 'Orders app',
    client_secret: 'client-secret_5',
    client_secret_expires_at: 0,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    registration_access_token: '00000000-0000-4000-8000-000000000006',
    registration_access_token_expires_in: 31_536_000,
    registration_client_uri: `http://curity.test${first.path}`,
    require_proof_key: false,
    response_types: [],
    scope: 'orders:read',
    subject_type: 'public',
    token_endpoint_auth_method: 'client_secret_basic',
    token_endpoint_auth_methods: ['client_secret_basic', 'client_secret_post'],
  })
  expect(await tokenFor(rig, first)).toMatchObject({ status: 401, reason: 'curity.token.secret-rotated' })
  expect(await tokenFor(rig, managedBy(answer))).toMatchObject({ status: 200 })
  expect(await manage(rig, 'GET', first, first.token)).toMatchObject({
    status: 401,
    text: '{"error":"invalid_token"}',
    reason: 'curity.dcrm.token-rotated',
  })
})

test('a rotated secret lives on for rotated-secret-ttl', async () => {
  const rig = await curity({ configuration: registration({ 'client-management': { 'rotated-secret-ttl': 60 } }) })
  const first = managedBy(await rig.register(app))
  await manage(rig, 'GET', first, first.token)
  rig.clock.advance(59_000)
  expect(await tokenFor(rig, first)).toMatchObject({ status: 200 })
  rig.clock.advance(1000)
  expect(await tokenFor(rig, first)).toMatchObject({ status: 401, reason: 'curity.token.secret-rotated' })
})

test('with reuse the registration token stays', async () => {
  const rig = await curity({
    configuration: registration({ 'client-management': { 'registration-token': { reuse: true } } }),
  })
  const first = managedBy(await rig.register(app))
  const answer = await manage(rig, 'GET', first, first.token)
  expect(member(answer, 'registration_access_token')).toBe(first.token)
  expect(member(answer, 'client_secret')).not.toBe(first.secret)
  expect(await manage(rig, 'GET', first, first.token)).toMatchObject({ status: 200 })
})

test('a switch leaves the secret alone', async () => {
  const rig = await curity({ behaviour: { readRotatesSecret: false } })
  const first = managedBy(await rig.register(app))
  const answer = await manage(rig, 'GET', first, first.token)
  expect(answer.body).not.toHaveProperty('client_secret')
  expect(await tokenFor(rig, first)).toMatchObject({ status: 200 })
})

test.for([
  [{}, 31_536_000],
  [{ registrationTokenExpiry: 'remaining' as const }, 31_536_000 - 86_400],
] as const)('the lifetime of the token after a rotation is a switch: %o', async ([behaviour, expiresIn]) => {
  const rig = await curity({ behaviour })
  const first = managedBy(await rig.register(app))
  rig.clock.advance(day)
  expect(member(await manage(rig, 'GET', first, first.token), 'registration_access_token_expires_in')).toBe(expiresIn)
})

test('replacing a client replaces its metadata, and rotates', async () => {
  const rig = await curity()
  const first = managedBy(await rig.register(app))
  const answer = await manage(rig, 'PUT', first, first.token, {
    client_id: first.id,
    grant_types: ['client_credentials'],
  })
  expect(answer.status).toBe(200)
  expect(answer.body).not.toHaveProperty('client_name')
  expect(answer.body).toMatchObject({ client_id: first.id, scope: 'address email openid phone profile orders:read' })
  expect(await tokenFor(rig, first)).toMatchObject({ status: 401 })
  expect(await tokenFor(rig, managedBy(answer))).toMatchObject({ status: 200 })
})

test('a switch merges a replacement into what is there', async () => {
  const rig = await curity({ behaviour: { replaceMode: 'merge' } })
  const first = managedBy(await rig.register(app))
  const answer = await manage(rig, 'PUT', first, first.token, { client_id: first.id, client_name: 'Renamed' })
  expect(answer.body).toMatchObject({
    client_name: 'Renamed',
    scope: 'orders:read',
    grant_types: ['client_credentials'],
  })
})

test.for([
  [{ client_id: 'other' }, 'curity.dcrm.client-id'],
  [{ client_id: undefined }, 'curity.dcrm.client-id'],
  [{ registration_access_token: 'x' }, 'curity.dcrm.forbidden-member'],
  [{ registration_client_uri: 'x' }, 'curity.dcrm.forbidden-member'],
  [{ client_secret_expires_at: 0 }, 'curity.dcrm.forbidden-member'],
  [{ client_id_issued_at: 0 }, 'curity.dcrm.forbidden-member'],
  [{ client_secret: 'guessed' }, 'curity.dcrm.client-secret'],
  [{ scope: 'orders:write' }, 'curity.dcr.outside-scopes'],
] as const)('refuses a replacement with %o and rotates nothing', async ([members, reason]) => {
  const rig = await curity()
  const first = managedBy(await rig.register(app))
  const body = { client_id: first.id, grant_types: ['client_credentials'], ...members }
  expect(await manage(rig, 'PUT', first, first.token, body)).toMatchObject({
    status: 400,
    text: '{"error":"invalid_client_metadata"}',
    reason,
  })
  expect(await tokenFor(rig, first)).toMatchObject({ status: 200 })
  expect(await manage(rig, 'GET', first, first.token)).toMatchObject({ status: 200 })
})

test('deleting a client ends it and its tokens, opaque and JWT', async () => {
  for (const configuration of [{}, jwt]) {
    const rig = await curity({ configuration })
    const first = managedBy(await rig.register(app))
    const token = String(member(await tokenFor(rig, first), 'access_token'))
    expect((await rig.introspect(token)).body).toMatchObject({ active: true, client_id: first.id })
    expect(await manage(rig, 'DELETE', first, first.token)).toMatchObject({ status: 204, text: '' })
    expect((await rig.introspect(token)).body).toEqual({ active: false })
    expect(await tokenFor(rig, first)).toMatchObject({ status: 401, reason: 'curity.token.unknown-client' })
    expect(await manage(rig, 'DELETE', first, first.token)).toMatchObject({
      status: 401,
      reason: 'curity.dcrm.unknown-client',
    })
  }
})

test('a switch lets the tokens of a deleted client live on', async () => {
  const rig = await curity({ behaviour: { deleteKillsTokens: false } })
  const first = managedBy(await rig.register(app))
  const token = String(member(await tokenFor(rig, first), 'access_token'))
  await manage(rig, 'DELETE', first, first.token)
  expect((await rig.introspect(token)).body).toMatchObject({ active: true })
})

test.for([
  [{}, 403, 'insufficient_scope'],
  [{ readWriteExpired: 401 as const }, 401, 'invalid_token'],
] as const)('after 28 days the token may only delete: %o', async ([behaviour, status, error]) => {
  const rig = await curity({ behaviour })
  const first = managedBy(await rig.register(app))
  rig.clock.advance(28 * day)
  const reason = 'curity.dcrm.read-write-expired'
  expect(await manage(rig, 'GET', first, first.token)).toMatchObject({ status, body: { error }, reason })
  expect(await manage(rig, 'PUT', first, first.token, { client_id: first.id })).toMatchObject({ status, reason })
  expect(await manage(rig, 'DELETE', first, first.token)).toMatchObject({ status: 204 })
})

test('after a year the token may do nothing', async () => {
  const rig = await curity()
  const first = managedBy(await rig.register(app))
  rig.clock.advance(365 * day)
  expect(await manage(rig, 'DELETE', first, first.token)).toMatchObject({
    status: 401,
    reason: 'curity.dcrm.token-expired',
  })
})

test('refuses no token, a wrong one, and the token of another client', async () => {
  const rig = await curity()
  const one = managedBy(await rig.register(app))
  const other = managedBy(await rig.register(app))
  const missing = await rig.call('GET', one.path)
  expect(missing).toMatchObject({ status: 401, text: '', reason: 'curity.dcrm.no-token' })
  expect(missing.headers['www-authenticate']).toBe('Bearer realm="token-service"')
  for (const token of ['made-up', other.token]) {
    expect(await manage(rig, 'GET', one, token)).toMatchObject({ status: 401, reason: 'curity.dcrm.wrong-token' })
  }
  expect(await manage(rig, 'GET', one, one.token)).toMatchObject({ status: 200 })
})

test('an unknown client is 401, or 404 by a switch', async () => {
  const path = `${registrationPath}/nobody`
  const headers = { authorization: 'Bearer x' }
  expect(await (await curity()).call('GET', path, { headers })).toMatchObject({
    status: 401,
    body: { error: 'invalid_token' },
  })
  const rig = await curity({ behaviour: { unknownClientAtManagement: 404 } })
  expect(await rig.call('GET', path, { headers })).toMatchObject({
    status: 404,
    text: '',
    reason: 'curity.dcrm.unknown-client',
  })
})

test('client management off: 404, or 405 by a switch', async () => {
  const configuration = registration({ 'client-management': false })
  const path = `${registrationPath}/some-id`
  expect(await (await curity({ configuration })).call('GET', path)).toMatchObject({
    status: 404,
    reason: 'curity.dcrm.disabled',
  })
  const rig = await curity({ configuration, behaviour: { managementOff: 405 } })
  expect(await rig.call('GET', path)).toMatchObject({ status: 405 })
})

test('PATCH is no way to change a client', async () => {
  const rig = await curity()
  const first = managedBy(await rig.register(app))
  expect(await rig.call('PATCH', first.path)).toMatchObject({ status: 405 })
})
