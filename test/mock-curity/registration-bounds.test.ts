import { expect, test } from 'vitest'
import { registration, server, together } from './configurations.ts'
import { curity } from './rig.ts'

const bounds = (parts: object) => ({ configuration: registration({ 'non-templatized': parts }) })
const service = { client_name: 'Orders app', grant_types: ['client_credentials'] }
const shop = { client_name: 'Shop', redirect_uris: ['https://shop.test/callback'] }
const key = { keys: [{ kty: 'EC', crv: 'P-256', x: 'a', y: 'b' }] }

const methods = (parts: object) => bounds({ 'client-authentication-method': parts })
const assertions = methods({ secret: false, 'asymmetrically-signed-jwt': { 'signature-algorithms': ['ES256'] } })

test('a client that signs assertions gets no secret', async () => {
  const metadata = { ...service, token_endpoint_auth_method: 'private_key_jwt', jwks: key }
  const answer = await (await curity(assertions)).register(metadata)
  expect(answer).toMatchObject({
    status: 201,
    body: { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_methods: ['private_key_jwt'] },
  })
  expect(answer.body).not.toHaveProperty('client_secret')
  expect(answer.body).not.toHaveProperty('client_secret_expires_at')
})

test('a client known by its certificate gets no secret', async () => {
  const metadata = { ...service, token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_subject_dn: 'CN=app' }
  const answer = await (await curity(methods({ 'mutual-tls': {} }))).register(metadata)
  expect(answer).toMatchObject({ status: 201, body: { token_endpoint_auth_methods: ['tls_client_auth'] } })
  expect(answer.body).not.toHaveProperty('client_secret')
})

test.for([
  [
    'private_key_jwt without a key',
    assertions,
    { token_endpoint_auth_method: 'private_key_jwt' },
    'curity.dcr.client-keys',
  ],
  [
    'both forms of keys',
    assertions,
    { token_endpoint_auth_method: 'private_key_jwt', jwks: key, jwks_uri: 'https://a.test/jwks' },
    'curity.dcr.client-keys',
  ],
  [
    'a private key',
    assertions,
    { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [{ ...key.keys[0], d: 'c' }] } },
    'curity.dcr.client-keys',
  ],
  ['a shared key, beside a secret', {}, { jwks: { keys: [{ kty: 'oct', k: 'c' }] } }, 'curity.dcr.client-keys'],
  ['a key of no kind', {}, { jwks: { keys: [{ x: 'a' }] } }, 'curity.dcr.invalid-metadata'],
  [
    'an algorithm outside signature-algorithms',
    assertions,
    { token_endpoint_auth_method: 'private_key_jwt', jwks: key, token_endpoint_auth_signing_alg: 'RS256' },
    'curity.dcr.client-keys',
  ],
  ['a secret where only assertions are', assertions, {}, 'curity.dcr.authentication-method'],
  [
    'tls_client_auth without a subject',
    methods({ 'mutual-tls': {} }),
    { token_endpoint_auth_method: 'tls_client_auth' },
    'curity.dcr.client-keys',
  ],
  ['a grant that nobody knows', {}, { grant_types: ['magic'] }, 'curity.dcr.outside-capabilities'],
  ['a grant of another capability', {}, { grant_types: ['password'] }, 'curity.dcr.outside-capabilities'],
] as const)('%s is refused', async ([, options, metadata, reason]) => {
  const rig = await curity(options)
  expect(await rig.register({ ...service, ...metadata })).toMatchObject({
    status: 400,
    body: { error: 'invalid_client_metadata' },
    reason,
  })
})

test.for([
  ['require-request-object', 'request_object_signing_alg', 'RS256'],
  ['require-secured-authorization-response', 'authorization_signed_response_alg', 'RS256'],
  ['require-id-token-encryption', 'id_token_encrypted_response_alg', 'RSA-OAEP'],
] as const)('%s asks for %s of clients that sign users in', async ([leaf, name, value]) => {
  const rig = await curity(bounds({ [leaf]: {} }))
  const jwks_uri = 'https://shop.test/keys'
  expect(await rig.register(shop)).toMatchObject({ status: 400, reason: 'curity.dcr.required-member' })
  expect(await rig.register({ ...shop, jwks_uri, [name]: value })).toMatchObject({
    status: 201,
    body: { [name]: value },
  })
  expect(await rig.register(service)).toMatchObject({ status: 201 })
})

test('authenticator filters are those of the bounds', async () => {
  const rig = await curity(bounds({ 'authenticator-filters': ['country'] }))
  expect(await rig.register({ ...shop, authenticator_filters: ['country'] })).toMatchObject({ status: 201 })
  expect(await rig.register({ ...shop, authenticator_filters: ['age'] })).toMatchObject({
    status: 400,
    reason: 'curity.dcr.outside-authenticator-filters',
  })
})

test('an implicit client gets its response types, and needs a redirect URI', async () => {
  const capability = together(
    server({ 'client-capabilities': { implicit: {} } }),
    registration({ 'non-templatized': { capabilities: { implicit: {} } } }),
  )
  const rig = await curity({ configuration: capability })
  expect(await rig.register({ ...shop, grant_types: ['implicit'] })).toMatchObject({
    status: 201,
    body: { response_types: ['token', 'id_token'] },
  })
  expect(await rig.register({ grant_types: ['implicit'] })).toMatchObject({
    status: 400,
    body: { error: 'invalid_redirect_uri' },
  })
})
