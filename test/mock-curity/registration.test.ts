import { expect, test } from 'vitest'
import { registration } from './configurations.ts'
import { curity, member, registrationPath, start } from './rig.ts'

const app = {
  client_name: 'Orders app',
  grant_types: ['client_credentials'],
  token_endpoint_auth_method: 'client_secret_basic',
}
const web = { grant_types: ['authorization_code'], redirect_uris: ['https://shop.test/callback'] }

const nonTemplatized = (parts: object) => registration({ 'non-templatized': parts })

test('a client for itself gets the answer of the sheet, members in the order of the alphabet', async () => {
  const { register } = await curity({
    configuration: nonTemplatized({ scopes: { all: false, scope: ['orders:read'] } }),
  })
  const answer = await register(app)
  expect(answer.status).toBe(201)
  expect(answer.headers['cache-control']).toBe('no-store')
  const id = '00000000-0000-4000-8000-000000000002'
  expect(answer.text).toBe(
    JSON.stringify({
      access_token_ttl: 300,
      client_id: id,
      client_id_issued_at: start,
      client_name: 'Orders app',
      client_secret: 'client-secret_3',
      client_secret_expires_at: 0,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      registration_access_token: '00000000-0000-4000-8000-000000000004',
      registration_access_token_expires_in: 31_536_000,
      registration_client_uri: `http://curity.test${registrationPath}/${id}`,
      require_proof_key: false,
      response_types: [],
      scope: 'orders:read',
      subject_type: 'public',
      token_endpoint_auth_method: 'client_secret_basic',
      token_endpoint_auth_methods: ['client_secret_basic', 'client_secret_post'],
    }),
  )
})

test('a client that signs users in gets what was not asked for as well', async () => {
  const { register } = await curity()
  const { body } = await register(web)
  expect(body).toEqual({
    access_token_ttl: 300,
    client_id: '00000000-0000-4000-8000-000000000002',
    client_id_issued_at: start,
    client_secret: 'client-secret_3',
    client_secret_expires_at: 0,
    default_acr_values: ['urn:se:curity:authentication:html-form:html-form'],
    grant_types: ['authorization_code', 'refresh_token'],
    id_token_signed_response_alg: 'RS256',
    post_logout_redirect_uris: [],
    redirect_uris: ['https://shop.test/callback'],
    refresh_token_max_rolling_lifetime: 3600,
    refresh_token_ttl: 3600,
    registration_access_token: '00000000-0000-4000-8000-000000000004',
    registration_access_token_expires_in: 31_536_000,
    registration_client_uri: `http://curity.test${registrationPath}/00000000-0000-4000-8000-000000000002`,
    require_proof_key: false,
    requires_consent: false,
    response_types: ['code'],
    scope: 'address email openid phone profile orders:read',
    subject_type: 'public',
    token_endpoint_auth_method: 'client_secret_basic',
    token_endpoint_auth_methods: ['client_secret_basic', 'client_secret_post'],
  })
})

test('without client management there is nothing to manage a client with', async () => {
  const { register } = await curity({ configuration: registration({ 'client-management': false }) })
  const { status, body } = await register(app)
  expect(status).toBe(201)
  expect(Object.keys(body as object).filter((name) => name.startsWith('registration_'))).toEqual([])
})

test('no refresh tokens: the grant and the lifetimes go', async () => {
  const { register } = await curity({ configuration: nonTemplatized({ 'default-refresh-token-ttl': 0 }) })
  const { body } = await register({
    ...web,
    grant_types: ['authorization_code', 'refresh_token'],
    refresh_token_ttl: 60,
  })
  expect(body).toMatchObject({ grant_types: ['authorization_code'] })
  expect(body).not.toHaveProperty('refresh_token_ttl')
  expect(body).not.toHaveProperty('refresh_token_max_rolling_lifetime')
})

test('scalars are taken leniently, and null as a member left out', async () => {
  const { register } = await curity()
  const { body } = await register({
    ...web,
    requires_consent: 'false',
    access_token_ttl: '60',
    post_logout_redirect_uris: 'https://shop.test/bye',
    client_name: null,
  })
  expect(body).toMatchObject({
    requires_consent: false,
    access_token_ttl: 60,
    post_logout_redirect_uris: ['https://shop.test/bye'],
  })
  expect(body).not.toHaveProperty('client_name')
})

