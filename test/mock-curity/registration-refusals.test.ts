import { expect, test } from 'vitest'
import { profile, registration, server, together } from './configurations.ts'
import { curity, discoveryPath, registrationPath } from './rig.ts'

const app = { grant_types: ['client_credentials'] }
const web = { grant_types: ['authorization_code'], redirect_uris: ['https://shop.test/callback'] }
const nonTemplatized = (parts: object) => registration({ 'non-templatized': parts })

test.for([
  [
    'a grant outside the capabilities',
    { grant_types: ['password'] },
    'invalid_client_metadata',
    'curity.dcr.outside-capabilities',
  ],
  [
    'a grant that every object has',
    { grant_types: ['constructor'] },
    'invalid_client_metadata',
    'curity.dcr.outside-capabilities',
  ],
  [
    'a response type its grants do not have',
    { ...app, response_types: ['code'] },
    'invalid_client_metadata',
    'curity.dcr.outside-capabilities',
  ],
  [
    'a scope outside the bounds',
    { ...app, scope: 'orders:write' },
    'invalid_client_metadata',
    'curity.dcr.outside-scopes',
  ],
  [
    'a method outside the bounds',
    { ...app, token_endpoint_auth_method: 'private_key_jwt' },
    'invalid_client_metadata',
    'curity.dcr.authentication-method',
  ],
  [
    'an authenticator outside the bounds',
    { ...web, default_acr_values: ['urn:other'] },
    'invalid_client_metadata',
    'curity.dcr.outside-authenticators',
  ],
  [
    'no redirect URI for a code client',
    { grant_types: ['authorization_code'] },
    'invalid_redirect_uri',
    'curity.dcr.redirect-uri',
  ],
  ['no redirect URI and no grant: code is the default', {}, 'invalid_redirect_uri', 'curity.dcr.redirect-uri'],
  [
    'a redirect URI with a fragment',
    { ...web, redirect_uris: ['https://shop.test/#a'] },
    'invalid_redirect_uri',
    'curity.dcr.redirect-uri',
  ],
  [
    'a relative redirect URI',
    { ...web, redirect_uris: ['/callback'] },
    'invalid_redirect_uri',
    'curity.dcr.redirect-uri',
  ],
  [
    'a redirect URI that is a script',
    { ...web, redirect_uris: ['javascript:alert(1)'] },
    'invalid_redirect_uri',
    'curity.dcr.redirect-uri',
  ],
  [
    'a redirect URI that is an object',
    { ...web, redirect_uris: [{}] },
    'invalid_redirect_uri',
    'curity.dcr.redirect-uri',
  ],
  [
    'an address of another domain',
    { ...web, client_uri: 'https://other.test' },
    'invalid_client_metadata',
    'curity.dcr.same-origin',
  ],
  [
    'an address that only ends alike',
    { ...web, logo_uri: 'https://evilshop.test/logo' },
    'invalid_client_metadata',
    'curity.dcr.same-origin',
  ],
  [
    'an external address beside a loopback redirect',
    { ...web, redirect_uris: ['http://127.0.0.1:1234/'], client_uri: 'https://shop.test' },
    'invalid_client_metadata',
    'curity.dcr.same-origin',
  ],
  [
    'a post-logout address that is none',
    { ...web, post_logout_redirect_uris: 'goodbye' },
    'invalid_client_metadata',
    'curity.dcr.redirect-uri',
  ],
  [
    'a subject type there is not',
    { ...app, subject_type: 'secret' },
    'invalid_client_metadata',
    'curity.dcr.invalid-metadata',
  ],
  ['a lifetime of nothing', { ...app, access_token_ttl: 0 }, 'invalid_client_metadata', 'curity.dcr.invalid-metadata'],
  [
    'an object for a name',
    { ...app, client_name: { en: 'App' } },
    'invalid_client_metadata',
    'curity.dcr.invalid-metadata',
  ],
  [
    'signed userinfo without an issuer for it',
    { ...web, userinfo_signed_response_alg: 'RS256' },
    'invalid_client_metadata',
    'curity.dcr.no-userinfo-issuer',
  ],
  ['a template, which is off', { software_id: 'partner-app' }, 'invalid_client_metadata', 'curity.dcr.templatized-off'],
] as const)('refuses %s', async ([, metadata, error, reason]) => {
  const { register, levers } = await curity()
  expect(await register(metadata)).toMatchObject({ status: 400, text: `{"error":"${error}"}`, reason })
  expect(await levers.state.snapshot({ secrets: false })).toMatchObject({ tables: { dynamic_clients: [] } })
})

