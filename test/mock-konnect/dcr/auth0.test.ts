import { describe, expect } from 'vitest'
import { demo } from '../portal-world.ts'
import { auth0Client, startFakeAuth0 } from './fakes/fake-auth0.ts'
import { orphansOf } from './halves.ts'
import { test as base, providerWorld } from './provider-world.ts'

const initial = { initial_client_id: auth0Client.id, initial_client_secret: auth0Client.secret }
const forOrders = {
  token_post_args_names: ['audience'],
  token_post_args_values: ['urn:orders'],
  scopes: ['orders:read', 'orders:write'],
}

const test = base
  .extend('auth0', async ({}, { onCleanup }) => {
    const auth0 = await startFakeAuth0()
    onCleanup(() => auth0.close())
    return auth0
  })
  .extend('worldWith', async ({ auth0 }, { onCleanup }) => {
    const worlds: { close(): Promise<void> }[] = []
    onCleanup(async () => {
      for (const world of worlds) await world.close()
    })
    return async (config: object = {}, strategy: Record<string, unknown> = forOrders) => {
      const world = await providerWorld({
        ...{ type: 'auth0', issuer: auth0.issuer, config: { ...initial, ...config }, strategy },
      })
      worlds.push(world)
      return world
    }
  })

const grantsOf = ({ grants }: { grants: Map<string, object> }) =>
  [...grants.values()].map((grant) => ({ ...grant, id: undefined }))

describe('the calls to Auth0', () => {
  test('make a client that knows whose it is, and a grant for the API of the strategy', async ({
    auth0,
    worldWith,
  }) => {
    const { create, v3 } = await worldWith()
    const { body } = await create('billing', { description: 'd', redirect_uri: 'https://app.example/cb' })
    expect(JSON.parse(auth0.last.token?.body ?? '')).toEqual({
      ...{ grant_type: 'client_credentials', client_id: auth0Client.id, client_secret: auth0Client.secret },
      audience: `${auth0.issuer}/api/v2/`,
    })
    expect(JSON.parse(auth0.last.create?.body ?? '')).toEqual({
      ...{ name: 'billing', description: 'd', app_type: 'non_interactive', grant_types: ['client_credentials'] },
      ...{ callbacks: ['https://app.example/cb'], token_endpoint_auth_method: 'client_secret_basic' },
      client_metadata: {
        konnect_portal_id: demo.ids.portal,
        konnect_developer_id: demo.ids.developer,
        konnect_org_id: '0d6a3e52-5c1f-4f0b-9d53-6f2c8a7b41e0',
        konnect_application_id: body.id,
      },
    })
    expect(grantsOf(auth0)).toEqual([
      { client_id: body.client_id, audience: 'urn:orders', scope: ['orders:read', 'orders:write'] },
    ])
    expect((await v3.delete(`/applications/${body.id}`)).status).toBe(204)
    expect([auth0.clients.size, auth0.grants.size]).toEqual([0, 0])
  })

  test('ask for a token of the audience that the provider names', async ({ auth0, worldWith }) => {
    const { create } = await worldWith({ initial_client_audience: 'urn:management' })
    expect((await create('billing')).status).toBe(201)
    expect(JSON.parse(auth0.last.token?.body ?? '')).toMatchObject({ audience: 'urn:management' })
  })

  test('make no grant for a strategy that names no API', async ({ auth0, worldWith }) => {
    const { create } = await worldWith({}, {})
    expect((await create('billing')).status).toBe(201)
    expect(auth0.grants.size).toBe(0)
  })

  test('delete the client again when it gets no grant', async ({ auth0, worldWith }) => {
    const world = await worldWith()
    auth0.meddle('grant', { status: 403, body: { error: 'Forbidden', message: 'create:client_grants is missing' } })
    const { status, reason } = await world.create('billing')
    expect([status, reason?.code]).toEqual([400, 'konnect.dcr.grant-refused'])
    expect(reason?.advice).toContain('create:client_grants is missing')
    expect([auth0.clients.size, await orphansOf(world)]).toEqual([0, []])
  })

  test('change name and callbacks with the application', async ({ auth0, worldWith }) => {
    const { create, v3 } = await worldWith()
    const { body } = await create('billing')
    await v3.patch(`/applications/${body.id}`, { name: 'invoices', redirect_uri: 'https://app.example/new' })
    expect(auth0.clients.get(String(body.client_id))?.metadata).toMatchObject({
      ...{ name: 'invoices', callbacks: ['https://app.example/new'], app_type: 'non_interactive' },
    })
  })
})

describe('scopes that developers manage', () => {
  const managed = { use_developer_managed_scopes: true }

  test('of the application are what its grant has, and may change', async ({ auth0, worldWith }) => {
    const { create, v3 } = await worldWith(managed)
    const { body } = await create('billing', { scopes: ['orders:read'] })
    expect(body.scopes).toEqual(['orders:read'])
    expect(body.auth_strategy).toMatchObject({ available_scopes: ['orders:read', 'orders:write'] })
    expect(grantsOf(auth0)).toMatchObject([{ scope: ['orders:read'] }])
    const granted = await v3.get(`/applications/${body.id}/granted-scopes`)
    expect([granted.status, granted.body]).toEqual([200, { scopes: ['orders:read'] }])
    await v3.patch(`/applications/${body.id}`, { scopes: ['orders:write'] })
    expect(grantsOf(auth0)).toMatchObject([{ scope: ['orders:write'] }])
  })

  test('of a registration come and go with it', async ({ auth0, worldWith }) => {
    const { create, v2 } = await worldWith(managed)
    const { body } = await create('billing', {}, v2)
    const at = `/applications/${body.id}/registrations`
    const wish = { product_version_id: demo.ids.productVersion, scopes: ['orders:read'] }
    const { status, body: registration } = await v2.post(at, wish)
    expect([status, grantsOf(auth0)]).toMatchObject([201, [{ scope: ['orders:read'] }]])
    const granted = await v2.get(`${at}/${registration.id}/granted-scopes`)
    expect([granted.status, granted.body]).toEqual([200, { scopes: ['orders:read'] }])
    expect((await v2.delete(`${at}/${registration.id}`)).status).toBe(204)
    expect(grantsOf(auth0)).toMatchObject([{ scope: [] }])
  })

  test('that Auth0 refuses leave no registration', async ({ auth0, worldWith }) => {
    const { create, v2 } = await worldWith(managed)
    const { body } = await create('billing', {}, v2)
    auth0.meddle('change-grant', { status: 400 })
    auth0.meddle('grant', { status: 400 })
    const at = `/applications/${body.id}/registrations`
    const wish = { product_version_id: demo.ids.productVersion, scopes: ['orders:read'] }
    const { status, body: refused } = await v2.post(at, wish)
    expect([status, refused.detail]).toEqual([400, 'Unable to register the DCR application'])
    expect((await v2.get(at)).body.data).toEqual([])
  })

  test('are no matter of other providers: 422', async ({ worldWith }) => {
    const { create, v3 } = await worldWith()
    const { body } = await create('billing')
    expect((await v3.get(`/applications/${body.id}/granted-scopes`)).status).toBe(422)
  })
})

test('a client has one secret: another is refused', async ({ worldWith }) => {
  const { create, v3 } = await worldWith()
  const { body } = await create('billing')
  const { status, reason } = await v3.post(`/applications/${body.id}/credentials`, {})
  expect([status, reason?.code]).toEqual([400, 'konnect.credential.one-only'])
  expect((await v3.delete(`/applications/${body.id}/credentials/${body.client_id}`)).status).toBe(409)
})