test('JSON is read under any content type, unless a switch asks for the right one', async () => {
  const call = async (rig: Awaited<ReturnType<typeof curity>>) =>
    rig.call('POST', registrationPath, {
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Bearer ${await rig.initialToken()}`,
      },
      payload: JSON.stringify(app),
    })
  expect(await call(await curity())).toMatchObject({ status: 201 })
  expect(await call(await curity({ behaviour: { registrationContentType: 'json-only' } }))).toMatchObject({
    status: 400,
    body: { error: 'invalid_request' },
    reason: 'curity.dcr.content-type',
  })
})

test('unknown members are dropped, echoed by a switch, refused by another', async () => {
  const metadata = { ...app, portal: 'demo', client_id: 'mine', client_secret: 'mine' }
  const dropped = await (await curity()).register(metadata)
  expect(dropped.body).not.toHaveProperty('portal')
  expect(member(dropped, 'client_id')).not.toBe('mine')
  const echoed = await (await curity({ behaviour: { unknownMembers: 'echoed' } })).register(metadata)
  expect(echoed.body).toMatchObject({ portal: 'demo' })
  expect(member(echoed, 'client_id')).not.toBe('mine')
  const refused = await (await curity({ behaviour: { unknownMembers: 'rejected' } })).register(metadata)
  expect(refused).toMatchObject({
    status: 400,
    body: { error: 'invalid_client_metadata' },
    reason: 'curity.dcr.unknown-member',
  })
})

test('a member named after the prototype is no way in', async () => {
  const { register } = await curity({ behaviour: { unknownMembers: 'echoed' } })
  const body = JSON.parse('{"grant_types":["client_credentials"],"__proto__":{"scope":"admin"},"constructor":1}')
  expect(await register(body)).toMatchObject({ status: 201 })
  expect({}).not.toHaveProperty('scope')
})

test('empty lists are left out by a switch', async () => {
  const { register } = await curity({ behaviour: { emptyArrays: 'left-out' } })
  const { body } = await register(app)
  expect(body).not.toHaveProperty('redirect_uris')
  expect(body).not.toHaveProperty('response_types')
})

test('the status of success is a switch', async () => {
  const { register } = await curity({ behaviour: { registrationStatus: 200 } })
  expect(await register(app)).toMatchObject({ status: 200, body: { client_secret: 'client-secret_3' } })
})

test('a requested method none is answered by a secret', async () => {
  const { register } = await curity({
    configuration: nonTemplatized({ 'client-authentication-method': { 'no-authentication': {} } }),
  })
  expect((await register({ ...app, token_endpoint_auth_method: 'none' })).body).toMatchObject({
    token_endpoint_auth_method: 'client_secret_basic',
    client_secret: 'client-secret_3',
  })
})

test('a requested method none is honoured by a switch: no secret', async () => {
  const { register } = await curity({
    behaviour: { registrationAsksForNone: 'honoured' },
    configuration: nonTemplatized({ 'client-authentication-method': { 'no-authentication': {} } }),
  })
  const { status, body } = await register({ ...app, token_endpoint_auth_method: 'none' })
  expect([status, member({ body }, 'token_endpoint_auth_method')]).toEqual([201, 'none'])
  for (const name of ['client_secret', 'client_secret_expires_at', 'token_endpoint_auth_methods']) {
    expect(body).not.toHaveProperty(name)
  }
})

test.for([
  [{}, 'address email openid phone profile orders:read'],
  [{ registrationScopeAbsent: 'empty' as const }, ''],
] as const)('a registration without scope gets what the switch says: %o', async ([behaviour, scope]) => {
  const { register } = await curity({ behaviour })
  expect(member(await register(app), 'scope')).toBe(scope)
})

test('scopes and grants outside the bounds are dropped by a switch', async () => {
  const { register } = await curity({
    behaviour: { registrationScopeOutside: 'drop', registrationOutsideCapabilities: 'drop' },
  })
  const metadata = {
    grant_types: ['client_credentials', 'password'],
    scope: 'orders:read orders:write',
    response_types: ['token'],
  }
  expect((await register(metadata)).body).toMatchObject({
    grant_types: ['client_credentials'],
    response_types: [],
    scope: 'orders:read',
  })
})

test('two servers do not notice each other', async () => {
  const [one, other] = [await curity(), await curity()]
  const { body } = await one.register(app)
  const { client_id, client_secret } = body as { client_id: string; client_secret: string }
  const form = { grant_type: 'client_credentials', client_id, client_secret }
  expect(await one.form('/oauth/v2/oauth-token', form)).toMatchObject({ status: 200 })
  expect(await other.form('/oauth/v2/oauth-token', form)).toMatchObject({ status: 401 })
})
