import { expect, test } from 'vitest'
import { buildMockCurity } from '../../mock-curity/app.ts'
import { clientsPath, restconf, serverPath } from './admin-calls.ts'
import { registration } from './configurations.ts'
import { curity, discoveryPath, type Rig } from './rig.ts'

const change = ({ call }: Rig, switches: object) =>
  call('PATCH', '/_mock/behaviour', {
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify(switches),
  })
const switchesOf = async ({ call }: Rig) =>
  ((await call('GET', '/_mock/behaviour')).body as { behaviour: object }).behaviour

test('a leaf that RESTCONF sets is what its switch says', async () => {
  const rig = await curity()
  expect(await switchesOf(rig)).toMatchObject({ oauthMetadata: 'off', rotatedSecretTtl: 0 })
  const management = `${serverPath}/dynamic-client-registration/client-management`
  await restconf(rig, 'PATCH', management, { 'client-management': { 'rotated-secret-ttl': 90 } })
  await restconf(rig, 'PUT', `${serverPath}/expose-metadata`, { 'expose-metadata': { 'cache-duration': 5 } })
  expect(await switchesOf(rig)).toMatchObject({ oauthMetadata: 'on', rotatedSecretTtl: 90 })
})

test('a switch that is a leaf is what RESTCONF shows, and a reset takes it back', async () => {
  const rig = await curity()
  const issuers = 'base:profiles/profile=token-service,oauth-service/token-issuers/default-token-issuer'
  const shown = async () => (await restconf(rig, 'GET', issuers)).body
  const before = await shown()
  expect(await change(rig, { accessTokenFormat: 'jwt', scopeAbsent: 'all-client-scopes' })).toMatchObject({
    status: 200,
  })
  expect(await shown()).toMatchObject({ 'base:default-token-issuer': { 'access-token-as-jwt': [null] } })
  await change(rig, { accessTokenFormat: 'opaque' })
  expect(await shown()).toEqual(before)
  await change(rig, { accessTokenFormat: 'wrapped' })
  await rig.call('POST', '/_mock/reset')
  expect(await shown()).toEqual(before)
  expect(await switchesOf(rig)).toMatchObject({ accessTokenFormat: 'opaque', scopeAbsent: 'empty' })
})

test('two paths change places in one call', async () => {
  const rig = await curity()
  const [registrationPath, anonymousPath] = ['/oauth/v2/oauth-anonymous', '/token-service/oauth-registration']
  expect(await change(rig, { registrationPath, anonymousPath })).toMatchObject({ status: 200 })
  expect((await rig.call('GET', `${anonymousPath}/.well-known/openid-configuration`)).body).toMatchObject({
    issuer: `http://curity.test${anonymousPath}`,
    registration_endpoint: `http://curity.test${registrationPath}`,
  })
})

test.for([
  [
    'a path that is taken',
    { anonymousPath: '/oauth/v2/oauth-token', scopeAbsent: 'all-client-scopes' },
    { path: 'profiles.profile.0.endpoints.endpoint', expected: '"/oauth/v2/oauth-token" stands twice' },
  ],
  [
    'a path that is none',
    { anonymousPath: 'anonymous', scopeAbsent: 'all-client-scopes' },
    { path: 'anonymousPath', expected: expect.stringContaining('must match pattern') },
  ],
  [
    'a leaf that has no place',
    { rotatedSecretTtl: 60, scopeAbsent: 'all-client-scopes' },
    { path: 'rotatedSecretTtl', expected: 'the configuration has no place for it: what it is about is off' },
  ],
] as const)('%s is refused, and nothing is changed', async ([, switches, complaint]) => {
  const rig = await curity({ configuration: registration({ 'client-management': false }) })
  const before = await switchesOf(rig)
  expect(await change(rig, switches)).toMatchObject({ status: 400, body: { complaints: [complaint] } })
  expect(await switchesOf(rig)).toEqual(before)
  expect(await rig.call('GET', discoveryPath)).toMatchObject({ status: 200 })
})

test('a start refuses it too', async () => {
  await expect(buildMockCurity({ behaviour: { readRotatesRegistrationToken: false } })).rejects.toThrow(
    'behaviour:\n  readRotatesRegistrationToken: the configuration has no place for it: what it is about is off',
  )
})

test('what is staged stays staged, with the switch in it', async () => {
  const rig = await curity({ behaviour: { adminChanges: 'staged' } })
  const added = { id: 'added', secret: 'added-secret', capabilities: { 'client-credentials': [null] } }
  await restconf(rig, 'PUT', `${clientsPath}/client=added`, { client: added })
  await change(rig, { errorDetail: 'on' })
  expect(await rig.token({ scope: 'unknown' })).toMatchObject({ body: { error_description: expect.any(String) } })
  await restconf(rig, 'POST', '../operations/dcr-harness:commit')
  expect(await rig.token({}, `Basic ${btoa('added:added-secret')}`)).toMatchObject({ status: 200 })
  expect(await switchesOf(rig)).toMatchObject({ errorDetail: 'on' })
})
