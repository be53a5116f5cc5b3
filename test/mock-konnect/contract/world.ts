import { expect } from 'vitest'
import { test as base, demo, now } from '../portal-world.ts'

type Rows = Record<string, unknown>[]

/** What the scripts find besides the demo world's own names. */
export const extra = {
  keyStrategy: 'e0000000-0000-4000-8000-000000000001',
  grantedApplication: 'e0000000-0000-4000-8000-000000000004',
  classicGrantedApplication: 'e0000000-0000-4000-8000-000000000005',
  classicGrantedRegistration: 'e0000000-0000-4000-8000-000000000006',
  classicKeyedApplication: 'e0000000-0000-4000-8000-000000000007',
  classicLeaver: 'e0000000-0000-4000-8000-000000000008',
  consumer: 'e0000000-0000-4000-8000-00000000000b',
  fullApplication: 'e0000000-0000-4000-8000-000000000009',
  classicFullApplication: 'e0000000-0000-4000-8000-00000000000a',
} as const

const provider = 'e0000000-0000-4000-8000-000000000002'
const strategy = 'e0000000-0000-4000-8000-000000000003'
const dcr_config = { initial_client_id: 'a', initial_client_audience: null, use_developer_managed_scopes: true }
const times = { created_at: now, updated_at: now }
const common = { ...times, labels: {} }

/** A strategy of API keys, and applications whose scopes were granted one by one, which no story makes by itself. */
function extraRows(): Record<string, Rows> {
  const openid = {
    issuer: 'https://a.auth0.example',
    credential_claim: ['azp'],
    scopes: ['read'],
    auth_methods: ['bearer'],
  }
  const shared = { ...common, display_name: 'Extra', principals: { enabled: false } }
  const application = {
    ...common,
    ...{ name: 'granted', description: null, redirect_uri: null, auth_strategy_id: strategy, reference_id: null },
    ...{ scopes: ['read'], team_id: null },
    dcr_client: { dcr_provider_id: provider, management: {}, management_secrets: {} },
  }
  const keyed = { auth_strategy_id: extra.keyStrategy, client_id: null, scopes: [], dcr_client: null }
  const { classicPortal, classicDeveloper, portal, developer, productVersion } = demo.ids
  return {
    dcr_providers: [
      {
        ...{ id: provider, ...common, name: 'Auth0', display_name: null, provider_type: 'auth0' },
        ...{ issuer: openid.issuer, dcr_config, secrets: {} },
      },
    ],
    auth_strategies: [
      {
        ...{ id: extra.keyStrategy, ...shared, name: 'keys', strategy_type: 'key_auth', dcr_provider_id: null },
        configs: { 'key-auth': { key_names: ['apikey'] } },
      },
      {
        ...{ id: strategy, ...shared, name: 'managed', strategy_type: 'openid_connect', dcr_provider_id: provider },
        configs: { 'openid-connect': openid },
      },
    ],
    applications: [
      { id: extra.grantedApplication, ...application, portal_id: portal, developer_id: developer, client_id: 'a' },
      {
        ...{ id: extra.classicGrantedApplication, ...application, client_id: 'b' },
        ...{ portal_id: classicPortal, developer_id: classicDeveloper },
      },
      {
        ...{ id: extra.classicKeyedApplication, ...application, ...keyed, name: 'keyed by state' },
        ...{ portal_id: classicPortal, developer_id: classicDeveloper },
      },
      {
        ...{ id: extra.classicFullApplication, ...application, ...keyed, name: 'full of keys' },
        ...{ portal_id: classicPortal, developer_id: classicDeveloper },
      },
      {
        ...{ id: extra.fullApplication, ...application, ...keyed, name: 'full of keys' },
        ...{ portal_id: portal, developer_id: developer },
      },
    ],
    api_keys: [extra.fullApplication, extra.classicFullApplication].flatMap(keysOf),
    developers: [
      {
        ...{ id: extra.classicLeaver, ...times, portal_id: classicPortal, email: 'leaver@example.com' },
        ...{ full_name: 'Leaver', status: 'approved', password_hash: null },
      },
    ],
    gateway_consumers: [
      {
        ...{
          id: extra.consumer,
          control_plane_id: demo.ids.controlPlane,
          name: null,
          username: 'linked',
          custom_id: null,
        },
        ...{ tags: null, created_at: 0, updated_at: 0 },
      },
    ],
    registrations: [
      {
        ...{ id: extra.classicGrantedRegistration, ...times, portal_id: classicPortal, status: 'approved' },
        application_id: extra.classicGrantedApplication,
        offer: { type: 'product_version', id: productVersion },
        granted_scopes: ['read'],
      },
    ],
  }
}

/** As many keys as an application may have. */
const keysOf = (application_id: string): Rows =>
  Array.from({ length: 20 }, (_, n) => ({
    ...{
      id: `${application_id.slice(0, -4)}1${application_id.slice(-1)}${String(n).padStart(2, '0')}`,
      ...times,
      application_id,
    },
    ...{ display_name: 'key', key_hash: `${application_id} ${n}`, status: 'active', expires_at: null },
  }))

/** The demo world, and what else the descriptions need to be met whole. */
export const test = base.extend('contract', async ({ konnect }) => {
  const { state } = konnect.levers
  const before = (await state.snapshot({ secrets: true })) as { version: 1; tables: Record<string, Rows> }
  const more = Object.entries(extraRows())
  const added = Object.fromEntries(more.map(([name, rows]) => [name, [...(before.tables[name] ?? []), ...rows]]))
  await state.restore({ version: 1, tables: { ...before.tables, ...added } })
  expect(Object.keys(added).every((name) => name in before.tables)).toBe(true)
  return konnect
})
