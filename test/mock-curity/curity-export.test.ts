import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { Complaints } from '../../kit/complaints.ts'
import { basicAuthorization } from '../../kit/http-client.ts'
import { buildMockCurity } from '../../mock-curity/app.ts'
import { knownNames } from '../../mock-curity/configuration/known-names.ts'
import { onlyProfile } from '../../mock-curity/configuration/token-service.ts'
import { importedConfiguration } from '../../mock-curity/import/curity-export.ts'
import { documentElement } from '../../mock-curity/import/xml-elements.ts'
import { decoded } from './rig.ts'

const exported = readFileSync(fileURLToPath(new URL('curity-export.xml', import.meta.url)), 'utf8')
const imported = (text: string) => importedConfiguration(text, 'acme.xml', knownNames())

const wrapped = (content: string) => `<config xmlns="http://tail-f.com/ns/config/1.0">${content}</config>`
const profiles = (content: string) => wrapped(`<profiles xmlns="https://curity.se/ns/conf/base">${content}</profiles>`)
const profile = (content: string) => profiles(`<profile><id>tokens</id><type>oauth-service</type>${content}</profile>`)

test("what the mock knows is taken, and nothing of the wizard's is left", () => {
  const { configuration } = imported(exported)
  const { environment } = configuration.environments
  expect(environment.services['service-role']).toEqual([
    { id: 'default', protocol: 'http', endpoints: ['token-service-anonymous', 'token-service-token', 'registration'] },
  ])
  const { id, settings, endpoints, 'token-issuers': issuers } = onlyProfile(configuration)
  expect(id).toBe('acme-tokens')
  expect(endpoints.endpoint).toEqual([
    { id: 'token-service-anonymous', uri: '/~', 'endpoint-kind': 'oauth-anonymous' },
    { id: 'token-service-token', uri: '/token', 'endpoint-kind': 'oauth-token', 'token-endpoint-procedures': [] },
    { id: 'registration', uri: '/register', 'endpoint-kind': 'oauth-dynamic-client-registration' },
  ])
  expect(issuers).toEqual({
    'default-token-issuer': {
      'access-token-as-jwt': {},
      'default-data-source': 'default-datasource',
      'jwt-issuer-settings': { 'signing-key-id': 'default-signing-key', algorithm: 'RS384' },
    },
    'custom-token-issuer': [],
  })
  expect(settings['authorization-server']).toEqual({
    'client-capabilities': { 'client-credentials': {}, code: {}, introspection: {}, haapi: {} },
    scopes: { scope: [{ id: 'orders:read', 'expose-in-metadata': false }, { id: 'openid' }] },
    'openid-connect': { 'expose-metadata': {}, 'id-token-ttl': 1800 },
    'client-store': {
      'config-backed': {
        client: [
          {
            id: 'acme-portal',
            'client-name': 'Portal & co',
            secret: 'acme-portal-secret',
            capabilities: { 'client-credentials': {} },
            'access-token-ttl': 120,
            enabled: true,
          },
          {
            id: 'workload',
            capabilities: { 'client-credentials': {} },
            scope: ['orders:read'],
            'user-authentication': { 'allowed-authenticators': 'sms' },
          },
        ],
      },
    },
    'dynamic-client-registration': {
      'client-data-source': 'default-datasource',
      'non-templatized': {
        capabilities: { 'client-credentials': {} },
        scopes: { all: {} },
        authenticators: { authenticator: ['urn:se:curity:authentication:html-form:html-form'] },
        'client-authentication-method': { secret: {} },
        'authenticate-client-by': ['acme-portal'],
      },
      'client-management': {},
    },
  })
})

