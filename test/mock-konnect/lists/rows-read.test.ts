import { describe, expect, test } from 'vitest'
import { manualClock } from '../../../kit/clock.ts'
import { countingIds } from '../../../kit/ids.ts'
import { memoryDatabase } from '../../../kit/memory-database.ts'
import type { Database, Identified, Table } from '../../../kit/table.ts'
import { buildMockKonnect } from '../../../mock-konnect/app.ts'
import type { StateDocument } from '../../../mock-konnect/state.ts'

const many = 2000
const stamp = '2026-01-01T00:00:00.000Z'
const times = { created_at: stamp, updated_at: stamp, labels: {} }
const id = (kind: number, n: number) => `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`
const [plane, portal, classic, strategy, provider, server, group] = [1, 2, 3, 4, 5, 6, 7].map((n) => id(0, n))

/** A memory database that counts the rows that its tables give, by table. */
function countingDatabase(): Database & { read: Record<string, number> } {
  const database = memoryDatabase()
  const read: Record<string, number> = {}
  return {
    ...database,
    read,
    table<Row extends Identified>(spec: Parameters<typeof database.table<Row>>[0]): Table<Row> {
      const table = database.table(spec)
      const counted =
        <Args extends unknown[]>(act: (...args: Args) => Promise<Row[]>) =>
        async (...args: Args) => {
          const rows = await act(...args)
          read[spec.name] = (read[spec.name] ?? 0) + rows.length
          return rows
        }
      table.all = counted(table.all.bind(table))
      table.listBy = counted(table.listBy.bind(table))
      table.page = counted(table.page.bind(table))
      return table
    },
  }
}

const each = <Row>(make: (n: number) => Row): Row[] => Array.from({ length: many }, (_, n) => make(n))
const core = { control_plane_id: plane, tags: null, created_at: 0, updated_at: 0 }
const service = (n: number) => ({ control_plane_id: plane, id: id(20, n) })
const portalRow = { ...times, description: null, default_application_auth_strategy_id: strategy, custom_domain: null }

