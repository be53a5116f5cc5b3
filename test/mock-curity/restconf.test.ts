import { expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { clientsPath, restconf, serverPath } from './admin-calls.ts'
import { curity, discoveryPath, registrar, registrationPath, start } from './rig.ts'

const ofSecret = /^\$5\$[./0-9A-Za-z]{1,16}\$[./0-9A-Za-z]{43}$/
const portal = {
  id: 'portal-dcr',
  'client-name': 'Portal DCR',
  secret: 'portal-secret',
  capabilities: { 'client-credentials': [null] },
  enabled: true,
}
const portalPath = `${clientsPath}/client=portal-dcr`
const portalBasic = basicAuthorization('portal-dcr', 'portal-secret')

test('profiles are listed with their leaves alone at depth 2', async () => {
  const answer = await restconf(await curity(), 'GET', 'base:profiles/profile/?depth=2')
  expect(answer.status).toBe(200)
  expect(answer.headers['content-type']).toBe('application/yang-data+json; charset=utf-8')
  expect(answer.body).toEqual({ 'base:profile': [{ id: 'token-service', type: 'profile-oauth:oauth-service' }] })
})

test('clients of the configuration are read with empty leaves as [null], and secrets as hashes', async () => {
  const answer = await restconf(await curity(), 'GET', clientsPath)
  expect(answer.status).toBe(200)
  expect(answer.body).toEqual({
    'profile-oauth:config-backed': {
      client: [
        { id: 'registrar', secret: expect.stringMatching(ofSecret), capabilities: { 'client-credentials': [null] } },
        { id: 'introspector', secret: expect.stringMatching(ofSecret), capabilities: { introspection: [null] } },
        {
          id: 'service',
          secret: expect.stringMatching(ofSecret),
          capabilities: { 'client-credentials': [null] },
          scope: ['orders:read', 'openid'],
        },
      ],
    },
  })
})

test('a client that is put gets tokens at once, is replaced, and is gone when deleted', async () => {
  const rig = await curity()
  const body = { 'profile-oauth:client': portal }
  expect(await rig.token({}, portalBasic)).toMatchObject({ status: 401 })
  expect(await restconf(rig, 'PUT', portalPath, body)).toMatchObject({ status: 201, text: '' })
  expect(await rig.token({}, portalBasic)).toMatchObject({ status: 200 })

  const disabled = { 'profile-oauth:client': [{ ...portal, enabled: false }] }
  expect(await restconf(rig, 'PUT', portalPath, disabled)).toMatchObject({ status: 204, text: '' })
  expect(await rig.token({}, portalBasic)).toMatchObject({ status: 401, reason: 'curity.token.client-disabled' })

  expect(await restconf(rig, 'DELETE', portalPath)).toMatchObject({ status: 204, text: '' })
  expect(await restconf(rig, 'DELETE', portalPath)).toMatchObject({ status: 404, reason: 'curity.admin.data-missing' })
  expect(await rig.token({}, portalBasic)).toMatchObject({ status: 401, reason: 'curity.token.unknown-client' })
})

test('what was read can be put back: the hash of a secret is as good as the secret', async () => {
  const rig = await curity()
  const { body } = await restconf(rig, 'GET', `${clientsPath}/client=service`)
  expect(await restconf(rig, 'PUT', `${clientsPath}/client=service`, body)).toMatchObject({ status: 204 })
  expect(await rig.token()).toMatchObject({ status: 200 })
  expect(await rig.token({}, basicAuthorization('service', 'wrong'))).toMatchObject({ status: 401 })
  expect((await restconf(rig, 'GET', `${clientsPath}/client=service`)).body).toEqual(body)
})

test('a client that is posted is there under its Location, and no second time', async () => {
  const rig = await curity()
  const answer = await restconf(rig, 'POST', clientsPath, { client: portal })
  expect(answer.status).toBe(201)
  expect(answer.headers.location).toMatch(/config-backed\/client=portal-dcr$/)
  expect(await rig.token({}, portalBasic)).toMatchObject({ status: 200 })
  expect(await restconf(rig, 'POST', clientsPath, { client: portal })).toMatchObject({
    status: 409,
    body: {
      'ietf-restconf:errors': {
        error: [{ 'error-type': 'application', 'error-tag': 'data-exists', 'error-message': 'object already exists' }],
      },
    },
    reason: 'curity.admin.data-exists',
  })
})

test('a patch merges: what it does not name stays', async () => {
  const rig = await curity()
  const patch = { 'profile-oauth:client': { id: 'service', scope: ['email'], 'access-token-ttl': 60 } }
  expect(await restconf(rig, 'PATCH', `${clientsPath}/client=service`, patch)).toMatchObject({ status: 204 })
  expect(await rig.token({ scope: 'email orders:read' })).toMatchObject({ status: 200, body: { expires_in: 60 } })
  expect(await restconf(rig, 'PATCH', portalPath, { client: portal })).toMatchObject({ status: 404 })
})

test('registration is switched off and on, and metadata follows', async () => {
  const rig = await curity()
  const path = `${serverPath}/dynamic-client-registration`
  const { body } = await restconf(rig, 'GET', path)
  expect(await restconf(rig, 'DELETE', path)).toMatchObject({ status: 204 })
  expect(await rig.call('POST', registrationPath)).toMatchObject({ status: 404, reason: 'curity.dcr.disabled' })
  expect((await rig.call('GET', discoveryPath)).body).not.toHaveProperty('registration_endpoint')
  expect(await restconf(rig, 'PUT', path, body)).toMatchObject({ status: 201 })
  expect(await rig.register({ grant_types: ['client_credentials'] })).toMatchObject({ status: 201 })
})

test('a leaf switches access tokens to JWT, and back', async () => {
  const rig = await curity()
  const path =
    'base:profiles/profile=token-service,oauth-service/token-issuers/default-token-issuer/access-token-as-jwt'
  expect(await restconf(rig, 'PUT', path, { 'base:access-token-as-jwt': [null] })).toMatchObject({ status: 201 })
  expect((await restconf(rig, 'GET', path)).body).toEqual({ 'base:access-token-as-jwt': [null] })
  expect(await rig.token()).toMatchObject({ body: { access_token: expect.stringMatching(/^eyJ/) } })
  expect(await restconf(rig, 'DELETE', path)).toMatchObject({ status: 204 })
  expect(await rig.token()).toMatchObject({ body: { access_token: expect.stringMatching(/^_0XBPWQQ_/) } })
})

test('an entry of a leaf-list is added and taken away', async () => {
  const rig = await curity()
  const roles = 'environments/environment/services/service-role=default'
  const token = `${roles}/endpoints=token-service-token`
  expect(await restconf(rig, 'DELETE', token)).toMatchObject({ status: 204 })
  expect(await rig.token()).toMatchObject({ status: 404, reason: 'curity.path.not-deployed' })
  expect((await rig.call('GET', discoveryPath)).body).not.toHaveProperty('token_endpoint')
  expect(await restconf(rig, 'POST', roles, { endpoints: ['token-service-token'] })).toMatchObject({ status: 201 })
  expect(await rig.token()).toMatchObject({ status: 200 })
})

test('an endpoint moves to another path while the server runs', async () => {
  const rig = await curity()
  const path = 'profiles/profile=token-service,oauth-service/endpoints/endpoint=token-service-token'
  const moved = { endpoint: { id: 'token-service-token', uri: '/dev/token', 'endpoint-kind': 'oauth-token' } }
  expect(await restconf(rig, 'PUT', path, moved)).toMatchObject({ status: 204 })
  expect(await rig.token()).toMatchObject({ status: 404, reason: 'curity.path.unknown' })
  expect((await rig.call('GET', discoveryPath)).body).toMatchObject({ token_endpoint: 'http://curity.test/dev/token' })
  expect(await rig.form('/dev/token', { grant_type: 'client_credentials', scope: 'dcr' }, registrar)).toMatchObject({
    status: 200,
    body: { scope: 'dcr' },
  })
})

test('an endpoint of another kind takes over a path', async () => {
  const rig = await curity()
  const endpoints = 'profiles/profile=token-service,oauth-service/endpoints'
  const revoke = { id: 'token-service-revoke', uri: '/oauth/v2/revoke', 'endpoint-kind': 'oauth-revoke' }
  const userinfo = { id: 'token-service-userinfo', uri: '/oauth/v2/oauth-revoke', 'endpoint-kind': 'oauth-userinfo' }
  expect(await restconf(rig, 'PATCH', endpoints, { endpoints: { endpoint: [revoke, userinfo] } })).toMatchObject({
    status: 204,
  })
  expect(await rig.call('GET', '/oauth/v2/oauth-revoke')).toMatchObject({
    status: 401,
    reason: 'curity.userinfo.no-token',
  })
})

test('staged changes show at the admin port alone until they are committed', async () => {
  const rig = await curity({ behaviour: { adminChanges: 'staged' } })
  expect(await restconf(rig, 'PUT', portalPath, { client: portal })).toMatchObject({ status: 201 })
  expect(await restconf(rig, 'GET', portalPath)).toMatchObject({ status: 200 })
  expect(await rig.token({}, portalBasic)).toMatchObject({ status: 401 })
  const operation = (name: string) => restconf(rig, 'POST', `../operations/dcr-harness:${name}`)
  expect(await operation('discard')).toMatchObject({ status: 204 })
  expect(await restconf(rig, 'GET', portalPath)).toMatchObject({ status: 404 })
  await restconf(rig, 'PUT', portalPath, { client: portal })
  expect(await operation('commit')).toMatchObject({ status: 204 })
  expect(await rig.token({}, portalBasic)).toMatchObject({ status: 200 })
})

test('a reset takes changes and staged changes back', async () => {
  const rig = await curity({ behaviour: { adminChanges: 'staged' } })
  await restconf(rig, 'PUT', portalPath, { client: portal })
  await rig.call('POST', '/_mock/reset')
  expect(await restconf(rig, 'GET', portalPath)).toMatchObject({ status: 404 })
})

test('registered clients are not in the configuration', async () => {
  const rig = await curity()
  const registered = await rig.register({ grant_types: ['client_credentials'] })
  const { client_id: id, client_id_issued_at: issued } = registered.body as {
    client_id: string
    client_id_issued_at: number
  }
  expect(issued).toBe(start)
  expect(await restconf(rig, 'GET', `${clientsPath}/client=${id}`)).toMatchObject({ status: 404 })
})

test('exchanges hold neither the password nor a secret that was put, as JSON or as XML', async () => {
  const rig = await curity()
  await restconf(rig, 'PUT', portalPath, { client: portal })
  await restconf(rig, 'PUT', portalPath, '<client><id>portal-dcr</id><secret>portal-secret</secret></client>', {
    'content-type': 'application/yang-data+xml',
  })
  const kept = JSON.stringify(rig.exchanges.list())
  expect(kept).toContain('PUT /admin/api/restconf/data/*')
  for (const secret of ['portal-secret', 'admin-password', btoa('admin:admin-password')])
    expect(kept).not.toContain(secret)
})
