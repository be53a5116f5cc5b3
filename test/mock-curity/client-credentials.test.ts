import { expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { devSigningKeys } from '../../mock-curity/keys/dev-keys.ts'
import { client, jwt, profile, server, together } from './configurations.ts'
import { curity, decoded, issuer, member, registrar, start, tokenPath } from './rig.ts'

test('gives an opaque token; scope is a member even when nothing was granted', async () => {
  const { token } = await curity()
  const answer = await token()
  expect(answer.status).toBe(200)
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.text).toBe(
    '{"access_token":"_0XBPWQQ_00000000-0000-4000-8000-000000000002","expires_in":300,"scope":"","token_type":"bearer"}',
  )
})

test('gives a JWT with the header and the claims in the order of the product', async () => {
  const { token } = await curity({ configuration: jwt })
  const { header, claims } = decoded(String(member(await token({ scope: 'orders:read' }), 'access_token')))
  const [key] = devSigningKeys
  expect(JSON.stringify(header)).toBe(JSON.stringify({ kid: key?.kid, x5t: key?.x5t, alg: 'RS256' }))
  expect(JSON.stringify(claims)).toBe(
    JSON.stringify({
      jti: '00000000-0000-4000-8000-000000000002',
      delegationId: '00000000-0000-4000-8000-000000000001',
      exp: start + 300,
      nbf: start,
      scope: 'orders:read',
      iss: issuer,
      sub: 'service',
      aud: 'service',
      iat: start,
      purpose: 'access_token',
    }),
  )
})

test('key identifier and thumbprint can be left out of the header', async () => {
  const settings = { 'include-key-identifier': false, 'include-sha-1-thumbprint': false }
  const issuers = { 'default-token-issuer': { 'access-token-as-jwt': {}, 'jwt-issuer-settings': settings } }
  const { token } = await curity({ configuration: profile({ 'token-issuers': issuers }) })
  expect(decoded(String(member(await token(), 'access_token'))).header).toEqual({ alg: 'RS256' })
})

test.for([
  [{ audience: ['https://a.test', 'https://b.test'] }, {}, ['https://a.test', 'https://b.test']],
  [{ audience: ['https://a.test'] }, {}, 'https://a.test'],
  [{}, { singleAudience: 'array' as const }, ['service']],
] as const)('aud is one value as text, several as a list: %o', async ([members, behaviour, aud]) => {
  const { token } = await curity({ configuration: together(jwt, client({ id: 'service', ...members })), behaviour })
  expect(decoded(String(member(await token(), 'access_token'))).claims.aud).toEqual(aud)
})

test.for([
  ['client_id', ['client_id']],
  ['azp', ['azp']],
  ['both', ['client_id', 'azp']],
] as const)('a switch adds the client to the claims: %s', async ([clientIdClaims, names]) => {
  const { token } = await curity({ configuration: jwt, behaviour: { clientIdClaims } })
  const { claims } = decoded(String(member(await token(), 'access_token')))
  expect(Object.entries(claims).slice(10)).toEqual(names.map((name) => [name, 'service']))
})

test('lifetime is that of the client, one second less by a switch', async () => {
  const configuration = client({ id: 'service', 'access-token-ttl': 60 })
  const { token } = await curity({ configuration, behaviour: { expiresInOneShort: true } })
  expect(member(await token(), 'expires_in')).toBe(59)
})

test('until 2021 opaque tokens had no prefix', async () => {
  const { token } = await curity({ behaviour: { opaqueTokenStyle: 'bare-uuid' } })
  expect(member(await token(), 'access_token')).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/)
})

test.for([
  ['orders:read', {}, 'orders:read'],
  [' orders:read  orders:read ', {}, 'orders:read'],
  ['openid orders:read', {}, 'orders:read'],
  ['openid', { openidWithClientCredentials: 'grant' as const }, 'openid'],
  ['orders:read orders:write', { scopeNotAllowed: 'drop' as const }, 'orders:read'],
  ['', { scopeAbsent: 'all-client-scopes' as const }, 'orders:read'],
  [
    '',
    { scopeAbsent: 'all-client-scopes' as const, openidWithClientCredentials: 'invalid_scope' as const },
    'orders:read',
  ],
] as const)('scope "%s" with %o grants "%s"', async ([scope, behaviour, granted]) => {
  const { token } = await curity({ behaviour })
  expect(await token({ scope })).toMatchObject({ status: 200, body: { scope: granted } })
})

test.for([
  ['orders:write', {}, 'curity.token.scope-not-allowed'],
  ['openid', { openidWithClientCredentials: 'invalid_scope' as const }, 'curity.token.openid-without-user'],
] as const)('scope "%s" with %o is refused', async ([scope, behaviour, reason]) => {
  const { token } = await curity({ behaviour })
  expect(await token({ scope })).toMatchObject({ status: 400, text: '{"error":"invalid_scope"}', reason })
})

test('a required scope that the client has must be asked for', async () => {
  const { token } = await curity({
    configuration: server({ scopes: { scope: [{ id: 'orders:read', required: true }] } }),
  })
  expect(await token()).toMatchObject({
    status: 400,
    body: { error: 'invalid_scope' },
    reason: 'curity.token.required-scope-missing',
  })
  expect(await token({ scope: 'orders:read' })).toMatchObject({ status: 200 })
  expect(await token({}, registrar)).toMatchObject({ status: 200 })
})

test.for([
  ['the client', client({ id: 'service', capabilities: { 'client-credentials': false } })],
  ['the profile', server({ 'client-capabilities': { 'client-credentials': false } })],
] as const)('refuses when %s lacks the capability', async ([, configuration]) => {
  const { token } = await curity({ configuration })
  expect(await token()).toMatchObject({
    status: 400,
    text: '{"error":"unauthorized_client"}',
    reason: 'curity.token.capability-missing',
  })
})

test('errors carry a description only when the profile says so', async () => {
  const { token } = await curity({ configuration: profile({ 'expose-detailed-error-messages': null }) })
  expect((await token({ scope: 'orders:write' })).body).toEqual({
    error: 'invalid_scope',
    error_description: 'The scope orders:write is not allowed for this client',
  })
})

test.for([
  [{}, 'invalid_request', 'curity.token.no-grant-type'],
  [{ grant_type: '' }, 'invalid_request', 'curity.token.no-grant-type'],
  [{ grant_type: 'implicit' }, 'unsupported_grant_type', 'curity.token.unsupported-grant'],
  [{ grant_type: 'toString' }, 'unsupported_grant_type', 'curity.token.unsupported-grant'],
] as const)('refuses the grant of %o', async ([form, error, reason]) => {
  const { form: post } = await curity()
  const answer = await post(tokenPath, form, basicAuthorization('service', 'service-secret'))
  expect(answer).toMatchObject({ status: 400, body: { error }, reason })
})