/** Two thousand of every noun that is listed, each found by what its list can be filtered by. */
const tables = {
  control_planes: each((n) => ({ id: n === 0 ? plane : id(10, n), ...times, name: `cp ${n}`, proxy_urls: [] })),
  gateway_services: each((n) => ({ ...core, ...service(n), name: `s${n}`, protocol: 'http', host: 'a.example' })),
  gateway_routes: each((n) => ({ ...core, id: id(21, n), name: `r${n}`, protocols: ['http'], paths: ['/a'] })),
  gateway_plugins: each((n) => ({ ...core, id: id(22, n), name: 'cors', instance_name: `p${n}`, protocols: [] })),
  gateway_consumers: each((n) => ({ ...core, id: id(23, n), name: null, username: `c${n}`, custom_id: `x${n}` })),
  gateway_acls: each((n) => ({ ...core, id: id(24, n), name: null, group: 'g', consumer: { id: id(23, n) } })),
  gateway_consumer_groups: each((n) => ({ ...core, id: n === 0 ? group : id(25, n), name: `g${n}` })),
  gateway_consumer_group_members: each((n) => ({ ...core, id: id(26, n), group_id: group, consumer_id: id(23, n) })),
  dcr_providers: each((n) => ({
    ...{ id: n === 0 ? provider : id(30, n), ...times, name: `d${n}`, provider_type: 'curity', secrets: {} },
    ...{ issuer: 'https://a.example', dcr_config: { initial_client_id: 'a' } },
  })),
  auth_strategies: each((n) => ({
    ...{
      id: n === 0 ? strategy : id(31, n),
      ...times,
      name: `a${n}`,
      display_name: 'A',
      strategy_type: 'openid_connect',
    },
    ...{ dcr_provider_id: n === 0 ? provider : null, principals: { enabled: false } },
    configs: { 'openid-connect': { issuer: 'https://a.example', credential_claim: [], scopes: [], auth_methods: [] } },
  })),
  portals: [
    ...each((n) => ({
      ...portalRow,
      id: n === 0 ? portal : id(40, n),
      version: 'v3',
      name: `p${n}`,
      default_domain: `p${n}`,
    })),
    ...each((n) => ({
      ...portalRow,
      id: n === 0 ? classic : id(41, n),
      version: 'v2',
      name: `q${n}`,
      default_domain: `q${n}`,
    })),
  ],
  teams: each((n) => ({ ...times, id: id(42, n), portal_id: portal, name: `t${n}`, description: '' })),
  team_members: each((n) => ({ ...times, id: id(43, n), team_id: id(42, 0), developer_id: id(50, n) })),
  developers: each((n) => ({
    ...times,
    id: id(50, n),
    portal_id: portal,
    email: `${n}@a.example`,
    status: 'approved',
  })),
  applications: each((n) => ({
    ...{ ...times, id: id(51, n), portal_id: portal, developer_id: id(50, n), name: `app ${n}`, client_id: `c${n}` },
    ...{ auth_strategy_id: strategy, description: null, reference_id: null, scopes: [], dcr_client: null },
  })),
  registrations: each((n) => ({
    ...{ ...times, id: id(52, n), portal_id: portal, application_id: id(51, n), status: 'approved' },
    ...{ offer: { type: 'api', id: id(60, 0) }, granted_scopes: null },
  })),
  apis: each((n) => ({ ...times, id: id(60, n), name: `api ${n}`, version: null, slug: `api-${n}`, attributes: {} })),
  api_implementations: each((n) => ({
    ...times,
    id: id(61, n),
    api_id: id(60, n),
    service: service(n),
    control_plane: null,
  })),
  publications: [
    ...each((n) => ({ ...times, id: id(62, n), portal_id: portal, offer: { type: 'api', id: id(60, n) } })),
    ...each((n) => ({
      ...times,
      id: id(63, n),
      portal_id: classic,
      offer: { type: 'product_version', id: id(65, n) },
    })),
  ].map((row, n) => ({ ...row, auth_strategy_id: n === 0 ? strategy : null, publish_status: 'published' })),
  api_products: each((n) => ({ ...times, id: id(64, n), name: `p${n}`, portal_ids: [], public_labels: {} })),
  product_versions: each((n) => ({
    ...{ ...times, id: id(65, n), api_product_id: id(64, 0), name: `v${n}`, publish_status: 'published' },
    gateway_service: n === 0 ? service(0) : null,
  })),
  auth_servers: each((n) => ({
    ...{ ...times, id: n === 0 ? server : id(70, n), name: `s${n}`, audience: 'a', description: '', secrets: {} },
    ...{ signing_algorithm: 'RS256', trusted_origins: [] },
  })),
  auth_server_clients: each((n) => ({
    ...{ ...times, id: id(71, n), auth_server_id: server, client_id: `c${n}`, name: 'c', grant_types: [] },
    ...{ response_types: [], redirect_uris: [], allow_scopes: [], login_uri: null },
  })),
  auth_server_scopes: each((n) => ({ ...times, id: id(72, n), auth_server_id: server, name: `s${n}` })),
  auth_server_claims: each((n) => ({
    ...times,
    id: id(73, n),
    auth_server_id: server,
    name: `s${n}`,
    value: 'a',
    include_in_scopes: [],
  })),
}

const entities = `/v2/control-planes/${plane}/core-entities`
/** Each list, and the filters of it that an index answers, each for the one row that has it. */
const lists: Record<string, readonly string[]> = {
  '/v2/control-planes': [`filter[id][eq]=${plane}`, 'filter[name]=cp 1'],
  [`${entities}/services`]: ['filter[name][eq]=s7'],
  [`${entities}/routes`]: ['filter[name][eq]=r7'],
  [`${entities}/plugins`]: [],
  [`${entities}/consumers`]: ['filter[name][eq]=c7', 'custom_id=x7'],
  [`${entities}/acls`]: [],
  [`${entities}/consumer_groups`]: ['filter[name][eq]=g7'],
  [`${entities}/consumer_groups/${group}/consumers`]: [],
  '/v2/dcr-providers': [`filter[id]=${provider}`, 'filter[name]=d7'],
  '/v2/application-auth-strategies': ['filter[name]=a7', `filter[dcr_provider_id]=${provider}`],
  '/v3/portals': [],
  '/v2/portals': [],
  [`/v3/portals/${portal}/teams`]: [],
  [`/v3/portals/${portal}/teams/${id(42, 0)}/developers`]: [],
  [`/v3/portals/${portal}/developers`]: [],
  [`/v3/portals/${portal}/applications`]: [`filter[developer_id]=${id(50, 7)}`],
  [`/v3/portals/${portal}/application-registrations`]: [],
  [`/v3/apis/${id(60, 0)}/registrations`]: [`filter[application_id]=${id(51, 7)}`],
  '/v3/apis': [`filter[id]=${id(60, 7)}`],
  '/v3/api-implementations': [
    ...[`filter[id]=${id(61, 7)}`, `filter[api_id]=${id(60, 7)}`, `filter[service_id]=${id(20, 7)}`],
    `filter[api_id][oeq]=${id(60, 7)},${id(60, 8)}`,
  ],
  '/v3/api-publications': [`filter[api_id]=${id(60, 7)}`, `filter[auth_strategy_id]=${strategy}`],
  [`/v3/portals/${portal}/api-publications`]: [`filter[api_id]=${id(60, 7)}`],
  [`/v2/portals/${classic}/product-versions`]: [`filter[product_version_id]=${id(65, 7)}`],
  '/v2/api-products': [],
  [`/v2/api-products/${id(64, 0)}/product-versions`]: [`filter[gateway_service_id]=${id(20, 0)}`],
  '/v1/auth-servers': [`filter[id]=${server}`, 'filter[name]=s7'],
  [`/v1/auth-servers/${server}/clients`]: [],
  [`/v1/auth-servers/${server}/scopes`]: [`filter[id]=${id(72, 7)}`],
  [`/v1/auth-servers/${server}/claims`]: [],
}

