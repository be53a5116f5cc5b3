import { expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { clientsPath, restconf } from './admin-calls.ts'
import { client, registration, together } from './configurations.ts'
import { type Answer, curity, member, registrar, start } from './rig.ts'

const partner = {
  id: 'partner-app',
  'client-name': 'Partner app',
  capabilities: { 'client-credentials': {} },
  scope: ['orders:read'],
  'access-token-ttl': 120,
  'dynamic-client-registration-template': { secret: {}, 'authenticate-client-by': ['registrar'] },
}
const templatized = together(client(partner), registration({ templatized: {} }))
const only = together(client(partner), registration({ templatized: {}, 'non-templatized': false }))

const credentials = (answer: Answer) =>
  basicAuthorization(String(member(answer, 'client_id')), String(member(answer, 'client_secret')))

test('a body with software_id makes an instance of that template', async () => {
  const rig = await curity({ configuration: templatized })
  const answer = await rig.register({ software_id: 'partner-app', scope: 'email', client_name: 'Mine' })
  const id = member(answer, 'client_id')
  expect(answer.status).toBe(201)
  expect(answer.body).toEqual({
    access_token_ttl: 120,
    client_id: id,
    client_id_issued_at: start,
    client_name: 'Partner app',
    client_secret: expect.any(String),
    client_secret_expires_at: 0,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    registration_access_token: expect.any(String),
    registration_access_token_expires_in: 31_536_000,
    registration_client_uri: `http://curity.test/token-service/oauth-registration/${id}`,
    require_proof_key: false,
    response_types: [],
    scope: 'orders:read',
    subject_type: 'public',
    token_endpoint_auth_method: 'client_secret_basic',
    token_endpoint_auth_methods: ['client_secret_basic', 'client_secret_post'],
  })
  expect(await rig.token({ scope: 'orders:read' }, credentials(answer))).toMatchObject({
    status: 200,
    body: { expires_in: 120, scope: 'orders:read' },
  })
})

test('two registrations with one software_id are two instances', async () => {
  const rig = await curity({ configuration: templatized })
  const [one, other] = [
    await rig.register({ software_id: 'partner-app' }),
    await rig.register({ software_id: 'partner-app' }),
  ]
  expect(member(one, 'client_id')).not.toBe(member(other, 'client_id'))
})

test('instances follow their template, and end with it', async () => {
  const rig = await curity({ configuration: templatized })
  const instance = await rig.register({ software_id: 'partner-app' })
  const template = `${clientsPath}/client=partner-app`
  await restconf(rig, 'PATCH', template, { client: { id: 'partner-app', 'access-token-ttl': 30, scope: ['email'] } })
  expect(await rig.token({ scope: 'email' }, credentials(instance))).toMatchObject({ body: { expires_in: 30 } })
  const read = await rig.call('GET', `/token-service/oauth-registration/${member(instance, 'client_id')}`, {
    headers: { authorization: `Bearer ${member(instance, 'registration_access_token')}` },
  })
  expect(read).toMatchObject({ status: 200 })
  await restconf(rig, 'DELETE', `${template}/dynamic-client-registration-template`)
  expect(await rig.token({}, credentials(read))).toMatchObject({ status: 401, reason: 'curity.token.unknown-client' })
})

test('the token of a client that the template does not list makes no instance', async () => {
  const others = client({
    ...partner,
    'dynamic-client-registration-template': { 'authenticate-client-by': ['service'] },
  })
  const rig = await curity({ configuration: together(templatized, others) })
  expect(await rig.register({ software_id: 'partner-app' })).toMatchObject({
    status: 401,
    body: { error: 'invalid_token' },
    reason: 'curity.dcr.client-not-listed',
  })
  expect(await rig.register({ grant_types: ['client_credentials'] })).toMatchObject({ status: 201 })
})

test('a client that only a template lists gets an initial token', async () => {
  const rig = await curity({ configuration: only })
  expect(await rig.token({ scope: 'dcr' }, registrar)).toMatchObject({ status: 200, body: { scope: 'dcr' } })
  expect(await rig.register({ software_id: 'partner-app' })).toMatchObject({ status: 201 })
})

test.for([
  ['an unknown software_id', templatized, { software_id: 'other' }, 'curity.dcr.unknown-template'],
  ['a client that is no template', templatized, { software_id: 'service' }, 'curity.dcr.unknown-template'],
  ['a software_id that is no text', templatized, { software_id: 7 }, 'curity.dcr.unknown-template'],
  ['no software_id while only templates are on', only, { client_name: 'a' }, 'curity.dcr.non-templatized-off'],
  [
    'a software_id while templates are off',
    client(partner),
    { software_id: 'partner-app' },
    'curity.dcr.templatized-off',
  ],
] as const)('%s is refused', async ([, configuration, body, reason]) => {
  const rig = await curity({ configuration })
  expect(await rig.register(body)).toMatchObject({ status: 400, body: { error: 'invalid_client_metadata' }, reason })
})

test('by switch a software_id is ignored while templates are off', async () => {
  const rig = await curity({ behaviour: { softwareIdWithoutTemplates: 'ignore', unknownMembers: 'rejected' } })
  const body = { software_id: 'partner-app', grant_types: ['client_credentials'] }
  expect(await rig.register(body)).toMatchObject({ status: 201, body: { grant_types: ['client_credentials'] } })
})

test('a refused template keeps the initial token, and strangers are not told which templates there are', async () => {
  const rig = await curity({ configuration: templatized })
  const token = await rig.initialToken()
  expect(await rig.register({ software_id: 'other' }, token)).toMatchObject({ status: 400 })
  expect(await rig.register({ software_id: 'partner-app' }, token)).toMatchObject({ status: 201 })
  expect(await rig.register({ software_id: 'other' }, 'made-up')).toMatchObject({ status: 401 })
})

test('an instance is replaced by what its template is now, and by no other', async () => {
  const rig = await curity({ configuration: templatized })
  const first = await rig.register({ software_id: 'partner-app' })
  const id = String(member(first, 'client_id'))
  const put = (body: object, token: unknown) =>
    rig.call('PUT', `/token-service/oauth-registration/${id}`, {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      payload: JSON.stringify({ client_id: id, ...body }),
    })
  const token = member(first, 'registration_access_token')
  expect(await put({ software_id: 'other' }, token)).toMatchObject({ status: 400, reason: 'curity.dcrm.template' })
  expect(await put({ scope: 'email' }, token)).toMatchObject({ status: 200, body: { scope: 'orders:read' } })
})
