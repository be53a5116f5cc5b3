import { describe, expect } from 'vitest'
import { now, type Operator, problem, refusal, test, uuid } from './konnect.ts'

const servers = '/v1/auth-servers'
const times = { created_at: now, updated_at: now }
const id = expect.stringMatching(/^0{8}-0{4}-4000-8000-\d{12}$/)
const wanted = { name: 'Identity', audience: 'https://api.example' }
const client = { name: 'billing', grant_types: ['client_credentials'], response_types: ['token'] }

const made = async (operator: Operator, path: string, body: object) => {
  const answer = await operator.post(path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

describe('authorization servers', () => {
  test('are made with an issuer of their own, changed and deleted', async ({ operator }) => {
    const server = await made(operator, servers, { ...wanted, labels: { team: 'a' } })
    const base = `http://127.0.0.1:8080/identity/${server.id}/auth`
    expect(server).toEqual({
      ...{ id, ...wanted, description: '', signing_algorithm: 'RS256', trusted_origins: [], labels: { team: 'a' } },
      ...{ issuer: expect.stringContaining(server.id), metadata_uri: `${base}/.well-known/openid-configuration` },
      ...{ jwks_uri: `${base}/.well-known/jwks`, ...times },
    })
    const path = `${servers}/${server.id}`
    const changes = { description: 'Ours', labels: { team: null, env: 'test' } }
    const { body } = await operator.patch(path, changes)
    expect(body).toEqual({ ...server, description: 'Ours', labels: { env: 'test' } })
    expect((await operator.get(servers)).body.data).toEqual([body])
    expect((await operator.delete(path)).status).toBe(204)
    expect((await operator.get(path)).body).toEqual(problem(404, 'Not Found'))
  })

  test('refuse a name that is taken, algorithms that are none, and to go while something belongs to them', async ({
    operator,
  }) => {
    const server = await made(operator, servers, wanted)
    const other = await made(operator, servers, { ...wanted, name: 'Other' })
    const taken = problem(409, 'Conflict', 'An auth server with the given name already exists')
    expect((await operator.post(servers, wanted)).body).toEqual(taken)
    expect((await operator.patch(`${servers}/${other.id}`, { name: 'Identity' })).body).toEqual(taken)
    const wrong = await operator.post(servers, { ...wanted, name: 'Third', signing_algorithm: 'none', colour: 1 })
    expect(wrong.body.invalid_parameters).toMatchObject([
      { field: 'colour', rule: 'unknown_property' },
      { field: 'signing_algorithm', rule: 'enum' },
    ])
    for (const [part, body] of [
      ['clients', client],
      ['scopes', { name: 'orders' }],
      ['claims', { name: 'tier', value: 'gold' }],
    ] as const) {
      const path = `${servers}/${server.id}`
      const row = await made(operator, `${path}/${part}`, body)
      const refused = await operator.delete(path)
      expect([refused.status, refused.reason?.code]).toEqual([400, 'konnect.in-use'])
      expect(refused.body).toEqual(
        refusal({ field: 'force', reason: '"force" is required', rule: 'required', source: 'query' }),
      )
      expect((await operator.delete(`${path}/${part}/${row.id}`)).status).toBe(204)
    }
    await made(operator, `${servers}/${server.id}/clients`, client)
    expect((await operator.delete(`${servers}/${server.id}?force=true`)).status).toBe(204)
    expect((await operator.get(`${servers}/${server.id}/clients`)).status).toBe(404)
  })
})

describe('their clients', () => {
  test('show their secret once, whether drawn or given, and never again', async ({ konnect, operator }) => {
    const { id: server } = await made(operator, servers, wanted)
    const path = `${servers}/${server}/clients`
    const first = await made(operator, path, client)
    const { client_secret, ...shown } = first
    expect(first).toEqual({
      ...{ id, ...client, redirect_uris: [], login_uri: null, access_token_duration: 300, id_token_duration: 300 },
      ...{ allow_all_scopes: false, allow_scopes: [], token_endpoint_auth_method: 'client_secret_post', labels: {} },
      ...{ client_secret: expect.any(String), ...times },
    })
    expect((await operator.get(path)).body.data).toEqual([shown])
    expect((await operator.get(`${path}/${first.id}`)).body).toEqual(shown)
    const given = await operator.put(`${path}/mine`, { ...client, client_secret: 'a secret of mine' })
    expect([given.status, given.body]).toEqual([201, { ...shown, id: 'mine' }])
    const again = await operator.put(`${path}/mine`, { ...client, name: 'new', client_secret: 'another one' })
    expect([again.status, again.body]).toEqual([200, { ...shown, id: 'mine', name: 'new' }])
    const said = JSON.stringify([
      konnect.levers.exchanges.list(),
      await konnect.levers.state.snapshot({ secrets: true }),
    ])
    for (const secret of [String(client_secret), 'a secret of mine', 'another one']) expect(said).not.toContain(secret)
  })

  test('have several secrets, each shown once and switched off alone', async ({ operator }) => {
    const { id: server } = await made(operator, servers, wanted)
    const { id: clientId } = await made(operator, `${servers}/${server}/clients`, client)
    const path = `${servers}/${server}/clients/${clientId}/secrets`
    const drawn = await made(operator, path, {})
    expect(drawn).toEqual({ id, enabled: true, secret: expect.any(String), ...times })
    const given = await made(operator, path, { secret: 'mine', enabled: false })
    expect(given).toEqual({ id, enabled: false, secret: 'mine', ...times })
    const shown = ({ secret: _, ...row }: Record<string, unknown>) => row
    expect((await operator.get(path)).body.data.slice(1)).toEqual([shown(drawn), shown(given)])
    expect((await operator.get(`${path}?filter[enabled]=false`)).body.data).toEqual([shown(given)])
    const off = await operator.patch(`${path}/${drawn.id}`, { enabled: false })
    expect(off.body).toEqual({ ...shown(drawn), enabled: false })
    expect((await operator.delete(`${path}/${drawn.id}`)).status).toBe(204)
    expect((await operator.get(`${path}/${drawn.id}`)).status).toBe(404)
  })

  test('refuse ids that are none, scopes of another server, and what the description does not have', async ({
    operator,
  }) => {
    const { id: server } = await made(operator, servers, wanted)
    const { id: other } = await made(operator, servers, { ...wanted, name: 'Other' })
    const { id: scope } = await made(operator, `${servers}/${other}/scopes`, { name: 'orders' })
    const path = `${servers}/${server}/clients`
    const strange = await operator.post(path, { ...client, allow_scopes: [scope] })
    expect(strange.body).toEqual(
      refusal({ field: 'allow_scopes.0', reason: 'Scope not found', rule: 'missing_reference', source: 'body' }),
    )
    const long = await operator.put(`${path}/${'x'.repeat(37)}`, { ...client, client_secret: 'a' })
    expect([long.status, long.body.invalid_parameters]).toMatchObject([
      400,
      [{ field: 'clientId', rule: 'matches_regex' }],
    ])
    const wrong = await operator.post(path, { grant_types: ['magic'], access_token_duration: 1, colour: 1 })
    expect(wrong.body.invalid_parameters.map(({ field, rule }) => `${field} ${rule}`).sort()).toEqual([
      ...['access_token_duration min', 'colour unknown_property', 'grant_types.0 enum', 'name required'],
      'response_types required',
    ])
    const { id: mine } = await made(operator, path, client)
    expect((await operator.get(`${servers}/${other}/clients/${mine}`)).status).toBe(404)
    expect((await operator.get(`${path}/${uuid(99)}`)).body).toEqual(problem(404, 'Not Found'))
    expect((await operator.get(path)).body.data).toHaveLength(1)
  })
})

describe.for([
  ['scopes', 409, { name: 'orders' }, { description: '', default: false, include_in_metadata: false, enabled: true }],
  [
    'claims',
    400, // for claims no 409 is described
    { name: 'tier', value: 'gold' },
    { include_in_token: false, include_in_all_scopes: false, include_in_scopes: [], enabled: true },
  ],
] as const)('their %s', ([part, twice, body, defaults]) => {
  test('are made, changed, listed and deleted; a name stands once', async ({ operator }) => {
    const { id: server } = await made(operator, servers, wanted)
    const path = `${servers}/${server}/${part}`
    const row = await made(operator, path, body)
    expect(row).toEqual({ id, ...body, ...defaults, ...times })
    expect((await operator.post(path, body)).status).toBe(twice)
    expect((await operator.patch(`${path}/${row.id}`, { enabled: false })).body).toEqual({ ...row, enabled: false })
    expect((await operator.get(path)).body.data).toEqual([{ ...row, enabled: false }])
    expect((await operator.patch(`${path}/${row.id}`, { enabled: 'no' })).body.invalid_parameters).toMatchObject([
      { field: 'enabled', rule: 'is_boolean' },
    ])
    expect((await operator.delete(`${path}/${row.id}`)).status).toBe(204)
    expect((await operator.get(`${path}/${row.id}`)).body).toEqual(problem(404, 'Not Found'))
  })
})