test('everything that is not taken is listed with its path and why, and no value is told', () => {
  const { skipped } = imported(exported)
  const server = 'profiles/profile=acme-tokens,oauth-service/settings/authorization-server'
  const issuers = 'profiles/profile=acme-tokens,oauth-service/token-issuers'
  const role = 'environments/environment/services/service-role=default'
  const endpoints = 'profiles/profile=acme-tokens,oauth-service/endpoints'
  const unknown = 'the mock has nothing of this name'
  expect(Object.fromEntries(skipped.map(({ path, why }) => [path, why]))).toEqual({
    'profiles/profile=authentication-service,authentication-service': 'the mock has a token profile alone',
    'environments/environment/base-url': 'the mock has an address of its own',
    'environments/environment/reporting': unknown,
    [`${role}/location`]: unknown,
    [`${role}/endpoints`]: '"haapi" is nothing that was taken',
    facilities: unknown,
    [`${server}/scopes/scope=orders%3Aread/description`]: unknown,
    [`${server}/client-store/config-backed/client=workload/asymmetric-key`]:
      'it names a stored key; the mock has keys in place of names',
    [`${server}/client-store/config-backed/client=workload/access-token-ttl`]: 'must be integer, for the mock',
    [`${server}/client-store/config-backed/client=workload/scope`]: '"transaction" is nothing that was taken',
    [`${server}/dynamic-client-registration/client-data-source`]: 'the mock keeps everything in default-datasource',
    [`${server}/dynamic-client-registration/non-templatized/authenticators/authenticator`]:
      'the mock has one authenticator, urn:se:curity:authentication:html-form:html-form',
    [`${server}/dynamic-client-registration/non-templatized/authenticate-client-by`]:
      '"portal-that-was-removed" is nothing that was taken',
    [`${server}/database-service-provider`]: unknown,
    [`${endpoints}/endpoint=token-service-token/token-endpoint-procedures=oauth-token-client-credentials`]:
      'procedure: "add-tenant" is a script; the mock takes a function of this name in its place',
    [`${endpoints}/endpoint=registration/pre-processing-procedure`]:
      '"check-software-statement" is a script; the mock takes a function of this name in its place',
    [`${endpoints}/endpoint=haapi`]: expect.stringMatching(/^endpoint-kind: must be one of oauth-anonymous, /),
    [`${issuers}/default-token-issuer/default-data-source`]: 'the mock keeps everything in default-datasource',
    [`${issuers}/default-token-issuer/jwt-issuer-settings/signing-key-id`]:
      'an export holds no private keys the mock can read; it signs with default-signing-key',
    [`${issuers}/custom-token-issuer=verifiable,jwt,verifiable-credential`]:
      'purpose-type: must be userinfo, for the mock',
  })
  expect(JSON.stringify(skipped)).not.toContain('acme-portal-secret')
  expect(skipped.filter(({ path }) => path === `${role}/endpoints`).map(({ why }) => why)).toEqual([
    '"authentication-service-authentication" is nothing that was taken',
    '"haapi" is nothing that was taken',
  ])
})

test('procedures that are given by the names of its scripts are taken', () => {
  const given = knownNames({
    procedures: { 'check-software-statement': () => ({}) },
    tokenProcedures: { 'add-tenant': () => ({}) },
  })
  const { configuration, skipped } = importedConfiguration(exported, 'acme.xml', given)
  expect(onlyProfile(configuration).endpoints.endpoint.slice(1)).toMatchObject([
    { 'token-endpoint-procedures': [{ flow: 'oauth-token-client-credentials', procedure: 'add-tenant' }] },
    { 'pre-processing-procedure': 'check-software-statement' },
  ])
  expect(skipped.filter(({ path }) => path.includes('procedure'))).toEqual([])
})

