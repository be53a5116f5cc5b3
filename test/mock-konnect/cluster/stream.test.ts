import { createHash } from 'node:crypto'
import { describe, expect } from 'vitest'
import { demo, now } from '../portal-world.ts'
import { connectDataPlane } from './data-plane.ts'
import { positionAt, test } from './listening-world.ts'

const hash = expect.stringMatching(/^[0-9a-f]{32}$/)
const organizationId = '0d6a3e52-5c1f-4f0b-9d53-6f2c8a7b41e0'
const context = (application_id: string) => ({
  ...{ portal_id: demo.ids.portal, application_id, developer_id: demo.ids.developer, organization_id: organizationId },
})

describe('the configuration stream', () => {
  test('begins with everything', async ({ dataPlane, idp }) => {
    expect([dataPlane.status, dataPlane.contentType]).toEqual([200, 'application/x-ndjson'])
    const config = {
      issuer: `${idp.issuer}/.well-known/openid-configuration`,
      ...{ credential_claim: ['sub'], scopes: [], auth_methods: ['client_credentials', 'bearer', 'session'] },
    }
    const guard = (id: string) => ({
      ...{ id, service: { id: demo.ids.service }, scope: id, name: 'Orders v1' },
      strategies: [{ strategy_id: demo.ids.strategy, strategy_type: 'openid_connect', config }],
    })
    const made = { created_at: 1767225600, updated_at: 1767225600, tags: null }
    expect(await dataPlane.next()).toEqual({
      ...{ type: 'full', version: 1, hash },
      control_plane: { id: demo.ids.controlPlane, name: 'default' },
      entities: {
        services: [
          {
            ...{
              id: demo.ids.service,
              ...made,
              name: 'orders',
              protocol: 'http',
              host: '127.0.0.1',
              port: 9,
              path: null,
            },
            ...{ retries: 5, connect_timeout: 60_000, write_timeout: 60_000, read_timeout: 60_000, enabled: true },
          },
        ],
        routes: [
          {
            ...{
              id: demo.ids.route,
              ...made,
              name: 'orders',
              protocols: ['http', 'https'],
              methods: null,
              hosts: null,
            },
            ...{ paths: ['/orders'], headers: null, snis: null, strip_path: true, preserve_host: false },
            ...{ path_handling: 'v0', regex_priority: 0, https_redirect_status_code: 426 },
            ...{ request_buffering: true, response_buffering: true, service: { id: demo.ids.service } },
          },
        ],
        guards: [guard(demo.ids.productVersion), guard(demo.ids.api)],
        applications: [],
        plugins: [],
        apis: [],
        upstreams: [],
        targets: [],
        consumers: [],
      },
    })
  })

  test('tells of plugins and consumers, and of the consumer that a registration stands for', async ({
    dataPlane,
    v3,
    operator,
  }) => {
    await dataPlane.next()
    const entities = `/v2/control-planes/${demo.ids.controlPlane}/core-entities`
    const { body: consumer } = await operator.post(`${entities}/consumers`, { username: 'billing' })
    const told = { id: consumer.id, username: 'billing', custom_id: null }
    expect(await dataPlane.next()).toMatchObject({ version: 2, set: { consumers: [told] }, removed: {} })
    const { body: plugin } = await operator.post(`${entities}/plugins`, { name: 'acl', config: { allow: ['buyers'] } })
    expect(await dataPlane.next()).toMatchObject({
      ...{ version: 3, set: { plugins: [{ id: plugin.id, name: 'acl', config: { allow: ['buyers'] } }] } },
    })
    const { body: made } = await v3.post('/applications', { name: 'billing' })
    await dataPlane.next()
    const { body: registration } = await v3.post(`/applications/${made.id}/registrations`, { api_id: demo.ids.api })
    await dataPlane.next()
    const path = `/v3/portals/${demo.ids.portal}/applications/${made.id}/registrations/${registration.id}/consumer`
    await operator.put(path, { id: consumer.id })
    const consumers = { [demo.ids.api]: consumer.id }
    expect(await dataPlane.next()).toMatchObject({ version: 6, set: { applications: [{ id: made.id, consumers }] } })
    await operator.delete(`${entities}/consumers/${consumer.id}`)
    expect(await dataPlane.next()).toMatchObject({ version: 7, removed: { consumers: [consumer.id] } })
  })

  test('tells of an application, its approved registration, and its end', async ({ dataPlane, v3 }) => {
    await dataPlane.next()
    const { body: made } = await v3.post('/applications', { name: 'billing' })
    const application = {
      ...{ id: made.id, client_id: 'client-2', auth_strategy_id: demo.ids.strategy, scopes: [] as string[] },
      ...{ created_at: now, application_context: context(made.id) },
    }
    expect(await dataPlane.next()).toEqual({
      ...{ type: 'delta', version: 2, hash, set: { applications: [application] }, removed: {} },
    })
    await v3.post(`/applications/${made.id}/registrations`, { api_id: demo.ids.api })
    expect(await dataPlane.next()).toEqual({
      ...{ type: 'delta', version: 3, hash, removed: {} },
      set: { applications: [{ ...application, scopes: [demo.ids.api] }] },
    })
    await v3.delete(`/applications/${made.id}`)
    expect(await dataPlane.next()).toEqual({
      ...{ type: 'delta', version: 4, hash, set: {}, removed: { applications: [made.id] } },
    })
  })

  test('says nothing of what no data plane needs', async ({ dataPlane, v3, url }) => {
    await dataPlane.next()
    const { body: made } = await v3.post('/applications', { name: 'billing' })
    await dataPlane.next()
    await v3.patch(`/applications/${made.id}`, { name: 'invoices' })
    await v3.post(`/applications/${made.id}/regenerate-secret`)
    expect((await positionAt(url)).version).toBe(2)
  })

  test('leaves out registrations that are not approved', async ({ dataPlane, v3, operator }) => {
    await dataPlane.next()
    const { body: made } = await v3.post('/applications', { name: 'billing' })
    await dataPlane.next()
    const { body: registration } = await v3.post(`/applications/${made.id}/registrations`, { api_id: demo.ids.api })
    await dataPlane.next()
    const path = `/v3/portals/${demo.ids.portal}/applications/${made.id}/registrations/${registration.id}`
    for (const status of ['pending', 'rejected', 'revoked']) {
      await operator.patch(path, { status })
      if (status !== 'pending') continue
      expect(await dataPlane.next()).toMatchObject({ version: 4, set: { applications: [{ scopes: [] }] } })
    }
    await operator.patch(path, { status: 'approved' })
    expect(await dataPlane.next()).toMatchObject({ version: 5, set: { applications: [{ scopes: [demo.ids.api] }] } })
  })

  test('carries the keys of key-auth as hashes', async ({ dataPlane, v3, operator }) => {
    await dataPlane.next()
    const { body: keyAuth } = await operator.post('/v2/application-auth-strategies', {
      ...{
        name: 'keys',
        display_name: 'Keys',
        strategy_type: 'key_auth',
        configs: { 'key-auth': { key_names: ['apikey'] } },
      },
    })
    const { body: made } = await v3.post('/applications', { name: 'keyed', auth_strategy_id: keyAuth.id })
    expect(await dataPlane.next()).toMatchObject({ set: { applications: [{ client_id: null }] } })
    const { body: key } = await v3.post(`/applications/${made.id}/credentials`, {})
    const hashed = createHash('sha256').update(String(key.credential)).digest('hex')
    expect(await dataPlane.next()).toMatchObject({ set: { applications: [{ api_keys: [hashed] }] } })
    expect(dataPlane.raw()).not.toContain(String(key.credential))
    await v3.delete(`/applications/${made.id}/credentials/${key.id}`)
    expect((await dataPlane.next())?.set).toEqual({
      applications: [expect.not.objectContaining({ api_keys: expect.anything() })],
    })
  })

  test('follows services, routes, publications and strategies', async ({ dataPlane, operator }) => {
    await dataPlane.next()
    const core = `/v2/control-planes/${demo.ids.controlPlane}/core-entities`
    const { body: service } = await operator.post(`${core}/services`, { name: 'bills', host: 'bills.example' })
    expect(await dataPlane.next()).toMatchObject({
      version: 2,
      set: { services: [{ id: service.id, host: 'bills.example' }] },
    })
    const { body: route } = await operator.post(`${core}/routes`, { paths: ['/bills'], service: { id: service.id } })
    expect(await dataPlane.next()).toMatchObject({ version: 3, set: { routes: [{ id: route.id, paths: ['/bills'] }] } })

    const configs = { 'openid-connect': { scopes: ['orders'] } }
    await operator.patch(`/v2/application-auth-strategies/${demo.ids.strategy}`, { configs })
    const line = await dataPlane.next()
    expect(line).toMatchObject({ version: 4, removed: {} })
    expect(line?.set).toEqual({
      guards: [expect.objectContaining({ id: demo.ids.productVersion }), expect.objectContaining({ id: demo.ids.api })],
    })

    await operator.delete(`/v3/apis/${demo.ids.api}/publications/${demo.ids.portal}`)
    expect(await dataPlane.next()).toMatchObject({ version: 5, set: {}, removed: { guards: [demo.ids.api] } })
    await operator.delete(`${core}/routes/${route.id}`)
    expect(await dataPlane.next()).toMatchObject({ version: 6, set: {}, removed: { routes: [route.id] } })
  })

  test('takes a guard away when its service is linked no more', async ({ dataPlane, operator }) => {
    await dataPlane.next()
    await operator.patch(`/v2/api-products/${demo.ids.product}/product-versions/${demo.ids.productVersion}`, {
      gateway_service: null,
    })
    expect(await dataPlane.next()).toMatchObject({ version: 2, removed: { guards: [demo.ids.productVersion] } })
  })

  test('starts anew with everything after a reconnect, at the version that stands', async ({ dataPlane, v3, url }) => {
    await dataPlane.next()
    await v3.post('/applications', { name: 'billing' })
    const told = await dataPlane.next()
    dataPlane.leave()
    const again = await connectDataPlane(url, { controlPlane: demo.ids.controlPlane })
    const line = await again.next()
    expect([line?.type, line?.version, line?.hash]).toEqual(['full', 2, told?.hash])
    expect(line?.entities).toMatchObject({ applications: [{ client_id: 'client-2' }] })
  })

  test('sends everything after a reset, under a new version', async ({ dataPlane, v3, konnect }) => {
    await dataPlane.next()
    await v3.post('/applications', { name: 'billing' })
    await dataPlane.next()
    await konnect.levers.state.reset()
    const line = await dataPlane.next()
    expect([line?.type, line?.version]).toEqual(['full', 3])
    expect(line?.entities).toMatchObject({ applications: [] })
  })

  test('sends every data plane the same lines', async ({ dataPlane, v3, url }) => {
    const other = await connectDataPlane(url)
    await Promise.all([dataPlane.next(), other.next()])
    for (const name of ['one', 'two', 'three']) await v3.post('/applications', { name })
    for (const version of [2, 3, 4]) {
      const [line, same] = await Promise.all([dataPlane.next(), other.next()])
      expect(line).toMatchObject({ type: 'delta', version })
      expect(same).toEqual(line)
    }
    expect((await positionAt(url)).data_planes).toBe(2)
  })
})
