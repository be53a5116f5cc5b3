import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import * as oauth from 'oauth4webapi'
import { test as base, describe, expect } from 'vitest'
import { startWorld } from '../../../harness/world.ts'
import { authServerAddresses } from '../../../mock-konnect/identity/addresses.ts'
import type { AuthServer } from '../../../mock-konnect/model/auth-server.ts'
import { demo } from '../portal-world.ts'

const authServer: AuthServer = {
  ...{ id: 'a0000000-0000-4000-8000-000000000001', name: 'orders', description: '', audience: 'urn:orders' },
  ...{ signing_algorithm: 'PS256', trusted_origins: [], labels: {}, secrets: {} },
  ...{ created_at: '2026-01-01T00:00:00.000Z', updated_at: '2026-01-01T00:00:00.000Z' },
}
const times = { created_at: authServer.created_at, updated_at: authServer.updated_at }
const scope = (name: string, more: object = {}) => ({
  ...{ id: name, auth_server_id: authServer.id, name, description: '', default: false, ...times },
  ...{ include_in_metadata: true, enabled: true, ...more },
})
const claim = (name: string, value: string, more: object = {}) => ({
  ...{ id: name, auth_server_id: authServer.id, name, value, include_in_token: true, ...times },
  ...{ include_in_all_scopes: true, include_in_scopes: [], enabled: true, ...more },
})
const tables = {
  auth_servers: [authServer],
  auth_server_scopes: [scope('usual', { default: true }), scope('extra'), scope('off', { enabled: false })],
  auth_server_claims: [
    claim('tier', '"gold"'),
    claim('limits', '{"calls":5}'),
    claim('extra', 'yes', { include_in_all_scopes: false, include_in_scopes: ['extra'] }),
    claim('hidden', 'x', { include_in_token: false }),
  ],
}

/** The whole demo, with an authorization server whose clients Konnect makes. */
const test = base.extend('world', async ({}, { onCleanup }) => {
  const world = await startWorld()
  onCleanup(() => world.close())
  const { levers, konnect, addresses } = world
  const state = (await levers.state('konnect', { secrets: true })) as { tables: Record<string, object[]> }
  await levers.load('konnect', { ...state, tables: { ...state.tables, ...tables } })
  const at = authServerAddresses(addresses.konnect.url, authServer.id)
  const provider = await konnect.create('/v2/dcr-providers', {
    ...{ name: 'identity', provider_type: 'kongIdentity', issuer: at.issuer },
  })
  const strategy = await konnect.create('/v2/application-auth-strategies', {
    ...{ name: 'identity', display_name: 'Identity', strategy_type: 'openid_connect', dcr_provider_id: provider.id },
    configs: {
      'openid-connect': {
        ...{ issuer: at.issuer, credential_claim: ['sub'], scopes: ['extra'] },
        auth_methods: ['client_credentials', 'bearer'],
      },
    },
  })
  const publication = { auth_strategy_ids: [strategy.id], auto_approve_registrations: true }
  await konnect.call('PUT', `/v3/apis/${demo.ids.api}/publications/${demo.ids.portal}`, { json: publication })
  return { ...world, at, provider, strategy }
})

const insecure = { [oauth.allowInsecureRequests]: true }

/** A token, as a client gets one that knows nothing but the issuer. */
async function tokenOf(issuer: string, clientId: string, secret: string, parameters: Record<string, string> = {}) {
  const url = new URL(issuer)
  const as = await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, insecure))
  const client = { client_id: clientId }
  const post = oauth.ClientSecretPost(secret)
  const answer = await oauth.clientCredentialsGrantRequest(as, client, post, new URLSearchParams(parameters), insecure)
  return oauth.processClientCredentialsResponse(as, client, answer)
}

describe('an application on Kong Identity', () => {
  test('gets a client there, whose credentials the gateway takes, until they change', async ({ world }) => {
    const { portal, gateway, strategy, at } = world
    const application = await portal.createApplication({ name: 'billing', auth_strategy_id: strategy.id })
    await portal.register(application)
    expect((await gateway.get('/orders', { basic: application })).status).toBe(200)
    const { access_token } = await tokenOf(at.issuer, application.clientId, application.clientSecret)
    expect((await gateway.get('/orders', { bearer: access_token })).status).toBe(200)

    const rotated = await portal.call('POST', `/applications/${application.id}/regenerate-secret`)
    const { client_secret } = rotated.body as { client_secret: string }
    await expect(tokenOf(at.issuer, application.clientId, application.clientSecret)).rejects.toThrow()
    expect((await tokenOf(at.issuer, application.clientId, client_secret)).token_type).toBe('bearer')

    expect((await portal.call('PATCH', `/applications/${application.id}`, { json: { name: 'invoices' } })).status).toBe(
      200,
    )
    const state = (await world.levers.state('konnect')) as { tables: Record<string, Record<string, unknown>[]> }
    expect(state.tables.auth_server_clients).toMatchObject([{ name: 'invoices', client_id: application.clientId }])

    expect((await portal.call('DELETE', `/applications/${application.id}`)).status).toBe(204)
    await expect(tokenOf(at.issuer, application.clientId, client_secret)).rejects.toThrow()
  })

  test('is verified, and refused where the issuer is none of this Konnect', async ({ world }) => {
    const { konnect, provider, portal, strategy } = world
    const path = `/v2/dcr-providers/${provider.id}`
    expect((await konnect.call('POST', `${path}/verify`)).body).toEqual({ status: 'success', errors: [] })
    await konnect.call('PATCH', path, { json: { issuer: 'https://identity.example/auth' } })
    const reply = await portal.call('POST', '/applications', { json: { name: 'x', auth_strategy_id: strategy.id } })
    expect([reply.status, reply.reason]).toEqual([400, 'konnect.dcr.not-own-auth-server'])
  })
})

