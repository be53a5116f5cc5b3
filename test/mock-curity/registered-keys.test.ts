import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose'
import * as oauth from 'oauth4webapi'
import * as oidc from 'openid-client'
import { expect, onTestFinished, test } from 'vitest'
import { serve } from '../../kit/serve.ts'
import { buildMockCurity, type MockCurity } from '../../mock-curity/app.ts'
import { configured, jwt, registration, server, together } from './configurations.ts'

/** Registered clients may sign assertions, by two algorithms; the registrar goes on by its secret. */
const signing = together(
  server({ 'client-authentication': { 'asymmetrically-signed-jwt': {} } }),
  registration({
    'non-templatized': {
      'client-authentication-method': {
        secret: {},
        'asymmetrically-signed-jwt': { 'signature-algorithms': ['ES256', 'RS256'] },
      },
    },
  }),
)

interface Started {
  mock: MockCurity
  issuer: URL
}

async function started(...more: object[]): Promise<Started> {
  const mock = await buildMockCurity({ configuration: configured(together(signing, ...more)) })
  onTestFinished(() => mock.app.close())
  const url = `http://127.0.0.1:${await serve(mock.app, { host: '127.0.0.1', port: 0, who: 'test', setting: 'none' })}`
  mock.setBaseUrl(url)
  return { mock, issuer: new URL(`${url}/oauth/v2/oauth-anonymous`) }
}

interface Pair {
  privateKey: CryptoKey
  publicJwk: JWK
}

async function pair(alg: string, kid: string): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg } }
}

/** RFC 7592, which neither library has. */
const manage = async (
  { registration_client_uri: uri, registration_access_token: token }: Managed,
  method: string,
  body?: object,
) => {
  const answer = await fetch(String(uri), {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: answer.status === 204 ? {} : ((await answer.json()) as Managed) }
}
interface Managed {
  [member: string]: unknown
}

const plain = { execute: [oidc.allowInsecureRequests] }

async function initialToken(issuer: URL): Promise<string> {
  const registrar = await oidc.discovery(issuer, 'registrar', 'registrar-secret', oidc.ClientSecretBasic(), plain)
  return (await oidc.clientCredentialsGrant(registrar, { scope: 'dcr' })).access_token
}

test.for([
  { form: 'opaque', more: {} },
  { form: 'jwt', more: jwt },
])('openid-client lives by keys that it registered itself, with no secret anywhere: $form', async ({ more }) => {
  const { mock, issuer } = await started(more)
  const key = await pair('ES256', 'first')
  const config = await oidc.dynamicClientRegistration(
    issuer,
    {
      client_name: 'Signer',
      grant_types: ['client_credentials'],
      scope: 'orders:read',
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks: { keys: [key.publicJwk] },
    },
    oidc.PrivateKeyJwt(key.privateKey),
    { ...plain, initialAccessToken: await initialToken(issuer) },
  )
  const registered = config.clientMetadata()
  expect(registered).toMatchObject({
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_methods: ['private_key_jwt'],
    token_endpoint_auth_signing_alg: 'ES256',
    jwks: { keys: [key.publicJwk] },
  })
  expect(Object.keys(registered).filter((name) => name.startsWith('client_secret'))).toEqual([])

  const { access_token, scope } = await oidc.clientCredentialsGrant(config, { scope: 'orders:read' })
  expect(scope).toBe('orders:read')
  const introspector = await oidc.discovery(
    issuer,
    'introspector',
    undefined,
    oidc.ClientSecretPost('introspector-secret'),
    plain,
  )
  expect(await oidc.tokenIntrospection(introspector, access_token)).toMatchObject({
    active: true,
    client_id: registered.client_id,
  })
  await oidc.tokenRevocation(config, access_token)
  expect(await oidc.tokenIntrospection(introspector, access_token)).toEqual({ active: false })

  const read = await manage(registered, 'GET')
  expect(read.status).toBe(200)
  expect(read.body).toEqual({ ...registered, registration_access_token: expect.any(String) })
  expect(read.body.registration_access_token).not.toBe(registered.registration_access_token)
  expect(await oidc.clientCredentialsGrant(config)).toMatchObject({ token_type: 'bearer' })

  const next = await pair('RS256', 'second')
  const replaced = await manage(read.body, 'PUT', {
    client_id: registered.client_id,
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [next.publicJwk] },
  })
  expect(replaced).toMatchObject({ status: 200, body: { jwks: { keys: [next.publicJwk] } } })
  await expect(oidc.clientCredentialsGrant(config)).rejects.toMatchObject({ status: 401, error: 'invalid_client' })
  const renewed = await oidc.discovery(
    issuer,
    registered.client_id,
    undefined,
    oidc.PrivateKeyJwt(next.privateKey),
    plain,
  )
  expect(await oidc.clientCredentialsGrant(renewed)).toMatchObject({ token_type: 'bearer' })

  expect(await manage(replaced.body, 'DELETE')).toMatchObject({ status: 204 })
  await expect(oidc.clientCredentialsGrant(renewed)).rejects.toMatchObject({ status: 401, error: 'invalid_client' })
  const { tables } = (await mock.levers.state.snapshot({ secrets: false })) as { tables: { dynamic_clients: object[] } }
  expect(tables.dynamic_clients).toEqual([])
})

