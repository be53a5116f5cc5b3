import { describe, expect } from 'vitest'
import { demo } from '../portal-world.ts'
import { descriptionsPresent } from '../published-api.ts'
import { bridgeDescription } from './bridge-description.ts'
import { bridgeKey, startFakeBridge } from './fakes/fake-bridge.ts'
import { test as base, providerWorld } from './provider-world.ts'

const organization = '0d6a3e52-5c1f-4f0b-9d53-6f2c8a7b41e0'

const test = base
  .extend('bridge', async ({}, { onCleanup }) => {
    const bridge = await startFakeBridge()
    onCleanup(() => bridge.close())
    return bridge
  })
  .extend('worldWith', async ({ bridge }, { onCleanup }) => {
    const worlds: { close(): Promise<void> }[] = []
    onCleanup(async () => {
      for (const world of worlds) await world.close()
    })
    return async (flags: object = {}) => {
      const config = { dcr_base_url: `${bridge.url}/dcr/`, api_key: bridgeKey, ...flags }
      const world = await providerWorld({ type: 'http', issuer: bridge.issuer, config })
      worlds.push(world)
      return world
    }
  })

const registrations = (id: string) => `/applications/${id}/registrations`

describe('the calls to a bridge', () => {
  test('carry the key, and all that the description asks for', async ({ bridge, worldWith }) => {
    const world = await worldWith()
    const { body } = await world.create('billing', { description: 'd', redirect_uri: 'https://app.example/cb' })
    const belongings = {
      ...{ portal_id: demo.ids.portal, organization_id: organization, developer_id: demo.ids.developer },
      ...{ auth_strategy_id: world.strategy, dcr_provider_id: world.provider },
    }
    expect(bridge.last.create?.headers['x-api-key']).toBe(bridgeKey)
    expect(JSON.parse(bridge.last.create?.body ?? '')).toEqual({
      ...{ redirect_uris: ['https://app.example/cb'], client_name: 'billing', scopes: ['orders:read'] },
      ...{ grant_types: ['client_credentials', 'bearer'], token_endpoint_auth_method: 'client_secret_basic' },
      ...{ application_description: 'd', ...belongings },
    })
    await world.v3.patch(`/applications/${body.id}`, { name: 'invoices' })
    const { body: registration } = await world.v3.post(registrations(body.id), { api_id: demo.ids.api })
    await world.v3.delete(`${registrations(body.id)}/${registration.id}`)
    const event = {
      ...{ client_id: body.client_id, application_id: body.id, application_name: 'invoices' },
      ...{ application_description: 'd', ...belongings },
    }
    expect(bridge.events).toEqual([
      { event_type: 'update_application', ...event, redirect_uris: ['https://app.example/cb'] },
      { event_type: 'add_registration', ...event, api_product_version_id: demo.ids.api },
      { event_type: 'remove_registration', ...event, api_product_version_id: demo.ids.api },
    ])
    await world.v3.delete(`/applications/${body.id}`)
    // A client goes as a whole: no event tells of its registrations.
    expect(bridge.calls.at(-1)).toBe(`DELETE /dcr/${body.client_id}`)
  })

  test.skipIf(!descriptionsPresent)(
    'and their answers fit the published description (skipped without it: ../shared/specs)',
    async ({ bridge, worldWith }) => {
      const world = await worldWith()
      const { body } = await world.create('billing', {}, world.v2)
      await world.v2.post(`/applications/${body.id}/refresh-token`)
      await world.v2.patch(`/applications/${body.id}`, { description: 'new' })
      const wish = { product_version_id: demo.ids.productVersion }
      const { body: registration } = await world.v2.post(registrations(body.id), wish)
      await world.v2.delete(`${registrations(body.id)}/${registration.id}`)
      await world.v2.delete(`/applications/${body.id}`)
      await world.operator.patch(`/v2/dcr-providers/${world.provider}`, {
        dcr_config: { api_key: 'not_the_key_at_all' },
      })
      await world.create('refused')
      expect(
        bridge.seen.map(({ operation, answer }) => `${operation.method} ${operation.path} ${answer.status}`),
      ).toEqual([
        'post / 201',
        'post /{clientId}/new-secret 200',
        'post /{clientId}/event-hook 200',
        'post /{clientId}/event-hook 200',
        'post /{clientId}/event-hook 200',
        'delete /{clientId} 204',
        'post / 401',
      ])
      const objections = bridgeDescription()
      for (const seen of bridge.seen) expect(objections(seen), JSON.stringify(seen)).toEqual([])
    },
  )

  test('take any 2xx for a success, and times as they come', async ({ bridge, worldWith }) => {
    const { create, v3 } = await worldWith()
    const epochs = { client_id_issued_at: 1_700_000_000, client_secret_expires_at: 0 }
    bridge.meddle('create', { status: 200, body: { client_id: 'mine', client_secret: 'hush', ...epochs } })
    const { status, body } = await create('billing')
    expect([status, body.client_id, body.client_secret]).toEqual([201, 'mine', 'hush'])
    bridge.meddle('delete', { status: 200, body: { done: true } })
    expect((await v3.delete(`/applications/${body.id}`)).status).toBe(204)
  })

  test('an owner that changes while the bridge is being told of an edit stays the new one', async ({
    bridge,
    worldWith,
  }) => {
    const { create, v3, operator, applications } = await worldWith()
    const { body } = await create('billing')
    const portal = `/v3/portals/${demo.ids.portal}`
    const bob = await operator.post(`${portal}/developers`, { email: 'bob@example.com', full_name: 'Bob' })
    const owner = { type: 'developer', id: bob.body.id }
    let changed: ReturnType<typeof operator.patch> | undefined
    const meanwhile = async () => {
      changed = operator.patch(`${portal}/applications/${body.id}`, { owner })
      await operator.get(`${portal}/applications`)
    }
    bridge.meddle('update', { meanwhile })
    expect((await v3.patch(`/applications/${body.id}`, { name: 'invoices' })).status).toBe(200)
    expect((await changed)?.status).toBe(200)
    expect(await applications()).toMatchObject([{ name: 'invoices', developer_id: bob.body.id }])
  })

  test('address a client whose id needs escaping', async ({ bridge, worldWith }) => {
    const { create, v3 } = await worldWith()
    bridge.meddle('create', { status: 201, body: { client_id: 'a/b c', client_secret: 'hush' } })
    const { body } = await create('billing')
    await v3.delete(`/applications/${body.id}`)
    expect(bridge.calls.at(-1)).toBe('DELETE /dcr/a%2Fb%20c')
  })

  test('tell the operator who verifies what the bridge said, and the developer nothing', async ({
    bridge,
    worldWith,
  }) => {
    const world = await worldWith()
    bridge.meddle('create', { status: 400, body: { error: 'no_quota', error_description: 'ask ops' } })
    const { body } = await world.operator.post(`/v2/dcr-providers/${world.provider}/verify`)
    const errors = ['Unable to create the DCR application', 'status 400 (no_quota, ask ops)']
    expect(body).toEqual({ status: 'failed', errors })
    const refused = await world.create('billing')
    expect(JSON.stringify(refused.body)).not.toContain('no_quota')
    expect(refused.reason?.advice).toContain('no_quota')
  })
})

