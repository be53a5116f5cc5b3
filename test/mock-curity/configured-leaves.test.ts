import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { Capabilities, ConfiguredClient } from '../../mock-curity/configuration/client-schema.ts'
import { curityConfiguration } from '../../mock-curity/configuration/layers.ts'
import { clientsPath, restconf } from './admin-calls.ts'
import { client, profile, server, together } from './configurations.ts'
import { curity } from './rig.ts'

/** The nesting and the names of `curity.md` 7.1, each once, with values of ours. */
const tree = `
environments:
  environment:
    base-url: https://id.test:8443
    admin-service: { http: { base-url: "https://id.test:6749", web-ui: {}, restconf: {} } }
    services:
      service-role: [{ id: default, protocol: https, webfinger: {}, endpoints: [token-service-token, token-service-anonymous] }]
profiles:
  profile:
    - id: token-service
      type: oauth-service
      expose-detailed-error-messages: {}
      settings:
        authorization-server:
          client-capabilities: { code: {}, client-credentials: {}, introspection: {} }
          client-authentication: { basic-and-form-post: true }
          scopes: { scope: [{ id: openid }, { id: "orders:read", required: false, expose-in-metadata: true }] }
          openid-connect: { expose-metadata: {}, id-token-ttl: 3600 }
          client-store:
            config-backed:
              client:
                - { id: portal, secret: s3cret, capabilities: { client-credentials: {} }, access-token-ttl: 300, enabled: true }
          dynamic-client-registration:
            client-data-source: default-datasource
            templatized: {}
            non-templatized:
              capabilities: { client-credentials: {} }
              scopes: { all: {} }
              authenticators: { all: {} }
              client-authentication-method: { secret: {} }
              authenticate-client-by: [portal]
            client-management: { registration-token: { ttl: 365, read-write-ttl: 28, reuse: false }, management-clients: [] }
      endpoints: { endpoint: [{ id: token-service-token, uri: /oauth/v2/oauth-token, endpoint-kind: oauth-token }] }
      token-issuers:
        default-token-issuer:
          access-token-as-jwt: {}
          default-data-source: default-datasource
          jwt-issuer-settings:
            signing-key-id: default-signing-key
            verification-keystore-id: default-signature-verification-key
            algorithm: RS256
        custom-token-issuer:
          - id: userinfo
            issuer-type: jwt
            purpose-type: userinfo
            data-sources: { tokens-data-source-id: default-datasource }
            jwt: { signing-key-id: default-signing-key }
`

test('every name of the tree is taken, as YAML', () => {
  const given = parse(tree) as { profiles: { profile: [{ endpoints: object }] } }
  const { profiles, environments } = curityConfiguration(given)
  expect(environments).toEqual({ ...environments, ...(given as unknown as { environments: object }).environments })
  const [token] = profiles.profile
  expect(token).toEqual({
    ...given.profiles.profile[0],
    settings: expect.objectContaining({ 'authorization-server': expect.any(Object) }),
    endpoints: token?.endpoints,
  })
})

test('the tree is read over RESTCONF as it was given, leaf by leaf', async () => {
  const rig = await curity({ configuration: parse(tree) as object })
  const path = 'base:profiles/profile=token-service,oauth-service'
  const issuers = await restconf(rig, 'GET', `${path}/token-issuers`)
  expect(issuers.body).toEqual({
    'base:token-issuers': {
      'default-token-issuer': {
        'access-token-as-jwt': [null],
        'default-data-source': 'default-datasource',
        'jwt-issuer-settings': {
          'signing-key-id': 'default-signing-key',
          'verification-keystore-id': 'default-signature-verification-key',
          algorithm: 'RS256',
        },
      },
      'custom-token-issuer': [
        {
          id: 'userinfo',
          'issuer-type': 'jwt',
          'purpose-type': 'userinfo',
          'data-sources': { 'tokens-data-source-id': 'default-datasource' },
          jwt: { 'signing-key-id': 'default-signing-key' },
        },
      ],
    },
  })
  const management = await restconf(
    rig,
    'GET',
    `${path}/settings/profile-oauth:authorization-server/dynamic-client-registration/client-management`,
  )
  expect(management.body).toEqual({
    'profile-oauth:client-management': {
      'registration-token': { ttl: 365, 'read-write-ttl': 28, reuse: false },
      'management-clients': [],
    },
  })
})

const certificate = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'