test('oauth4webapi lives by keys at a jwks_uri, and puts others there', async () => {
  const { issuer } = await started()
  const [first, second] = [await pair('ES256', 'first'), await pair('ES256', 'second')]
  let published: JWK[] = [first.publicJwk]
  const keys = createServer((_request, response) => response.end(JSON.stringify({ keys: published })))
  await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void keys.close())
  const http = { [oauth.allowInsecureRequests]: true } as const
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, http))
  const registered = await oauth.processDynamicClientRegistrationResponse(
    await oauth.dynamicClientRegistrationRequest(
      as,
      {
        client_name: 'Signer',
        grant_types: ['client_credentials'],
        response_types: [],
        token_endpoint_auth_method: 'private_key_jwt',
        jwks_uri: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/jwks`,
      },
      { initialAccessToken: await initialToken(issuer), ...http },
    ),
  )
  const client = { client_id: registered.client_id }
  const token = async ({ privateKey, publicJwk }: Pair) =>
    oauth.processClientCredentialsResponse(
      as,
      client,
      await oauth.clientCredentialsGrantRequest(
        as,
        client,
        oauth.PrivateKeyJwt({ key: privateKey, kid: String(publicJwk.kid) }),
        new URLSearchParams({ scope: 'orders:read' }),
        http,
      ),
    )
  expect(await token(first)).toMatchObject({ scope: 'orders:read', token_type: 'bearer' })
  await expect(token(second)).rejects.toMatchObject({ status: 401 })
  published = [second.publicJwk]
  expect(await token(second)).toMatchObject({ token_type: 'bearer' })
  await expect(token(first)).rejects.toMatchObject({ status: 401 })
  expect((await manage({ ...registered }, 'DELETE')).status).toBe(204)
  await expect(token(second)).rejects.toMatchObject({ status: 401 })
})

test('a client that registered keys has no secret to fall back on, and signs by its algorithm alone', async () => {
  const { issuer } = await started()
  const key = await pair('RS256', 'only')
  const register = async (metadata: object) =>
    oidc.dynamicClientRegistration(
      issuer,
      { grant_types: ['client_credentials'], token_endpoint_auth_method: 'private_key_jwt', ...metadata },
      oidc.PrivateKeyJwt(key.privateKey),
      { ...plain, initialAccessToken: await initialToken(issuer) },
    )
  const { client_id: id } = (await register({ jwks: { keys: [key.publicJwk] } })).clientMetadata()
  for (const method of [oidc.ClientSecretPost('undefined'), oidc.ClientSecretBasic('guessed'), oidc.None()]) {
    const other = await oidc.discovery(issuer, id, undefined, method, plain)
    await expect(oidc.clientCredentialsGrant(other)).rejects.toMatchObject({ status: 401 })
  }
  const pinned = await register({ jwks: { keys: [key.publicJwk] }, token_endpoint_auth_signing_alg: 'ES256' })
  await expect(oidc.clientCredentialsGrant(pinned)).rejects.toMatchObject({ status: 401, error: 'invalid_client' })
})
