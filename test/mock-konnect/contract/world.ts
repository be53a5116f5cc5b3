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
  team: 'e0000000-0000-4000-8000-00000000000c',
  productDocument: 'e0000000-0000-4000-8000-00000000000d',
  apiDocument: 'e0000000-0000-4000-8000-00000000000e',
  productSpecification: 'e0000000-0000-4000-8000-00000000000f',
  apiSpecification: 'e0000000-0000-4000-8000-000000000010',
  apiVersion: 'e0000000-0000-4000-8000-000000000011',
  bareProductVersion: 'e0000000-0000-4000-8000-000000000012',
  fullApplication: 'e0000000-0000-4000-8000-000000000009',
  classicFullApplication: 'e0000000-0000-4000-8000-00000000000a',
  otherPortal: 'e0000000-0000-4000-8000-000000000013',
  otherClassicPortal: 'e0000000-0000-4000-8000-000000000014',
  stranger: 'e0000000-0000-4000-8000-000000000015',
  classicStranger: 'e0000000-0000-4000-8000-000000000016',
} as const

const provider = 'e0000000-0000-4000-8000-000000000002'
const strategy = 'e0000000-0000-4000-8000-000000000003'
const dcr_config = { initial_client_id: 'a', initial_client_audience: null, use_developer_managed_scopes: true }
const times = { created_at: now, updated_at: now }
const common = { ...times, labels: {} }

const content =
  '{"openapi":"3.0.3","info":{"title":"Orders","version":"1"},"paths":{"/orders":{"get":{"summary":"Orders"}}}}'
const specification = { ...times, name: 'oas.json', content, type: 'oas3' }
const page = {
  ...{ ...times, parent_document_id: null, title: 'Orders', slug: 'orders', status: 'published' },
  ...{ content: '# Orders\n\nHow to order.\n', metadata: {} },
}

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
  const { classicPortal, classicDeveloper, portal, developer, product, productVersion, api } = demo.ids
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
    teams: [
      {
        ...{ id: extra.team, ...times, portal_id: portal, name: 'blue', description: 'Blue' },
        can_own_applications: false,
      },
    ],
    team_members: [{ id: extra.team, ...times, team_id: extra.team, developer_id: developer }],
    documents: [
      { id: extra.productDocument, ...page, subject: { type: 'api_product', id: product } },
      { id: extra.apiDocument, ...page, subject: { type: 'api', id: api } },
    ],
    specifications: [
      { id: extra.productSpecification, ...specification, subject: { type: 'product_version', id: productVersion } },
      { id: extra.apiSpecification, ...specification, subject: { type: 'api', id: api } },
    ],
    api_versions: [{ id: extra.apiVersion, ...times, api_id: api, version: 'v1', spec: { content, type: 'oas3' } }],
    product_versions: [
      {
        ...{ id: extra.bareProductVersion, ...common, api_product_id: product, name: 'v0', gateway_service: null },
        ...{ publish_status: 'published', deprecated: false },
      },
    ],
    publications: [
      {
        ...{ id: extra.bareProductVersion, ...times, portal_id: classicPortal, auth_strategy_id: null },
        offer: { type: 'product_version', id: extra.bareProductVersion },
        ...{ auto_approve_registrations: false, publish_status: 'published', application_registration_enabled: false },
        ...{ deprecated: false, visibility: 'private' },
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

/** A developer of each portal besides the demo's own; the password is the same. */
export const strangerEmail = 'stranger@example.com'

/** A second portal of each version, and a second developer in each portal. */
function neighbours({ portals = [], developers = [] }: Record<string, Rows>): Record<string, Rows> {
  const of = (rows: Rows, id: string, members: object) => ({ ...rows.find((row) => row.id === id), ...members })
  const { portal, classicPortal, developer, classicDeveloper } = demo.ids
  const other = (id: string) => ({ id, name: 'other', default_domain: `${id}.localhost` })
  return {
    portals: [
      of(portals, portal, other(extra.otherPortal)),
      of(portals, classicPortal, other(extra.otherClassicPortal)),
    ],
    developers: [
      of(developers, developer, { id: extra.stranger, email: strangerEmail }),
      of(developers, classicDeveloper, { id: extra.classicStranger, email: strangerEmail }),
    ],
  }
}

/** The demo world, and what else the descriptions need to be met whole. */
export const test = base.extend('contract', async ({ konnect }) => {
  const { state } = konnect.levers
  const before = (await state.snapshot({ secrets: true })) as { version: 1; tables: Record<string, Rows> }
  const [own, others] = [extraRows(), neighbours(before.tables)]
  const added = Object.fromEntries(
    Object.keys({ ...own, ...others }).map((name) => [
      name,
      [...(before.tables[name] ?? []), ...(own[name] ?? []), ...(others[name] ?? [])],
    ]),
  )
  await state.restore({ version: 1, tables: { ...before.tables, ...added } })
  expect(Object.keys(added).every((name) => name in before.tables)).toBe(true)
  return konnect
})