/** Every leaf of a client that the record names (`curity.md` 6, 7.2), with a value, as RESTCONF has it. */
const leaves = {
  id: 'every-leaf',
  'client-name': 'Every leaf & more, é &amp; <b>&#38;lt;',
  description: 'A client with all',
  logo: 'https://app.test/logo.png',
  'application-url': 'https://app.test',
  'created-at': '2026-01-01T00:00:00Z',
  'created-by': 'admin',
  properties: { property: [{ key: 'team', value: 'orders' }] },
  enabled: true,
  secret: `$5$salt$${'x'.repeat(43)}`,
  'no-authentication': false,
  'asymmetric-key': '{"kty":"EC","crv":"P-256","x":"a","y":"b"}',
  'symmetric-key': 'a shared key of at least 256 bits, in clear',
  'jwks-uri': { uri: 'https://app.test/jwks', 'http-client': 'trust-store' },
  'assertion-jwt-validation': { issuer: 'https://other.test' },
  'mutual-tls': { 'client-dn': 'CN=app', 'trusted-ca': [certificate] },
  'mutual-tls-by-proxy': {
    'client-certificate': certificate,
    'client-dns-name': 'app.test',
    'client-email': 'app@app.test',
    'client-ip': '192.0.2.1',
    'client-uri': 'https://app.test',
  },
  'secondary-authentication-method': { secret: `$5$salt$${'y'.repeat(43)}`, 'expires-on': '2026-02-01T00:00:00Z' },
  // Each of them: see the first test below.
  capabilities: Object.fromEntries(Object.keys(Capabilities.properties).map((name) => [name, [null]])),
  scope: ['openid', 'email'],
  audience: ['https://api.test', 'https://other.test'],
  'redirect-uris': ['https://app.test/callback', 'com.app:/callback'],
  'access-token-ttl': 60,
  'refresh-token-ttl': 'disabled',
  'id-token-ttl': 60,
  'reuse-refresh-tokens': true,
  'proof-key': { 'require-proof-key': true, 'disallowed-proof-key-challenge-methods': ['plain'] },
  'user-consent': { 'allow-deselection': true, 'only-consentors': false, consentors: { consentor: ['terms', 'age'] } },
  'signed-userinfo': { 'userinfo-token-issuer': 'userinfo' },
  'use-pairwise-subject-identifiers': { 'sector-identifier': 'app.test' },
  'dynamic-client-registration-template': { 'authenticate-client-by': ['service'], secret: [null] },
  'refresh-token-max-rolling-lifetime': 7200,
  'allowed-origins': ['https://app.test'],
  'user-authentication': { 'allowed-authenticators': ['html-form', 'totp'], nested: { context: 'a < b' } },
  'id-token-encryption': { algorithm: 'RSA-OAEP' },
  'request-object': { 'allow-unsigned': 'false' },
  'claims-mapper': 'default',
  'validate-port-on-loopback-interfaces': false,
  'redirect-uri-validation-policy': 'strict',
  attestation: { policy: 'none' },
} satisfies { readonly [leaf in keyof Required<ConfiguredClient>]: unknown }

const userinfoIssuer = profile({
  'token-issuers': {
    'custom-token-issuer': [
      {
        id: 'userinfo',
        'issuer-type': 'jwt',
        'purpose-type': 'userinfo',
        jwt: { 'signing-key-id': 'default-signing-key' },
      },
    ],
  },
})
const everyMethod = server({
  'client-authentication': { 'using-jwt': {}, 'no-authentication': true },
})

test('the record names these capabilities of a client, and no others', () => {
  expect(Object.keys(Capabilities.properties)).toEqual([
    'code',
    'implicit',
    'client-credentials',
    'resource-owner-password-credentials',
    'assisted-token',
    'introspection',
    'token-exchange',
    'oauth-token-exchange',
    'device-authorization',
    'backchannel-authentication',
    'assertion',
    'haapi',
  ])
  expect(Object.keys(leaves).sort()).toEqual(Object.keys(ConfiguredClient.properties).sort())
})

test('every leaf of a client is put and read as JSON, and as XML, and is the same', async () => {
  const rig = await curity({ configuration: together(userinfoIssuer, everyMethod) })
  const path = `${clientsPath}/client=every-leaf`
  const sent = { 'profile-oauth:client': leaves }
  expect(await restconf(rig, 'PUT', path, sent)).toMatchObject({ status: 201, text: '' })
  const json = await restconf(rig, 'GET', path)
  expect(json.body).toEqual({ 'profile-oauth:client': [leaves] })
  const xml = { accept: 'application/yang-data+xml', 'content-type': 'application/yang-data+xml' }
  const { text } = await restconf(rig, 'GET', path, undefined, xml)
  expect(text).toContain('<capabilities><code/><implicit/><client-credentials/>')
  expect(text).toContain('<nested><context>a &#60; b</context></nested>')
  expect(await restconf(rig, 'DELETE', path)).toMatchObject({ status: 204 })
  expect(await restconf(rig, 'PUT', path, text, xml)).toMatchObject({ status: 201, text: '' })
  expect((await restconf(rig, 'GET', path)).body).toEqual(json.body)
})

test('the empty forms of a leaf that may also have members are told apart', async () => {
  const rig = await curity({ configuration: client({ id: 'service', 'user-consent': {} }) })
  const path = `${clientsPath}/client=service`
  expect((await restconf(rig, 'GET', `${path}/user-consent`)).body).toEqual({ 'profile-oauth:user-consent': {} })
  for (const empty of [[null], null, {}]) {
    expect(await restconf(rig, 'PUT', `${path}/user-consent`, { 'user-consent': empty })).toMatchObject({ status: 204 })
    expect(await rig.token()).toMatchObject({ status: 200 })
  }
})
