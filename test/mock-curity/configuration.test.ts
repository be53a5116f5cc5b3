import { expect, test } from 'vitest'
import { Complaints } from '../../kit/complaints.ts'
import { buildMockCurity } from '../../mock-curity/app.ts'
import { wizardDefaults } from '../../mock-curity/configuration/defaults.ts'
import { curityConfiguration } from '../../mock-curity/configuration/layers.ts'
import { client, profile, registration, server, together } from './configurations.ts'

const own = 'profiles.profile.0.settings.authorization-server'

function complaintsOf(parts: unknown) {
  try {
    curityConfiguration(parts)
  } catch (error) {
    if (error instanceof Complaints) return error.list
    throw error
  }
  return []
}

test('without parts it is what the wizard writes: opaque tokens, its scopes, no clients, no registration', () => {
  expect(curityConfiguration(undefined)).toEqual(wizardDefaults)
  const [token] = wizardDefaults.profiles.profile
  expect(token?.settings['authorization-server']).toMatchObject({
    scopes: { scope: [{ id: 'address' }, { id: 'email' }, { id: 'openid' }, { id: 'phone' }, { id: 'profile' }] },
    'client-store': { 'config-backed': { client: [] } },
  })
  expect(token?.settings['authorization-server']).not.toHaveProperty('dynamic-client-registration')
})

test('entries with an id are laid over each other, other lists replace', () => {
  const base = curityConfiguration(client({ id: 'app', secret: 'one', scope: ['email'], audience: ['a', 'b'] }))
  const parts = together(client({ id: 'app', secret: 'two', audience: ['c'] }), client({ id: 'other' }))
  const [changed] = curityConfiguration(parts, { base }).profiles.profile
  expect(changed?.settings['authorization-server']['client-store']['config-backed'].client).toEqual([
    { id: 'app', secret: 'two', scope: ['email'], audience: ['c'] },
    { id: 'other' },
  ])
  expect(changed?.endpoints).toEqual(wizardDefaults.profiles.profile[0]?.endpoints)
})

test('false takes a section or an empty leaf away; true and null keep or set it', () => {
  const dcr = registration({
    'client-data-source': 'default-datasource',
    'client-management': { 'rotated-secret-ttl': 5 },
  })
  const base = curityConfiguration(dcr)
  const section = (parts: object) =>
    curityConfiguration(parts, { base }).profiles.profile[0]?.settings['authorization-server'][
      'dynamic-client-registration'
    ]
  expect(section(server({ 'dynamic-client-registration': false }))).toBe(false)
  expect(section(registration({ 'client-management': true }))).toMatchObject({
    'client-management': { 'rotated-secret-ttl': 5 },
  })
  expect(section(registration({ 'non-templatized': { 'no-authentication': null } }))).toMatchObject({
    'non-templatized': { 'no-authentication': null },
  })
})

test('a whole configuration is the same when it is given as parts', () => {
  const parts = together(server({ 'openid-connect': { 'expose-metadata': false } }), client({ id: 'app' }))
  const whole = curityConfiguration(parts)
  expect(curityConfiguration(whole)).toEqual(whole)
})

test('parts are not changed, nor is what they are laid over', () => {
  const parts = client({ id: 'app', secret: 'x' })
  const before = structuredClone([parts, wizardDefaults])
  curityConfiguration(parts)
  expect([parts, wizardDefaults]).toEqual(before)
})

test('every mistake is told at once, with its path and the nearest name', () => {
  const parts = together(
    server({ 'client-capabilites': {} }),
    client({ id: 'app', secrets: 'x', 'access-token-ttl': 'long' }),
    { environments: { environment: { 'base-url': 'curity.test' } } },
  )
  expect(complaintsOf(parts)).toEqual([
    { path: 'environments.environment.base-url', expected: 'must be written as https://idp.example:8443' },
    { path: `${own}.client-capabilites`, expected: 'no such setting (did you mean "client-capabilities"?)' },
    {
      path: `${own}.client-store.config-backed.client.0.secrets`,
      expected: 'no such setting (did you mean "secret"?)',
    },
    { path: `${own}.client-store.config-backed.client.0.access-token-ttl`, expected: 'must be integer' },
  ])
})

test('names must be those of something', () => {
  const parts = together(
    client({ id: 'app', scope: ['emial'], 'signed-userinfo': { 'userinfo-token-issuer': 'userinfo' } }),
    registration({
      'client-data-source': 'oracle',
      'non-templatized': { 'authenticate-client-by': ['ap'], scopes: { scope: ['x-scope'] } },
    }),
    profile({
      'token-issuers': { 'default-token-issuer': { 'jwt-issuer-settings': { 'signing-key-id': 'other-key' } } },
    }),
    {
      environments: {
        environment: { services: { 'service-role': [{ id: 'default', endpoints: ['token-service-tokn'] }] } },
      },
    },
  )
  expect(
    complaintsOf(parts).map(({ path, expected }) => `${path.split('.').at(-1)}: ${expected.split(' (')[0]}`),
  ).toEqual([
    'endpoints: "token-service-tokn" names nothing',
    'scope: "emial" names nothing',
    'userinfo-token-issuer: "userinfo" names nothing',
    'client-data-source: "oracle" names nothing',
    'authenticate-client-by: "ap" names nothing',
    'scope: "x-scope" names nothing',
    'signing-key-id: "other-key" names nothing',
  ])
})

test.for([
  ['a list', []],
  ['text', 'profiles: {}'],
  ['no profile', { profiles: { profile: {} } }],
  ['two profiles', { profiles: { profile: [{ id: 'second', type: 'oauth-service' }] } }],
  ['a path with a parameter', profile({ endpoints: { endpoint: [{ id: 'token-service-token', uri: '/:token' }] } })],
  [
    'two endpoints on one path',
    profile({ endpoints: { endpoint: [{ id: 'token-service-token', uri: '/oauth/v2/oauth-revoke' }] } }),
  ],
] as const)('refuses %s', ([, parts]) => {
  expect(complaintsOf(parts)).not.toEqual([])
})

test('a server is not built from a wrong configuration or wrong switches', async () => {
  await expect(buildMockCurity({ configuration: { profile: [] } })).rejects.toThrow('did you mean "profiles"')
  const behaviour = { registrationStatus: 418 } as never
  await expect(buildMockCurity({ behaviour })).rejects.toThrow('registrationStatus: must be one of 201, 200')
})