describe('event hooks', () => {
  test.for([
    ['an edit', 'update', 'Unable to update the DCR application'],
    ['a registration', 'register', 'Unable to register the DCR application'],
    ['the end of one', 'unregister', 'Unable to unregister the DCR application'],
  ] as const)('that a bridge does not take refuse %s', async ([, act, detail], { bridge, worldWith }) => {
    const { create, v3 } = await worldWith()
    const { body } = await create('billing')
    const wish = { api_id: demo.ids.api }
    const registered = act === 'unregister' ? await v3.post(registrations(body.id), wish) : undefined
    bridge.meddle('update', { status: 400, body: { error: 'no', error_description: 'thanks' } })
    const acts = {
      update: () => v3.patch(`/applications/${body.id}`, { name: 'invoices' }),
      register: () => v3.post(registrations(body.id), { api_id: demo.ids.api }),
      unregister: () => v3.delete(`${registrations(body.id)}/${registered?.body.id}`),
    }
    const refused = await acts[act]()
    expect([refused.status, refused.body.detail, refused.reason?.code]).toEqual([
      400,
      detail,
      'konnect.dcr.hook-refused',
    ])
    expect((await v3.get(`/applications/${body.id}`)).body.name).toBe('billing')
    expect((await v3.get(registrations(body.id))).body.data).toHaveLength(act === 'unregister' ? 1 : 0)
  })

  test('are not called when they are disabled', async ({ bridge, worldWith }) => {
    const { create, v3 } = await worldWith({ disable_event_hooks: true })
    const { body } = await create('billing')
    await v3.patch(`/applications/${body.id}`, { name: 'invoices' })
    await v3.post(registrations(body.id), { api_id: demo.ids.api })
    expect([bridge.events, bridge.calls.length]).toEqual([[], 1])
  })
})

describe('the secrets of a client', () => {
  test('are not renewed when that is disabled: nothing is called', async ({ bridge, worldWith }) => {
    const { create, v3 } = await worldWith({ disable_refresh_secret: true })
    const { body } = await create('billing')
    const { status, reason } = await v3.post(`/applications/${body.id}/regenerate-secret`)
    expect([status, reason?.code, bridge.calls.length]).toEqual([400, 'konnect.dcr.refresh-disabled', 1])
  })

  test('are one, unless the provider says otherwise', async ({ worldWith }) => {
    const { create, v3 } = await worldWith()
    const { body } = await create('billing')
    const { status, reason } = await v3.post(`/applications/${body.id}/credentials`, {})
    expect([status, reason?.code]).toEqual([400, 'konnect.credential.one-only'])
  })

  test('may be several, each deleted by the id that the bridge gave', async ({ bridge, worldWith }) => {
    const { create, v3 } = await worldWith({ allow_multiple_credentials: true })
    const { body } = await create('billing')
    const at = `/applications/${body.id}/credentials`
    bridge.meddle('rotate', { change: (answer) => ({ ...answer, secret_id: 'two' }) })
    const { status, body: added } = await v3.post(at, { display_name: 'second' })
    expect([status, added.client_secret]).toEqual([201, expect.stringMatching(/^bridge-secret-/)])
    bridge.clients.get(String(body.client_id))?.secrets.set('two', String(added.client_secret))
    expect((await v3.delete(`${at}/${added.id}`)).status).toBe(204)
    expect(bridge.calls.at(-1)).toBe(`DELETE /dcr/${body.client_id}/secrets/two`)
  })

  test('that the bridge gave no id cannot be deleted alone', async ({ worldWith }) => {
    const { create, v3 } = await worldWith({ allow_multiple_credentials: true })
    const { body } = await create('billing')
    const at = `/applications/${body.id}/credentials`
    const { body: added } = await v3.post(at, {})
    const { status, reason } = await v3.delete(`${at}/${added.id}`)
    expect([status, reason?.code]).toEqual([400, 'konnect.credential.unnamed'])
  })
})
