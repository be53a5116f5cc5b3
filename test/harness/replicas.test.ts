import { afterAll, test as base, beforeAll, describe, expect } from 'vitest'
import type { Given } from '../../harness/given.ts'
import { basicAuthorization } from '../../kit/http-client.ts'
import { noPostgres, startPostgres, type TestPostgres } from '../kit/postgres/server.ts'
import { type Cluster, cluster, type Replica } from './cluster.ts'

describe.skipIf(noPostgres)(`two replicas over one database${noPostgres ? ` (skipped: ${noPostgres})` : ''}`, () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.stop())

  const test = base.extend('start', async ({}, { onCleanup }) => {
    const open: Cluster[] = []
    onCleanup(async () => void (await Promise.all(open.map((each) => each.close()))))
    return async (given: Given = {}) => {
      const started = await cluster(await postgres.fresh(), given)
      open.push(started)
      const [a, b] = started.replicas
      if (!a || !b) throw new Error('there are two replicas')
      return { ...started, a, b }
    }
  })

  test('serve the whole flow behind a load balancer, and both data planes know what either changed', async ({
    start,
  }) => {
    const { world, a, b, balancers } = await start()
    for (const round of [1, 2, 3]) {
      const application = await world.portal.createApplication({ name: `round ${round}` })
      expect((await world.portal.register(application)).status).toBe('approved')
      for (const { world: at } of [a, b])
        expect((await at.gateway.get('/orders', { basic: application })).status).toBe(200)
      const rotated = await world.portal.rotateSecret(application)
      for (const { world: at } of [a, b]) expect((await at.gateway.get('/orders', { basic: rotated })).status).toBe(200)
      await world.portal.deleteApplication(application)
      for (const { world: at } of [a, b])
        expect((await at.gateway.get('/orders', { basic: rotated })).status).toBeGreaterThanOrEqual(401)
    }
    for (const { ports, served } of Object.values(balancers))
      for (const port of ports) expect(served.get(port)).toBeGreaterThan(5)
  })

  test('what one makes the other has at once: a provider here, its strategy there, an application here', async ({
    start,
  }) => {
    const { a, b } = await start()
    const { issuer, registrar } = a.servers.addresses.curity
    const provider = await a.world.konnect.create('/v2/dcr-providers', {
      ...{ name: 'second', provider_type: 'curity', issuer },
      dcr_config: { initial_client_id: registrar.id, initial_client_secret: registrar.secret },
    })
    expect(await b.world.konnect.read(`/v2/dcr-providers/${provider.id}`)).toMatchObject({ name: 'second' })
    const strategy = await b.world.konnect.create('/v2/application-auth-strategies', {
      ...{
        name: 'by second',
        display_name: 'by second',
        strategy_type: 'openid_connect',
        dcr_provider_id: provider.id,
      },
      configs: {
        'openid-connect': { issuer, credential_claim: ['sub'], auth_methods: ['client_credentials'], scopes: [] },
      },
    })
    const application = await a.world.portal.createApplication({ name: 'there', auth_strategy_id: strategy.id })
    expect((await b.world.curity.clientCredentials(application)).access_token).toBeTruthy()
    await b.world.portal.deleteApplication(application)
    expect((await a.world.curity.requestToken({ grant_type: 'client_credentials' }, application)).status).toBe(401)
  })

  test('a token of one is introspected and revoked at the other, and is dead everywhere then', async ({ start }) => {
    const { world, a, b } = await start({ curity: { accessTokens: 'opaque' } })
    const { introspector, registrar } = a.servers.addresses.curity
    const post = async (at: Replica, path: string, client: typeof registrar, form: Record<string, string>) => {
      const answer = await fetch(`${at.curity}/oauth/v2/${path}`, {
        method: 'POST',
        headers: { authorization: basicAuthorization(client.id, client.secret) },
        body: new URLSearchParams(form),
      })
      return (answer.headers.get('content-type') ?? '').includes('json') ? ((await answer.json()) as object) : {}
    }
    const application = await world.portal.createApplication({ name: 'revoked' })
    const client = { id: application.clientId, secret: application.clientSecret }
    const token = (await post(a, 'oauth-token', client, { grant_type: 'client_credentials' })) as {
      access_token: string
    }
    const active = (at: Replica) => post(at, 'oauth-introspect', introspector, { token: token.access_token })
    expect(await active(b)).toMatchObject({ active: true, sub: client.id })
    await post(a, 'oauth-revoke', client, { token: token.access_token })
    expect([await active(b), await active(a)]).toMatchObject([{ active: false }, { active: false }])
  })

  test('a one-use token registers one client, however many replicas are asked at the same time', async ({ start }) => {
    const { a, b } = await start()
    const { registrar } = a.servers.addresses.curity
    const credentials = { clientId: registrar.id, clientSecret: registrar.secret }
    const { access_token } = await a.world.curity.clientCredentials(credentials, { scope: 'dcr' })
    const register = (at: Replica) =>
      fetch(`${at.curity}/token-service/oauth-registration`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${access_token}` },
        body: JSON.stringify({ client_name: 'once', grant_types: ['client_credentials'] }),
      })
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => register(n % 2 ? a : b)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 401)])
  })

  test("Curity's configuration and keys are those that either changed, until a reset at one is a reset of both", async ({
    start,
  }) => {
    const { a, b } = await start()
    const clients = `${a.admin}/admin/api/restconf/data/base:profiles/profile=token-service,oauth-service/settings/profile-oauth:authorization-server/client-store/config-backed`
    const put = await fetch(`${clients}/client=newcomer`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/yang-data+json',
        authorization: basicAuthorization('admin', 'admin-password'),
      },
      body: JSON.stringify({
        'profile-oauth:client': {
          ...{ id: 'newcomer', secret: 'newcomer-secret' },
          capabilities: { 'client-credentials': [null] },
        },
      }),
    })
    expect(put.status).toBe(201)
    const tokenAt = async ({ curity }: Replica) =>
      fetch(`${curity}/oauth/v2/oauth-token`, {
        method: 'POST',
        headers: { authorization: basicAuthorization('newcomer', 'newcomer-secret') },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      })
    const kidsAt = async ({ curity }: Replica) => {
      const answer = await fetch(`${curity}/oauth/v2/oauth-anonymous/jwks`)
      return ((await answer.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid)
    }
    await expect.poll(async () => (await tokenAt(b)).status).toBe(200)

    const before = await kidsAt(a)
    const rotated = await fetch(`${b.curity}/_mock/keys/rotate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ how: 'overlap' }),
    })
    expect(rotated.status).toBe(200)
    expect(await kidsAt(b)).toHaveLength(2)
    await expect.poll(() => kidsAt(a)).toEqual(await kidsAt(b))

    expect((await fetch(`${a.curity}/_mock/reset`, { method: 'POST' })).status).toBe(204)
    await expect.poll(() => kidsAt(b)).toEqual(before)
    await expect.poll(async () => (await tokenAt(b)).status).toBe(401)
  })

  test('state that is loaded at one is told to the data planes of both', async ({ start }) => {
    const { world, a, b } = await start()
    const application = await world.portal.createApplication({ name: 'comes back' })
    await world.portal.register(application)
    const document = await a.world.levers.state('konnect', { secrets: true })
    const later = await a.world.portal.createApplication({ name: 'is gone again' })
    await a.world.portal.register(later)
    for (const { world: at } of [a, b]) expect((await at.gateway.get('/orders', { basic: later })).status).toBe(200)
    await b.world.levers.load('konnect', document)
    for (const { world: at } of [a, b]) {
      expect((await at.gateway.get('/orders', { basic: application })).status).toBe(200)
      expect((await at.gateway.get('/orders', { basic: later })).body).toMatchObject({ message: 'Unauthorized' })
    }
  })

  test('a database that goes away is a 500 in the words of each product, and all goes on when it is back', async ({
    start,
  }) => {
    const { a, b } = await start()
    const application = await a.world.portal.createApplication({ name: 'stays' })
    await a.world.portal.register(application)
    expect((await b.world.gateway.get('/orders', { basic: application })).status).toBe(200)

    await postgres.crash()
    const token = await b.world.curity.requestToken({ grant_type: 'client_credentials' }, application)
    expect([token.status, token.body]).toEqual([500, { error: 'server_error' }])
    const portals = await a.world.konnect.call('GET', '/v3/portals')
    expect([portals.status, portals.body]).toMatchObject([500, { detail: 'An unexpected error occurred' }])
    const kept = await b.world.gateway.get('/orders', { basic: application, stale: true })
    expect(kept.status).toBe(200)

    await postgres.start()
    const tokenNow = async () =>
      (await b.world.curity.requestToken({ grant_type: 'client_credentials' }, application)).status
    await expect.poll(tokenNow).toBe(200)
    const position = async () => (await b.world.konnect.call('GET', '/_mock/configuration')).status
    await expect.poll(position).toBe(200)
    const later = await a.world.portal.createApplication({ name: 'comes later' })
    await b.world.portal.register(later)
    for (const { world: at } of [a, b]) expect((await at.gateway.get('/orders', { basic: later })).status).toBe(200)
  })
})
