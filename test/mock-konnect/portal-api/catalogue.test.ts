import { describe, expect } from 'vitest'
import { portalClient } from '../portal-client.ts'
import { demo, now, problem, test } from '../portal-world.ts'

const strategy = {
  ...{ id: demo.ids.strategy, name: 'Curity', credential_type: 'client_credentials' },
  auth_methods: ['client_credentials', 'bearer', 'session'],
}
const times = { created_at: now, updated_at: now }

describe('the catalogue of a classic portal', () => {
  const product = {
    ...{
      id: demo.ids.product,
      name: 'Orders',
      description: 'What customers ordered',
      document_count: 0,
      version_count: 1,
    },
    ...{ latest_version: { id: demo.ids.productVersion, name: 'v1' }, public_labels: {}, ...times },
  }
  const version = {
    ...{ id: demo.ids.productVersion, name: 'v1', deprecated: false, ...times },
    registration_configs: [{ ...strategy, registration_enabled: true, registration_auto_approve: true }],
  }

  test('shows what is published, to those who are signed in', async ({ v2, konnect }) => {
    expect((await v2.get('/products')).body).toEqual({
      data: [product],
      meta: { page: { number: 1, size: 10, total: 1 } },
    })
    expect((await v2.get(`/products/${product.id}`)).body).toEqual(product)
    expect((await v2.get(`/products/${product.id}/versions`)).body.data).toEqual([version])
    expect((await v2.get(`/products/${product.id}/versions/${version.id}`)).body).toEqual(version)
    for (const path of ['/products', `/products/${product.id}`, `/products/${product.id}/versions/${version.id}`]) {
      expect((await portalClient(konnect, 'v2').get(path)).status).toBe(401)
    }
  })

  test('is open to everybody in a public portal', async ({ konnect, operator }) => {
    await operator.patch(`/v2/portals/${demo.ids.classicPortal}`, { is_public: true })
    expect((await portalClient(konnect, 'v2').get('/products')).body.data).toEqual([product])
  })

  test('hides versions that were withdrawn and products of other portals', async ({ v2, operator, konnect }) => {
    await operator.patch(`/v2/portals/${demo.ids.classicPortal}/product-versions/${version.id}`, {
      publish_status: 'unpublished',
    })
    expect((await v2.get(`/products/${product.id}/versions`)).body.data).toEqual([])
    expect((await v2.get(`/products/${product.id}/versions/${version.id}`)).body).toEqual(problem(404, 'Not Found'))
    const { body: other } = await operator.post('/v2/portals', { name: 'other', is_public: true })
    const there = portalClient(konnect, 'v2', `${other.id}.localhost`)
    expect((await there.get('/products')).body.data).toEqual([])
    expect((await there.get(`/products/${product.id}`)).status).toBe(404)
  })
})

describe('the catalogue of a current portal', () => {
  const api = {
    ...{ id: demo.ids.api, name: 'Orders', version: 'v1', description: 'What customers ordered', slug: 'orders-v1' },
    ...{
      visibility: 'private',
      auth_strategies: [strategy],
      specifications: [{ id: demo.ids.specification, type: 'oas3' }],
      current_version_summary: null,
    },
    ...{ attributes: {}, ...times },
  }

  test('shows what is published, by id and by slug', async ({ v3 }) => {
    expect((await v3.get('/apis')).body).toEqual({ data: [api], meta: { page: { number: 1, size: 10, total: 1 } } })
    expect((await v3.get(`/apis/${api.id}`)).body).toEqual(api)
    expect((await v3.get('/apis/orders-v1')).body).toEqual(api)
    expect((await v3.get('/apis?filter[name][contains]=ills')).body.data).toEqual([])
    expect((await v3.get('/apis/bills')).body).toEqual(problem(404, 'Not Found'))
  })

  test('shows strangers what is public, and no more', async ({ konnect, operator }) => {
    const stranger = portalClient(konnect, 'v3')
    expect((await stranger.get('/apis')).body.data).toEqual([])
    expect((await stranger.get(`/apis/${api.id}`)).status).toBe(404)
    await operator.put(`/v3/apis/${api.id}/publications/${demo.ids.portal}`, { visibility: 'public' })
    expect((await stranger.get('/apis')).body.data).toMatchObject([{ id: api.id, visibility: 'public' }])
  })
})

