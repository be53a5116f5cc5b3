import { readFileSync } from 'node:fs'
import { buildSchema, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import type { Switches } from '../../mock-curity/behaviour.ts'
import { clientSchema } from '../../mock-curity/graphql/client-graphql-schema.ts'
import { client, profile, together } from './configurations.ts'
import { curity, member, type Rig, start } from './rig.ts'

const path = '/client-management'
const endpoint = together(
  profile({ endpoints: { endpoint: [{ id: 'clients', uri: path, 'endpoint-kind': 'oauth-client-graphql-api' }] } }),
  { environments: { environment: { services: { 'service-role': [{ id: 'graphql', endpoints: ['clients'] }] } } } },
)

async function serving({ behaviour = {}, more = {} }: { behaviour?: Partial<Switches>; more?: object } = {}) {
  const rig = await curity({ configuration: together(endpoint, more), behaviour })
  const token = String(member(await rig.token(), 'access_token'))
  const send = (body: unknown, authorization: string | undefined = `Bearer ${token}`) =>
    rig.call('POST', path, {
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      payload: JSON.stringify(body),
    })
  return { rig, send, query: (query: string, variables?: object) => send({ query, variables }) }
}

async function registered(rig: Rig, name: string) {
  const { client_id: id, client_secret: secret } = (
    await rig.register({ client_name: name, grant_types: ['client_credentials'] })
  ).body as { client_id: string; client_secret: string }
  return { id, token: () => rig.token({}, basicAuthorization(id, secret)) }
}

test('a registered client is read with the members that the record knows', async () => {
  const { rig, query } = await serving()
  const { id } = await registered(rig, 'Orders app')
  const { status, body } = await query(
    `query ($id: ID!) { dynamicallyRegisteredClient(client_id: $id) {
      client_id client_name status scope redirect_uris grant_types response_types subject_type created updated
      initial_client authenticated_user instance_of_client token_endpoint_auth_method access_token_ttl } }`,
    { id },
  )
  expect([status, body]).toEqual([
    200,
    {
      data: {
        dynamicallyRegisteredClient: {
          client_id: id,
          client_name: 'Orders app',
          status: 'active',
          scope: 'address email openid phone profile orders:read',
          redirect_uris: [],
          grant_types: ['client_credentials'],
          response_types: [],
          subject_type: 'public',
          created: start,
          updated: start,
          initial_client: 'registrar',
          authenticated_user: null,
          instance_of_client: null,
          token_endpoint_auth_method: 'client_secret_basic',
          access_token_ttl: 300,
        },
      },
    },
  ])
})

test('clients are listed oldest first, a part at a time; configured ones are not among them', async () => {
  const { rig, query } = await serving()
  for (const name of ['a', 'b', 'c']) await registered(rig, name)
  const names = async (cut: string) =>
    (await query(`{ dynamicallyRegisteredClients${cut} { client_name } }`)).body as {
      data: { dynamicallyRegisteredClients: { client_name: string }[] }
    }
  expect((await names('')).data.dynamicallyRegisteredClients.map(({ client_name }) => client_name)).toEqual([
    'a',
    'b',
    'c',
  ])
  expect((await names('(first: 1, from: 1)')).data.dynamicallyRegisteredClients).toEqual([{ client_name: 'b' }])
  expect((await names('(first: -1, from: -7)')).data.dynamicallyRegisteredClients).toEqual([])
})

test.for(['inactive', 'revoked'])(
  'a client that is made %s is refused at once, and works again when it is active',
  async (wanted) => {
    const { rig, query } = await serving()
    const app = await registered(rig, 'app')
    const change = `mutation ($id: ID!, $status: ClientStatus!) {
    setDynamicallyRegisteredClientStatus(client_id: $id, status: $status) { status updated } }`
    expect((await app.token()).status).toBe(200)
    rig.clock.advance(10_000)
    expect((await query(change, { id: app.id, status: wanted })).body).toEqual({
      data: { setDynamicallyRegisteredClientStatus: { status: wanted, updated: start + 10 } },
    })
    const refused = await app.token()
    expect([refused.status, refused.body]).toEqual([401, { error: 'invalid_client' }])
    await query(change, { id: app.id, status: 'active' })
    expect((await app.token()).status).toBe(200)
  },
)

test('of a client that is not there nothing is told or changed', async () => {
  const { query } = await serving()
  expect((await query('{ dynamicallyRegisteredClient(client_id: "registrar") { client_id } }')).body).toEqual({
    data: { dynamicallyRegisteredClient: null },
  })
  expect(
    (await query('mutation { setDynamicallyRegisteredClientStatus(client_id: "x", status: revoked) { status } }')).body,
  ).toEqual({ data: { setDynamicallyRegisteredClientStatus: null } })
})

test.for([
  ['a syntax error', '{', 'Syntax Error: Expected Name, found <EOF>.'],
  ['a field that is not there', '{ clients { id } }', 'Cannot query field "clients" on type "Query".'],
  [
    'a secret',
    '{ dynamicallyRegisteredClients { client_secret } }',
    'Cannot query field "client_secret" on type "DynamicallyRegisteredClient".',
  ],
  [
    'a long document',
    `{ ${'a '.repeat(3000)} }`,
    'Syntax Error: Document contains more than 2000 tokens. Parsing aborted.',
  ],
] as const)("%s is an error in GraphQL's words", async ([, query, message]) => {
  const { query: send } = await serving()
  const { status, body } = await send(query)
  expect([status, (body as { errors: { message: string }[] }).errors[0]?.message]).toEqual([
    400,
    expect.stringContaining(message),
  ])
})

test.for([{}, [], { query: 7 }, { query: '{ x }', variables: 'x' }])(
  'a body that is no request is refused: %j',
  async (body) => {
    const { send } = await serving()
    const refused = await send(body)
    expect([refused.status, refused.body]).toEqual([400, { error: 'invalid_request' }])
  },
)

test('without a valid token nothing is answered', async () => {
  const { send } = await serving()
  const ask = { query: '{ dynamicallyRegisteredClients { client_id } }' }
  const none = await send(ask, '')
  expect([none.status, none.text, none.reason]).toEqual([401, '', 'curity.graphql.no-token'])
  const wrong = await send(ask, 'Bearer nothing')
  expect([wrong.status, wrong.body, wrong.reason]).toEqual([
    401,
    { error: 'invalid_token' },
    'curity.graphql.invalid-token',
  ])
})

test('by the switch it takes the scope of the admin API, or nothing at all', async () => {
  const scope = 'urn:se:curity:scopes:admin:api'
  const more = together(
    profile({ settings: { 'authorization-server': { scopes: { scope: [{ id: scope }] } } } }),
    client({ id: 'service', scope: [scope] }),
  )
  const { rig, send } = await serving({ behaviour: { graphqlAuthorization: 'admin-scope' }, more })
  const ask = { query: '{ dynamicallyRegisteredClients { client_id } }' }
  const refused = await send(ask)
  expect([refused.status, refused.body]).toEqual([403, { error: 'insufficient_scope' }])
  const allowed = String(member(await rig.token({ scope }), 'access_token'))
  expect((await send(ask, `Bearer ${allowed}`)).status).toBe(200)
  rig.levers.behaviour.change({ graphqlAuthorization: 'none' })
  expect((await send(ask, '')).body).toEqual({ data: { dynamicallyRegisteredClients: [] } })
})

test('it is there once it is configured, for POST alone', async () => {
  const { rig } = await serving()
  expect([(await rig.call('GET', path)).status, (await rig.call('GET', path)).headers.allow]).toEqual([405, 'POST'])
  const plain = await curity()
  expect((await plain.call('POST', path)).status).toBe(404)
})

test('the README says of every name of the API where it comes from', () => {
  const readme = readFileSync(new URL('../../mock-curity/README.md', import.meta.url), 'utf8')
  const [section = ''] = /^### Names of the GraphQL API$[\s\S]*?(?=^## )/m.exec(readme) ?? []
  const rows = section.split('\n').filter((line) => /^\| .*`/.test(line))
  const told = rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, name]) => String(name)))
  const schema = buildSchema(clientSchema)
  const types = [schema.getQueryType(), schema.getMutationType(), schema.getType('DynamicallyRegisteredClient')]
  const fields = types.flatMap((type) => (isObjectType(type) ? Object.keys(type.getFields()) : []))
  const others = ['DynamicallyRegisteredClient', 'ClientStatus', 'active', 'inactive', 'revoked', 'first', 'from']
  expect([...told].sort()).toEqual([...fields, ...others].sort())
})
