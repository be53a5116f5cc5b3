import { expect } from 'vitest'
import { manualClock } from '../../../kit/clock.ts'
import { countingIds } from '../../../kit/ids.ts'
import { memoryDatabase } from '../../../kit/memory-database.ts'
import { buildMockKonnect } from '../../../mock-konnect/app.ts'
import type { StateDocument } from '../../../mock-konnect/state.ts'
import { now, operatorOf, test, uuid } from './konnect.ts'

const provider = {
  ...{ name: 'Curity', provider_type: 'curity', issuer: 'https://c.example' },
  dcr_config: { initial_client_id: 'a', initial_client_secret: 'initial-secret' },
}

test('a snapshot with secrets, loaded into another server with another key, is the same again', async ({
  konnect,
  operator,
}) => {
  await operator.post('/v2/dcr-providers', provider)
  const taken = await konnect.levers.state.snapshot({ secrets: true })
  const other = buildMockKonnect({ clock: manualClock(), initialState: taken as StateDocument })
  await other.app.ready()
  expect(await other.levers.state.snapshot({ secrets: true })).toEqual(taken)
  expect(JSON.stringify(taken)).toContain('initial-secret')
  await other.app.close()
})

test('a snapshot without secrets shows none, and cannot be loaded', async ({ konnect, operator }) => {
  await operator.post('/v2/dcr-providers', provider)
  const answer = await konnect.app.inject({ url: '/_mock/state' })
  expect(answer.body).not.toContain('initial-secret')
  expect(answer.json().tables.dcr_providers[0].secrets).toEqual({ initial_client_secret: '***' })
  const put = await konnect.app.inject({ method: 'PUT', url: '/_mock/state', payload: answer.json() })
  expect({ status: put.statusCode, complaints: put.json().complaints }).toEqual({
    status: 400,
    complaints: [{ path: 'tables.dcr_providers', expected: 'secrets are masked; take the state with ?secrets=true' }],
  })
  expect((await operator.get('/v2/dcr-providers')).body.data).toHaveLength(1)
})

test('a snapshot without secrets shows none of those among the settings of plugins', async ({ konnect, operator }) => {
  const settings = { issuer: 'https://c.example', client_id: ['a'], client_secret: ['plugin-secret'] }
  const openid = { ...settings, credential_claim: ['sub'], scopes: [], auth_methods: ['bearer'] }
  await operator.post('/v2/application-auth-strategies', {
    ...{ name: 's', display_name: 'S', strategy_type: 'openid_connect', configs: { 'openid-connect': openid } },
  })
  const plugin = { name: 'openid-connect', config: settings }
  await operator.post(`/v2/control-planes/${uuid(2)}/core-entities/plugins`, plugin)
  const { tables } = (await konnect.app.inject({ url: '/_mock/state' })).json<StateDocument>()
  const client_secret = ['***']
  expect(tables.auth_strategies?.at(-1)).toMatchObject({ configs: { 'openid-connect': { ...openid, client_secret } } })
  expect(tables.gateway_plugins).toMatchObject([{ config: { ...settings, client_secret } }])
})

test('stored secrets are sealed', async () => {
  const database = memoryDatabase()
  const konnect = buildMockKonnect({ database, ids: countingIds(), clock: manualClock() })
  await konnect.app.ready()
  await operatorOf(konnect).post('/v2/dcr-providers', provider)
  expect(JSON.stringify(await database.snapshot())).not.toContain('initial-secret')
  await konnect.app.close()
})

test('a reset goes back to what the server was started with', async ({ konnect, operator }) => {
  await operator.post('/v2/dcr-providers', provider)
  await operator.delete(`/v2/application-auth-strategies/${uuid(3)}`)
  await konnect.app.inject({ method: 'POST', url: '/_mock/reset' })
  expect((await operator.get('/v2/dcr-providers')).body.data).toEqual([])
  expect((await operator.get('/v2/application-auth-strategies')).body.data.map(({ name }) => name)).toEqual([
    'Key Auth',
  ])
})

test('two servers in one process do not notice each other', async ({ operator }) => {
  const other = buildMockKonnect()
  await other.app.ready()
  await operator.post('/v2/dcr-providers', provider)
  expect((await operatorOf(other).get('/v2/dcr-providers')).body.data).toEqual([])
  await other.app.close()
})

test.for([
  ['no document', 5, 'state', ''],
  ['another version', { version: 2, tables: {} }, 'state', 'version'],
  ['an unknown table', { version: 1, tables: { portal: [] } }, 'state', 'tables.portal'],
  ['a row without an id', { version: 1, tables: { portals: [{}] } }, 'state', 'tables.portals.0.id'],
] as const)('refuses %s, and keeps what it has', async ([, document, subject, path], { konnect, operator }) => {
  const before = await konnect.levers.state.snapshot({ secrets: true })
  await expect(konnect.levers.state.restore(document)).rejects.toMatchObject({ subject, list: [{ path }] })
  expect(await konnect.levers.state.snapshot({ secrets: true })).toEqual(before)
  expect((await operator.get('/v2/control-planes')).body.data).toHaveLength(1)
})

test('the first state is dated by the clock', async ({ konnect }) => {
  const { tables } = (await konnect.levers.state.snapshot({ secrets: true })) as StateDocument
  expect(tables.control_planes).toMatchObject([{ id: uuid(2), name: 'default', created_at: now }])
})
