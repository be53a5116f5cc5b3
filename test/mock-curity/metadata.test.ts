import { expect, test } from 'vitest'
import { devSigningKeys } from '../../mock-curity/keys/dev-keys.ts'
import { publicHalf } from '../../mock-curity/keys/signing-key.ts'
import { server } from './configurations.ts'
import { curity, discoveryPath, issuer, member, registrationPath } from './rig.ts'

const base = 'http://curity.test'
const oauthMetadataPath = '/.well-known/oauth-authorization-server/oauth/v2/oauth-anonymous'

test('discovery prints the configured addresses, and may be cached for ten minutes', async () => {
  const { call } = await curity()
  const answer = await call('GET', discoveryPath, { headers: { host: 'elsewhere.test' } })
  expect(answer.headers['cache-control']).toBe('max-age=600')
  expect(answer.body).toEqual({
    issuer,
    jwks_uri: `${issuer}/jwks`,
    authorization_endpoint: `${base}/oauth/v2/oauth-authorize`,
    pushed_authorization_request_endpoint: `${base}/oauth/v2/oauth-authorize/par`,
    token_endpoint: `${base}/oauth/v2/oauth-token`,
    userinfo_endpoint: `${base}/oauth/v2/oauth-userinfo`,
    introspection_endpoint: `${base}/oauth/v2/oauth-introspect`,
    revocation_endpoint: `${base}/oauth/v2/oauth-revoke`,
    end_session_endpoint: `${base}/oauth/v2/oauth-session/logout`,
    registration_endpoint: `${base}${registrationPath}`,
    scopes_supported: ['address', 'email', 'openid', 'phone', 'profile', 'orders:read'],
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment', 'form_post', 'jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt'],
    authorization_signing_alg_values_supported: ['RS256'],
    subject_types_supported: ['public', 'pairwise'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    id_token_signing_alg_values_supported: ['RS256'],
    id_token_encryption_alg_values_supported: [
      'RSA-OAEP',
      'RSA-OAEP-256',
      'ECDH-ES',
      'ECDH-ES+A128KW',
      'ECDH-ES+A256KW',
    ],
    id_token_encryption_enc_values_supported: ['A128CBC-HS256', 'A256CBC-HS512', 'A128GCM', 'A256GCM'],
    code_challenge_methods_supported: ['S256', 'plain'],
    claims_parameter_supported: true,
    request_parameter_supported: true,
    authorization_response_iss_parameter_supported: true,
  })
})

test('a scope that is not exposed stays out of the metadata', async () => {
  const { call } = await curity({
    configuration: server({ scopes: { scope: [{ id: 'orders:read', 'expose-in-metadata': false }] } }),
  })
  expect(member(await call('GET', discoveryPath), 'scopes_supported')).not.toContain('orders:read')
})

test.for([
  ['DCR is off', { configuration: server({ 'dynamic-client-registration': false }) }],
  ['the switch says never', { behaviour: { registrationEndpointInMetadata: 'never' as const } }],
  ['its endpoint is not deployed', { configuration: deployedOnly('token-service-anonymous', 'token-service-token') }],
] as const)('there is no registration_endpoint when %s', async ([, options]) => {
  const { call } = await curity(options)
  expect((await call('GET', discoveryPath)).body).not.toHaveProperty('registration_endpoint')
})

function deployedOnly(...endpoints: string[]) {
  return { environments: { environment: { services: { 'service-role': [{ id: 'default', endpoints }] } } } }
}

test('an endpoint that no service role lists answers 404 and is not published', async () => {
  const { call } = await curity({ configuration: deployedOnly('token-service-anonymous') })
  const answer = await call('POST', '/oauth/v2/oauth-token')
  expect([answer.status, answer.text, answer.reason]).toEqual([404, '', 'curity.path.not-deployed'])
  expect((await call('GET', discoveryPath)).body).not.toHaveProperty('token_endpoint')
})

test('OAuth metadata is off unless expose-metadata is set', async () => {
  const without = await curity()
  const refused = await without.call('GET', oauthMetadataPath)
  expect([refused.status, refused.text, refused.reason]).toEqual([404, '', 'curity.path.metadata-off'])

  const { call } = await curity({ configuration: server({ 'expose-metadata': { 'cache-duration': 60 } }) })
  const answer = await call('GET', oauthMetadataPath)
  expect([answer.status, answer.headers['cache-control'], member(answer, 'issuer')]).toEqual([
    200,
    'max-age=60',
    issuer,
  ])
})

test('discovery can be switched off', async () => {
  const { call } = await curity({ configuration: server({ 'openid-connect': { 'expose-metadata': false } }) })
  expect((await call('GET', discoveryPath)).status).toBe(404)
})

test('the key set has the signing key with a signed number as its id, and no certificate', async () => {
  const { call } = await curity()
  const [key] = devSigningKeys
  const answer = await call('GET', '/oauth/v2/oauth-anonymous/jwks')
  expect(answer.body).toEqual({
    keys: [{ kid: key?.kid, use: 'sig', alg: 'RS256', ...(key && publicHalf(key)), x5t: key?.x5t }],
  })
  expect(Number(key?.kid)).toBeLessThan(0)
})

test('paths come from the configuration', async () => {
  const endpoint = [
    { id: 'token-service-anonymous', uri: '/~' },
    { id: 'token-service-dynamic-client-registration', uri: '/register' },
  ]
  const { call } = await curity({
    configuration: { profiles: { profile: [{ id: 'token-service', endpoints: { endpoint } }] } },
  })
  const answer = await call('GET', '/~/.well-known/openid-configuration')
  expect(member(answer, 'issuer')).toBe(`${base}/~`)
  expect(member(answer, 'registration_endpoint')).toBe(`${base}/register`)
  expect((await call('POST', '/register')).status).toBe(401)
  expect((await call('GET', discoveryPath)).status).toBe(404)
})

test('metadata names the grants and methods of the profile', async () => {
  const { call } = await curity({
    configuration: server({
      'client-capabilities': { code: false },
      'client-authentication': { 'basic-and-form-post': false, 'no-authentication': true },
    }),
  })
  expect((await call('GET', discoveryPath)).body).toMatchObject({
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['none'],
  })
})