test.for([
  ['{"grant_types":', 'no JSON'],
  ['[]', 'a list'],
  ['"text"', 'a string'],
  ['null', 'null'],
  ['', 'nothing'],
] as const)('refuses the body %s: %s', async ([payload]) => {
  const send = async (rig: Awaited<ReturnType<typeof curity>>) =>
    rig.call('POST', registrationPath, {
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await rig.initialToken()}` },
      payload,
    })
  const expected = { status: 400, reason: 'curity.dcr.body-not-an-object' }
  expect(await send(await curity())).toMatchObject({ ...expected, body: { error: 'invalid_client_metadata' } })
  const other = await curity({ behaviour: { registrationBody: 'invalid_request' } })
  expect(await send(other)).toMatchObject({ ...expected, body: { error: 'invalid_request' } })
})

test('client-credentials missing from the bounds: such a client cannot be registered', async () => {
  const { register } = await curity({
    configuration: nonTemplatized({ capabilities: { 'client-credentials': false } }),
  })
  expect(await register(app)).toMatchObject({ status: 400, reason: 'curity.dcr.outside-capabilities' })
})

test('a required scope must be in the request when it is allowed', async () => {
  const required = server({ scopes: { scope: [{ id: 'orders:read', required: true }] } })
  const { register } = await curity({ configuration: required })
  expect(await register({ ...app, scope: 'email' })).toMatchObject({
    status: 400,
    reason: 'curity.dcr.required-scope-missing',
  })
  expect(await register({ ...app, scope: 'email orders:read' })).toMatchObject({ status: 201 })
  expect(await register(app)).toMatchObject({ status: 201 })
})

test('the same-origin check is a switch, and knows subdomains', async () => {
  const foreign = { ...web, client_uri: 'https://other.test' }
  expect(await (await curity({ behaviour: { sameOriginCheck: false } })).register(foreign)).toMatchObject({
    status: 201,
  })
  const { register } = await curity()
  expect(await register({ ...web, client_uri: 'https://www.shop.test' })).toMatchObject({ status: 201 })
  expect(await register({ ...app, client_uri: 'https://anything.test' })).toMatchObject({ status: 201 })
})

test('registration off: 404 with the reason, and no registration_endpoint', async () => {
  const { call } = await curity({ configuration: server({ 'dynamic-client-registration': false }) })
  const answer = await call('POST', registrationPath, { payload: '{}' })
  expect(answer).toMatchObject({ status: 404, text: '', reason: 'curity.dcr.disabled' })
  expect(await call('GET', `${registrationPath}/some-id`)).toMatchObject({ status: 404, reason: 'curity.dcr.disabled' })
  expect((await call('GET', discoveryPath)).body).not.toHaveProperty('registration_endpoint')
})

test('registration off may be said as access_denied', async () => {
  const { call } = await curity({
    configuration: server({ 'dynamic-client-registration': false }),
    behaviour: { registrationOff: 'access_denied' },
  })
  expect(await call('POST', registrationPath)).toMatchObject({ status: 403, body: { error: 'access_denied' } })
})

test.for([
  [{}, 400, 'invalid_client_metadata'],
  [{ nonTemplatizedOff: 'access_denied' as const }, 403, 'access_denied'],
] as const)(
  'refuses a registration without template while non-templatized is off: %o',
  async ([behaviour, status, error]) => {
    const { call } = await curity({ configuration: registration({ 'non-templatized': false }), behaviour })
    const answer = await call('POST', registrationPath, {
      headers: { authorization: 'Bearer any' },
      payload: JSON.stringify(app),
    })
    expect(answer).toMatchObject({ status, body: { error }, reason: 'curity.dcr.non-templatized-off' })
  },
)

test('a refusal describes itself only when the profile says so', async () => {
  const configuration = together(profile({ 'expose-detailed-error-messages': {} }))
  const { register } = await curity({ configuration })
  expect((await register({ grant_types: ['password'] })).body).toEqual({
    error: 'invalid_client_metadata',
    error_description: 'The grant type password is not allowed',
  })
})

test('GET on the bare endpoint is 405', async () => {
  const { call } = await curity()
  const answer = await call('GET', registrationPath)
  expect([answer.status, answer.text, answer.headers.allow]).toEqual([405, '', 'POST'])
})