describe('a token', () => {
  test('is signed as the server says, for its audience, with scopes and claims', async ({ world }) => {
    const { portal, strategy, at } = world
    const { clientId, clientSecret } = await portal.createApplication({
      name: 'billing',
      auth_strategy_id: strategy.id,
    })
    const answer = await tokenOf(at.issuer, clientId, clientSecret, { scope: 'extra' })
    expect(answer).toMatchObject({ expires_in: 300, scope: 'usual extra' })
    const jwks = (await (await fetch(at.jwks)).json()) as JSONWebKeySet // checked by its use
    const { payload, protectedHeader } = await jwtVerify(answer.access_token, createLocalJWKSet(jwks), {
      ...{ issuer: at.issuer, audience: 'urn:orders' },
    })
    expect(protectedHeader).toMatchObject({ alg: 'PS256', typ: 'JWT' })
    expect(payload).toMatchObject({
      sub: clientId,
      scope: 'usual extra',
      tier: 'gold',
      limits: { calls: 5 },
      extra: 'yes',
    })
    expect(payload).not.toHaveProperty('hidden')
    expect(Object.keys(jwks.keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
  })

  test.for([
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{}, 400, 'invalid_request'],
    [{ grant_type: 'client_credentials', scope: 'off' }, 400, 'invalid_scope'],
    [{ grant_type: 'client_credentials', client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ grant_type: 'client_credentials', client_id: 'nobody' }, 401, 'invalid_client'],
  ] as const)('is refused for %j', async ([form, status, error], { world }) => {
    const { portal, strategy, at } = world
    const { clientId, clientSecret } = await portal.createApplication({
      name: 'billing',
      auth_strategy_id: strategy.id,
    })
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...form })
    const answer = await fetch(at.token, { method: 'POST', body })
    expect([answer.status, await answer.json()]).toMatchObject([status, { error }])
  })

  test('is refused for parameters that come twice, JSON, and unknown servers', async ({ world }) => {
    const { at } = world
    const statusOf = async (url: string, body: string, type: string) =>
      (await fetch(url, { method: 'POST', body, headers: { 'content-type': type } })).status
    const form = 'application/x-www-form-urlencoded'
    expect(await statusOf(at.token, 'grant_type=a&grant_type=b', form)).toBe(400)
    expect(await statusOf(at.token, '{"grant_type":"client_credentials"}', 'application/json')).toBe(400)
    expect(await statusOf(at.token.replace(authServer.id, 'nobody'), 'grant_type=client_credentials', form)).toBe(404)
  })
})

test('registration there is for Konnect alone', async ({ world }) => {
  const body = JSON.stringify({ client_name: 'mine' })
  for (const authorization of ['', 'Bearer guess']) {
    const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) }
    expect((await fetch(world.at.clients, { method: 'POST', headers, body })).status).toBe(401)
  }
})

test('neither secrets nor the signing key stand in state or exchanges', async ({ world }) => {
  const { portal, levers, strategy, at } = world
  const { clientId, clientSecret } = await portal.createApplication({ name: 'billing', auth_strategy_id: strategy.id })
  const { access_token } = await tokenOf(at.issuer, clientId, clientSecret)
  const stored = (await levers.state('konnect', { secrets: true })) as { tables: { auth_servers: AuthServer[] } }
  const key = JSON.parse(String(stored.tables.auth_servers[0]?.secrets.signing_key))
  const seen = JSON.stringify([await levers.state('konnect'), await levers.exchanges()])
  expect([clientSecret, access_token, key.d, key.p].filter((secret) => seen.includes(secret))).toEqual([])
  expect(JSON.stringify(stored)).not.toContain(clientSecret)
})

test('a client whose answer was lost is listed, and one that was refused is not there', async ({ world }) => {
  const { portal, levers, strategy } = world
  const create = () => portal.call('POST', '/applications', { json: { name: 'x', auth_strategy_id: strategy.id } })
  const tables = async () =>
    ((await levers.state('konnect')) as { tables: Record<string, Record<string, unknown>[]> }).tables
  await levers.fault('konnect', { kind: 'answer', endpoint: 'identity.client.create', status: 400 })
  expect((await create()).status).toBe(400)
  expect([(await tables()).auth_server_clients, (await tables()).orphans]).toEqual([[], []])
  await levers.fault('konnect', { kind: 'hang-up', endpoint: 'identity.client.create', commit: true })
  expect((await create()).status).toBe(400)
  const { auth_server_clients, orphans, applications } = await tables()
  expect([auth_server_clients?.length, applications]).toEqual([1, []])
  expect(orphans).toMatchObject([{ alone: 'client', certainty: 'possible', client_name: 'x' }])
})