describe('the portal', () => {
  test('of the bare address is the oldest of its version', async ({ konnect, operator }) => {
    konnect.levers.clock.advance(1000)
    await operator.post('/v2/portals', { name: 'newer' })
    const { body } = await portalClient(konnect, 'v2').get('/portal')
    expect(body).toEqual({
      ...{ portal_id: demo.ids.classicPortal, org_id: '0d6a3e52-5c1f-4f0b-9d53-6f2c8a7b41e0', name: 'demo-classic' },
      ...{ featureset_id: 'mock-konnect', allowed_time_period: '30d', dcr_provider_ids: [demo.ids.provider] },
      ...{ basic_auth_enabled: true, oidc_auth_enabled: false, is_public: false, rbac_enabled: false },
      canonical_domain: `${demo.ids.classicPortal}.localhost`,
    })
    expect((await portalClient(konnect, 'v3').get('/portal')).body).toEqual({
      ...{ portal_id: demo.ids.portal, org_id: '0d6a3e52-5c1f-4f0b-9d53-6f2c8a7b41e0', name: 'demo' },
      ...{ basic_auth_enabled: true, oidc_auth_enabled: false, saml_auth_enabled: false, rbac_enabled: false },
      ...{ authentication_enabled: true, canonical_domain: `${demo.ids.portal}.localhost` },
    })
  })

  test('is found by its domain, its own one too, at any port', async ({ konnect, operator }) => {
    const { body: portal } = await operator.post('/v2/portals', { name: 'own', custom_domain: 'portal.example.com' })
    for (const host of [
      `${portal.id}.localhost`,
      `${portal.id}.LOCALHOST:8080`,
      'portal.example.com',
      'Portal.Example.Com:443',
    ]) {
      expect((await portalClient(konnect, 'v2', host).get('/portal')).body.portal_id).toBe(portal.id)
    }
    expect((await portalClient(konnect, 'v2', 'portal.example.com').get('/portal')).body.canonical_domain).toBe(
      'portal.example.com',
    )
  })

  test('of the other version, or of nobody, is not found', async ({ konnect }) => {
    for (const host of [`${demo.ids.portal}.localhost`, `${demo.ids.api}.localhost`]) {
      const { status, body, reason } = await portalClient(konnect, 'v2', host).get('/portal')
      expect([status, body, reason?.code]).toEqual([404, problem(404, 'Not Found'), 'konnect.portal.unknown-host'])
    }
  })
})

test.for([
  ['v2', '/applications/auth-strategies'],
  ['v3', '/application-auth-strategies'],
] as const)(
  '%s developers may pick what is published, and the default',
  async ([version, path], { v2, v3, operator }) => {
    const client = { v2, v3 }[version]
    const shown = { ...strategy, supports_multiple_credentials: false }
    expect((await client.get(path)).body.data).toEqual([shown])
    const portal = version === 'v2' ? demo.ids.classicPortal : demo.ids.portal
    const { body: keys } = await operator.post('/v2/application-auth-strategies', {
      ...{
        name: 'keys',
        display_name: 'Keys',
        strategy_type: 'key_auth',
        configs: { 'key-auth': { key_names: ['k'] } },
      },
    })
    expect((await client.get(path)).body.data).toEqual([shown])
    await operator.patch(`/${version}/portals/${portal}`, { default_application_auth_strategy_id: keys.id })
    expect((await client.get(`${path}?filter[credential_type]=key_auth`)).body.data).toEqual([
      { id: keys.id, name: 'Keys', credential_type: 'key_auth', key_names: ['k'], supports_multiple_credentials: true },
    ])
    expect((await client.get(path)).body.data).toHaveLength(2)
  },
)