/** One of each noun. */
const single: readonly string[] = [
  `/v2/control-planes/${plane}`,
  ...['services', 'routes', 'plugins', 'consumers'].map((noun, n) => `${entities}/${noun}/${id(20 + n, 7)}`),
  `${entities}/consumers/c7`,
  `${entities}/consumer_groups/g7`,
  `/v2/dcr-providers/${provider}`,
  `/v2/application-auth-strategies/${strategy}`,
  `/v3/portals/${portal}`,
  `/v2/portals/${classic}`,
  `/v3/portals/${portal}/teams/${id(42, 7)}`,
  `/v3/portals/${portal}/developers/${id(50, 7)}`,
  `/v3/portals/${portal}/applications/${id(51, 7)}`,
  `/v3/applications/${id(51, 7)}`,
  `/v3/portals/${portal}/applications/${id(51, 7)}/registrations/${id(52, 7)}`,
  `/v3/apis/${id(60, 7)}`,
  `/v3/apis/${id(60, 7)}/implementations/${id(61, 7)}`,
  `/v3/apis/${id(60, 7)}/publications/${portal}`,
  `/v2/portals/${classic}/product-versions/${id(65, 7)}`,
  `/v2/api-products/${id(64, 7)}`,
  `/v2/api-products/${id(64, 0)}/product-versions/${id(65, 7)}`,
  `/v1/auth-servers/${server}`,
  `/v1/auth-servers/${server}/scopes/${id(72, 7)}`,
]

describe(`among ${many} of every noun`, async () => {
  const database = countingDatabase()
  // Rows of a state document are not checked member by member: these have what lists show and go by.
  const initialState = { version: 1, tables } as unknown as StateDocument
  const konnect = buildMockKonnect({ clock: manualClock(), ids: countingIds(), initialState, database })
  await konnect.app.ready()

  /** The largest number of rows that one table gave for this list. */
  async function mostRead(path: string, query: string): Promise<{ listed: number; most: number }> {
    for (const name of Object.keys(database.read)) delete database.read[name]
    const size = path.includes('core-entities') ? 'size=5' : 'page[size]=5'
    const headers = { authorization: 'Bearer kpat_demo' }
    const answer = await konnect.app.inject({ url: encodeURI(`${path}?${size}&${query}`), headers })
    expect(answer.statusCode, answer.body).toBe(200)
    const { data = [] } = answer.json<{ data?: unknown[] }>()
    return { listed: data.length, most: Math.max(0, ...Object.values(database.read)) }
  }

  test.for(Object.keys(lists))('%s reads its page', async (path) => {
    const { listed, most } = await mostRead(path, '')
    expect(listed).toBe(5)
    expect(most).toBeLessThanOrEqual(6)
  })

  const filters = Object.entries(lists).flatMap(([path, queries]) => queries.map((query) => [path, query] as const))
  test.for(filters)('%s?%s reads what matches', async ([path, query]) => {
    const { listed, most } = await mostRead(path, query)
    const expected = query.includes(',') ? 2 : 1
    expect([listed, most]).toEqual([expected, expected])
  })

  test.for(single)('%s reads what is its own', async (path) => {
    expect((await mostRead(path, '')).most).toBeLessThanOrEqual(1)
  })

  test('contains reads every row', async () => {
    expect(await mostRead('/v3/apis', 'filter[name][contains]=api 77')).toEqual({ listed: 5, most: many })
  })
})
