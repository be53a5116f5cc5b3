import { expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { administrator, call, clientsPath, restconf, restconfPath, serverPath } from './admin-calls.ts'
import { client, server, together } from './configurations.ts'
import { curity, member } from './rig.ts'

const errors = (status: number, type: string, tag: string, message: string) => ({
  status,
  body: { 'ietf-restconf:errors': { error: [{ 'error-type': type, 'error-tag': tag, 'error-message': message }] } },
})

test.for([
  ['no credentials', undefined, 'curity.admin.no-credentials'],
  ['a wrong password', basicAuthorization('admin', 'wrong'), 'curity.admin.wrong-password'],
  ['an unknown user', basicAuthorization('nobody', 'admin-password'), 'curity.admin.wrong-password'],
  ['Basic without a colon', `Basic ${btoa('admin')}`, 'curity.admin.wrong-password'],
  ['a token that nobody issued', 'Bearer 1234', 'curity.admin.invalid-token'],
] as const)('%s: 401, and a challenge', async ([, authorization, reason]) => {
  const answer = await call(await curity(), 'GET', `${restconfPath}/data/profiles`, {
    headers: { ...(authorization && { authorization }) },
  })
  expect(answer).toMatchObject({ ...errors(401, 'protocol', 'access-denied', 'access denied'), reason })
  expect(answer.headers['www-authenticate']).toBe('Basic realm="restconf"')
})

const adminScope = 'urn:se:curity:scopes:admin:api'
const operator = (parts: object) => ({
  configuration: together(
    server({ scopes: { scope: [{ id: adminScope }] } }),
    client({
      id: 'operator',
      secret: 'operator-secret',
      capabilities: { 'client-credentials': {} },
      scope: [adminScope],
      audience: ['urn:se:curity:audiences:admin:api'],
      properties: { property: [{ key: 'groups', value: 'admin' }] },
      ...parts,
    }),
  ),
})

test.for([
  ['with scope, audience and groups', {}, { status: 200, reason: undefined }],
  ['for another audience', { audience: ['api'] }, { status: 401, reason: 'curity.admin.invalid-token' }],
  ['without groups', { properties: { property: [] } }, { status: 403, reason: 'curity.admin.access-denied' }],
  [
    'of a group without rights',
    { properties: { property: [{ key: 'groups', value: 'guests' }] } },
    { status: 403, reason: 'curity.admin.access-denied' },
  ],
] as const)('a bearer token %s', async ([, parts, expected]) => {
  const rig = await curity(operator(parts))
  const token = await rig.token({ scope: adminScope }, basicAuthorization('operator', 'operator-secret'))
  const answer = await call(rig, 'GET', `${restconfPath}/data/profiles`, {
    headers: { authorization: `Bearer ${member(token, 'access_token')}` },
  })
  expect(answer).toMatchObject(expected)
})

test('a bearer token without the scope of the admin API is refused', async () => {
  const rig = await curity(operator({}))
  const token = await rig.token({}, basicAuthorization('operator', 'operator-secret'))
  const headers = { authorization: `Bearer ${member(token, 'access_token')}` }
  expect(await call(rig, 'GET', `${restconfPath}/data/profiles`, { headers })).toMatchObject({ status: 401 })
})

test('a group that may only read changes nothing', async () => {
  const rig = await curity({
    configuration: {
      'admin-users': [{ username: 'auditor', password: 'auditor-password', groups: ['auditors'] }],
      'admin-groups': [{ id: 'auditors', access: 'read' }],
    },
  })
  const headers = { authorization: basicAuthorization('auditor', 'auditor-password') }
  expect(await restconf(rig, 'GET', clientsPath, undefined, headers)).toMatchObject({ status: 200 })
  expect(await restconf(rig, 'DELETE', `${clientsPath}/client=service`, undefined, headers)).toMatchObject({
    ...errors(403, 'protocol', 'access-denied', 'access denied'),
    reason: 'curity.admin.access-denied',
  })
  expect(await rig.token()).toMatchObject({ status: 200 })
})

test('without the leaf restconf there is no admin API', async () => {
  const rig = await curity({
    configuration: { environments: { environment: { 'admin-service': { http: { restconf: false } } } } },
  })
  expect(await restconf(rig, 'GET', clientsPath)).toMatchObject({
    status: 404,
    text: '',
    reason: 'curity.admin.restconf-off',
  })
})

test('every complaint about a change is told, and nothing is changed', async () => {
  const rig = await curity()
  const body = {
    client: {
      id: 'bad',
      secret: '',
      scope: ['nowhere'],
      'acces-token-ttl': 5,
      capabilities: { 'client-credentials': 'yes' },
    },
  }
  const path =
    "base:profiles/profile[id='token-service'][type='oauth-service']/settings/profile-oauth:authorization-server" +
    "/client-store/config-backed/client[id='bad']"
  const answer = await restconf(rig, 'PUT', `${clientsPath}/client=bad`, body)
  expect(answer).toMatchObject({ status: 400, reason: 'curity.admin.invalid-value' })
  const { error } = (answer.body as { 'ietf-restconf:errors': { error: object[] } })['ietf-restconf:errors']
  expect(error).toEqual(
    expect.arrayContaining([
      {
        'error-type': 'application',
        'error-tag': 'unknown-element',
        'error-path': `/${path}/acces-token-ttl`,
        'error-message': 'no such setting (did you mean "access-token-ttl"?)',
      },
      expect.objectContaining({ 'error-tag': 'invalid-value', 'error-path': `/${path}/secret` }),
      expect.objectContaining({
        'error-tag': 'invalid-value',
        'error-path': `/${path}/capabilities/client-credentials`,
      }),
    ]),
  )
  expect(await restconf(rig, 'GET', `${clientsPath}/client=bad`)).toMatchObject({ status: 404 })
})

test('what others refer to cannot be deleted', async () => {
  const answer = await restconf(await curity(), 'DELETE', `${clientsPath}/client=registrar`)
  expect(answer).toMatchObject({ status: 400, reason: 'curity.admin.invalid-value' })
  expect(answer.text).toContain('\\"registrar\\" names nothing')
})

test.for([
  ['an unknown element', 'GET', 'base:profiles/profil', undefined, 400, 'unknown-element'],
  ['an unknown module', 'GET', 'other:profiles', undefined, 400, 'unknown-element'],
  ['too few keys', 'GET', 'profiles/profile=token-service', undefined, 400, 'invalid-value'],
  ['keys of what is no list', 'GET', 'profiles=1', undefined, 400, 'invalid-value'],
  ['an unknown query parameter', 'GET', `${clientsPath}?limit=5`, undefined, 400, 'invalid-value'],
  ['a depth that is none', 'GET', `${clientsPath}?depth=0`, undefined, 400, 'invalid-value'],
  ['half a document', 'PUT', `${clientsPath}/client=a`, '{"client":', 400, 'malformed-message'],
  ['no body', 'PUT', `${clientsPath}/client=a`, '', 400, 'malformed-message'],
  ['two members', 'PUT', `${clientsPath}/client=a`, { client: { id: 'a' }, other: 1 }, 400, 'malformed-message'],
  ['another name', 'PUT', `${clientsPath}/client=a`, { scope: { id: 'a' } }, 400, 'malformed-message'],
  ['another key', 'PUT', `${clientsPath}/client=a`, { client: { id: 'b' } }, 400, 'invalid-value'],
  ['two entries', 'PUT', `${clientsPath}/client=a`, { client: [{ id: 'a' }, { id: 'b' }] }, 400, 'malformed-message'],
  ['no entry', 'PUT', `${clientsPath}/client=a`, { client: [] }, 400, 'malformed-message'],
  ['null for an entry', 'PUT', `${clientsPath}/client=a`, { client: null }, 400, 'invalid-value'],
  ['a whole list', 'PUT', `${clientsPath}/client`, { client: [{ id: 'b' }] }, 400, 'invalid-value'],
  ['an entry without its key', 'POST', clientsPath, { client: { 'client-name': 'b' } }, 400, 'invalid-value'],
  ['a child of a leaf', 'POST', `${serverPath}/openid-connect/id-token-ttl`, { a: 1 }, 400, 'unknown-element'],
  [
    'an entry below one that is missing',
    'PUT',
    `${clientsPath}/client=a/scope`,
    { scope: ['email'] },
    404,
    'invalid-value',
  ],
  [
    'a prototype',
    'PATCH',
    `${clientsPath}/client=service`,
    '{"client":{"id":"service","__proto__":{"a":1}}}',
    400,
    'unknown-element',
  ],
  ['the whole', 'DELETE', '', undefined, 405, 'operation-not-supported'],
] as const)('%s: %s is refused', async ([, method, path, body, status, tag]) => {
  const rig = await curity()
  const before = rig.configuration()
  const answer = await restconf(rig, method, path, body)
  expect({ status: answer.status, text: answer.text }).toEqual({
    status,
    text: expect.stringContaining(`"error-tag":"${tag}"`),
  })
  expect(answer.reason).toMatch(/^curity\.admin\./)
  expect(rig.configuration()).toEqual(before)
})

test('other media types are refused, sent or wanted', async () => {
  const rig = await curity()
  const sent = { 'content-type': 'application/json' }
  expect(await restconf(rig, 'PUT', `${clientsPath}/client=a`, { client: { id: 'a' } }, sent)).toMatchObject({
    status: 415,
  })
  expect(await restconf(rig, 'GET', clientsPath, undefined, { accept: 'text/html' })).toMatchObject({ status: 406 })
  expect(await call(rig, 'GET', '/other', { headers: { authorization: administrator } })).toMatchObject({
    status: 404,
    text: '',
  })
})

test('an address that cannot be decoded is refused before it comes to the API', async () => {
  expect(await restconf(await curity(), 'GET', `${clientsPath}/client=%ZZ`)).toMatchObject({ status: 400, text: '' })
})

test.for([
  ['empty', ''],
  ['json', '{"error":"not_found"}'],
] as const)('a path that the admin port has not is refused as everywhere: %s', async ([notServedBody, text]) => {
  const rig = await curity({ behaviour: { notServedBody } })
  expect(await call(rig, 'GET', '/nowhere')).toMatchObject({ status: 404, text, reason: 'curity.path.unknown' })
})