test('a server of an export serves it: its paths, its clients, its registration', async () => {
  const { app } = await buildMockCurity({ base: imported(exported).configuration, baseUrl: 'http://curity.test' })
  onTestFinished(() => app.close())
  const form = (payload: string) =>
    app.inject({
      method: 'POST',
      url: '/token',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: basicAuthorization('acme-portal', 'acme-portal-secret'),
      },
      payload,
    })
  const token = await form('grant_type=client_credentials')
  const { header, claims } = decoded(token.json<{ access_token: string }>().access_token)
  expect([header.alg, claims.iss, token.json<{ expires_in: number }>().expires_in]).toEqual([
    'RS384',
    'http://curity.test/~',
    120,
  ])
  const initial = (await form('grant_type=client_credentials&scope=dcr')).json<{ access_token: string }>().access_token
  const registered = await app.inject({
    method: 'POST',
    url: '/register',
    headers: { authorization: `Bearer ${initial}` },
    payload: { grant_types: ['client_credentials'] },
  })
  expect([registered.statusCode, registered.json<{ scope: string }>().scope]).toEqual([201, 'orders:read openid'])
  expect((await app.inject('/oauth/v2/oauth-anonymous/jwks')).statusCode).toBe(404)
  expect((await app.inject('/haapi')).statusCode).toBe(404)
})

test('an export of the profile alone serves every endpoint that it has; prefixes are what documents make of them', () => {
  const { configuration, skipped } = imported(
    `<c:config xmlns:c="http://tail-f.com/ns/config/1.0" xmlns:b="https://curity.se/ns/conf/base"><b:profiles><b:profile>
      <b:id>tokens</b:id><b:type>as:oauth-service</b:type><b:settings/><b:endpoints><b:endpoint><b:id>a</b:id><b:uri>/a</b:uri>
      <b:endpoint-kind>oauth-token</b:endpoint-kind></b:endpoint></b:endpoints>
      <o:settings xmlns:o="urn:other"/></b:profile></b:profiles></c:config>`,
  )
  expect(configuration.environments.environment.services['service-role']).toEqual([{ id: 'default', endpoints: ['a'] }])
  expect(skipped).toEqual([
    {
      path: 'profiles/profile=tokens,oauth-service/settings',
      why: 'it stands more than once; the first is taken',
    },
  ])
})

test.for([
  ['no XML', 'profiles: {}', /^acme\.xml: line 1: /],
  ['XML that ends early', exported.slice(0, 4000), /^acme\.xml: line \d+: /],
  ['an empty file', '', /^acme\.xml: /],
  ['a DOCTYPE', `<!DOCTYPE config [<!ENTITY a "aaaa">]>${exported}`, /a DOCTYPE is not taken$/],
  [
    'a configuration of another product',
    '<server xmlns="urn:jboss:domain:20.0"><profile/></server>',
    /must be an export of Curity's configuration, a "config" of http:\/\/tail-f\.com\/ns\/config\/1\.0; this is a "server" of urn:jboss:domain:20\.0$/,
  ],
  ['a config of no namespace', '<config><profiles/></config>', /this is a "config" of no namespace$/],
  [
    'a device of the same wrapper',
    wrapped('<devices xmlns="urn:other"/>'),
    /profiles: must have a profile of the type oauth-service$/,
  ],
  [
    'no token profile',
    profiles('<profile><id>a</id><type>auth:authentication-service</type></profile>'),
    /profiles: must have a profile of the type oauth-service$/,
  ],
  [
    'two endpoints at one path',
    profile(
      `<settings/><endpoints>${['a', 'b'].map((id) => `<endpoint><id>${id}</id><uri>/x</uri><endpoint-kind>oauth-token</endpoint-kind></endpoint>`).join('')}</endpoints>`,
    ),
    /^acme\.xml:\n {2}profiles\.profile\.0\.endpoints\.endpoint: "\/x" stands twice$/,
  ],
] as const)('%s is refused in clear words', ([, text, message]) => {
  expect(() => imported(text)).toThrow(Complaints)
  expect(() => imported(text)).toThrow(message)
})

test('character references are read', () => {
  expect(documentElement('<a>&#38;&#x41; &amp;#65; &lt;</a>')).toEqual({
    name: 'a',
    namespace: '',
    text: '&A &#65; <',
    children: [],
  })
})
