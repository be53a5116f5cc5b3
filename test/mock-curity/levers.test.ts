import { expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { Switches } from '../../mock-curity/behaviour.ts'
import { client, jwt } from './configurations.ts'
import { curity, member, service, tokenPath } from './rig.ts'

const app = { client_name: 'Orders app', grant_types: ['client_credentials'], scope: 'orders:read' }

test('the state shows dynamic clients, and no secret in any form', async () => {
  const rig = await curity()
  const registered = await rig.register(app)
  await rig.token()
  const { body, text } = await rig.call('GET', '/_mock/state')
  expect(member({ body }, 'tables')).toEqual({
    access_tokens: 1,
    delegations: [],
    backchannel_requests: 0,
    device_codes: 0,
    dynamic_clients: [
      {
        id: member(registered, 'client_id'),
        created: 1_767_225_600,
        updated: 1_767_225_600,
        status: 'active',
        secretExpiresAt: 0,
        initialClient: 'registrar',
        metadata: {
          access_token_ttl: 300,
          client_name: 'Orders app',
          grant_types: ['client_credentials'],
          redirect_uris: [],
          require_proof_key: false,
          response_types: [],
          scope: 'orders:read',
          subject_type: 'public',
          token_endpoint_auth_method: 'client_secret_basic',
        },
      },
    ],
    initial_tokens: 1,
    interactive_flow: 0,
    used_assertions: 0,
    used_initial_tokens: 1,
  })
  for (const secret of ['registrar-secret', 'alice-password', 'client-secret_', '_0XBPWQQ_', '"d":']) {
    expect(text).not.toContain(secret)
  }
})

test('a state with secrets makes another server the same', async () => {
  const [one, other] = [await curity(), await curity({ configuration: client({ id: 'service', secret: 'another' }) })]
  const registered = await one.register(app)
  const [id, secret] = [member(registered, 'client_id'), member(registered, 'client_secret')].map(String)
  const authorization = basicAuthorization(String(id), String(secret))
  const token = String(member(await one.token({}, authorization), 'access_token'))
  const { text } = await one.call('GET', '/_mock/state?secrets=true')
  const loaded = await other.call('PUT', '/_mock/state', {
    headers: { 'content-type': 'application/json' },
    payload: text,
  })
  expect(loaded.status).toBe(204)
  expect(await other.token()).toMatchObject({ status: 200 })
  expect(await other.token({}, authorization)).toMatchObject({ status: 200 })
  expect((await other.introspect(token)).body).toMatchObject({ active: true, client_id: id })
  expect(await other.levers.state.snapshot({ secrets: true })).toMatchObject({ configuration: one.configuration() })
})

test.for([
  ['masked', (state: object) => state],
  ['no state', () => ({})],
] as const)('a state that is %s is not loaded, and changes nothing', async ([kind, change]) => {
  const rig = await curity()
  await rig.register(app)
  const before = await rig.levers.state.snapshot({ secrets: true })
  const document = change(await rig.levers.state.snapshot({ secrets: kind !== 'masked' }))
  await expect(rig.levers.state.restore(document)).rejects.toThrow(/state/)
  expect(await rig.levers.state.snapshot({ secrets: true })).toEqual(before)
})

test('a state with other paths is served at those paths', async () => {
  const rig = await curity()
  const state = await rig.levers.state.snapshot({ secrets: true })
  await rig.levers.state.restore(JSON.parse(JSON.stringify(state).replace('/oauth/v2/oauth-token', '/other')))
  expect(await rig.token()).toMatchObject({ status: 404, reason: 'curity.path.unknown' })
  expect(await rig.form('/other', { grant_type: 'client_credentials' }, service)).toMatchObject({ status: 200 })
})

test('a reset brings back what the server was started with, under the address it has', async () => {
  const rig = await curity()
  const registered = await rig.register(app)
  rig.setBaseUrl('http://moved.test')
  expect(await rig.call('POST', '/_mock/reset')).toMatchObject({ status: 204 })
  const authorization = basicAuthorization(
    String(member(registered, 'client_id')),
    String(member(registered, 'client_secret')),
  )
  expect(await rig.token({}, authorization)).toMatchObject({ status: 401 })
  expect(await rig.token()).toMatchObject({ status: 200 })
  expect(rig.configuration().environments.environment['base-url']).toBe('http://moved.test')
})

test('every switch has a default and says what it is', () => {
  const silent = Object.entries(Switches.properties).filter(
    ([, member]) => !('default' in member) || !(member as { description?: string }).description,
  )
  expect(silent.map(([name]) => name)).toEqual([])
})

test('a switch changes the next answer', async () => {
  const { call, token } = await curity()
  await call('PATCH', '/_mock/behaviour', {
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify({ scopeNotAllowed: 'drop' }),
  })
  expect(await token({ scope: 'unknown' })).toMatchObject({ status: 200, body: { scope: '' } })
})

test('a fault takes the call that it is armed for', async () => {
  const { call, token, levers } = await curity()
  const fault = { route: `POST ${tokenPath}`, kind: 'answer', status: 503 }
  expect(
    await call('POST', '/_mock/faults', {
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(fault),
    }),
  ).toMatchObject({ status: 201 })
  expect(await token()).toMatchObject({ status: 503 })
  expect(await token()).toMatchObject({ status: 200 })
  expect(levers.faults.unused).toEqual([])
})

test('expired tokens go, and what is alive stays', async () => {
  const { token, levers, clock, introspect } = await curity()
  const stored = async () => {
    const { tables } = (await levers.state.snapshot({ secrets: false })) as { tables: { access_tokens: number } }
    return tables.access_tokens
  }
  for (let n = 0; n < 50; n++) await token()
  expect(await stored()).toBe(50)
  clock.advance(420_000)
  const alive = String(member(await token(), 'access_token'))
  expect(await stored()).toBe(1)
  expect((await introspect(alive)).body).toMatchObject({ active: true })
})

test('JWTs leave nothing behind', async () => {
  const { token, levers } = await curity({ configuration: jwt })
  await token()
  expect(await levers.state.snapshot({ secrets: false })).toMatchObject({
    tables: { access_tokens: 0, delegations: [] },
  })
})

test('exchanges hold no secret', async () => {
  const rig = await curity()
  const registered = await rig.register(app)
  await rig.token({ client_id: 'service', client_secret: 'service-secret' }, '')
  const token = String(member(await rig.token(), 'access_token'))
  await rig.introspect(token)
  const kept = JSON.stringify(rig.exchanges.list())
  const secrets = ['client_secret', 'registration_access_token'].map((name) => String(member(registered, name)))
  for (const secret of [...secrets, token, 'service-secret', 'registrar-secret']) expect(kept).not.toContain(secret)
})
