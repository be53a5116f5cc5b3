import fc from 'fast-check'
import { expect } from 'vitest'
import { apiOf, productOf, publication, serviceOf } from './catalogue.ts'
import { type Operator, test, uuid } from './konnect.ts'

/** Names that bodies of this API have, so that many bodies get past the first check. */
const members = [
  ...[
    'name',
    'display_name',
    'description',
    'issuer',
    'labels',
    'provider_type',
    'dcr_config',
    'strategy_type',
    'configs',
  ],
  ...[
    'openid-connect',
    'key-auth',
    'scopes',
    'key_names',
    'ttl',
    'auth_strategy_ids',
    'gateway_service',
    'service',
    'host',
  ],
  ...['paths', 'url', 'tags', 'headers', 'owner', 'id', 'status', 'email', 'full_name', 'api_id', 'portal_ids', 'slug'],
  ...[
    'attributes',
    'version',
    'publish_status',
    'api_products',
    'control_plane',
    '__proto__',
    'constructor',
    'toString',
  ],
]
const leaf = fc.oneof(
  fc.constantFrom(
    'curity',
    'openid_connect',
    'key_auth',
    'published',
    'approved',
    'https://a.example',
    uuid(2),
    uuid(3),
    '',
  ),
  ...[fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.double()],
)
const { body } = fc.letrec((tie) => ({
  body: fc.dictionary(fc.constantFrom(...members), tie('value'), { maxKeys: 8 }),
  value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('body')),
}))

/** Every route that takes a body, with what must be there for it to be reached. */
async function routes(operator: Operator): Promise<[method: 'post' | 'put' | 'patch', path: string][]> {
  const { portal: classic, product, version } = await productOf(operator)
  await operator.put(`/v2/portals/${classic.id}/product-versions/${version.id}`, publication(uuid(3)))
  const { portal, api, path: place } = await apiOf(operator)
  const { control_plane_id } = await serviceOf(operator, 'fuzzed')
  const { body: developer } = await operator.post(`/v3/portals/${portal.id}/developers`, {
    email: 'a@b.example',
    full_name: 'A',
  })
  const entities = `/v2/control-planes/${control_plane_id}/core-entities`
  return [
    ['post', '/v2/control-planes'],
    ['post', `${entities}/services`],
    ['post', `${entities}/routes`],
    ['post', '/v2/dcr-providers'],
    ['post', '/v2/application-auth-strategies'],
    ['post', '/v2/portals'],
    ['post', '/v3/portals'],
    ['post', '/v2/api-products'],
    ['post', `/v2/api-products/${product.id}/product-versions`],
    ['post', '/v3/apis'],
    ['post', `/v3/apis/${api.id}/implementations`],
    ['post', `/v2/portals/${classic.id}/publish`],
    ['post', `/v2/portals/${classic.id}/product-versions`],
    ['post', `/v3/portals/${portal.id}/developers`],
    ['post', `/v3/portals/${portal.id}/applications`],
    ['put', `${entities}/services/fuzzed`],
    ['put', `${entities}/routes/fuzzed`],
    ['put', `/v2/application-auth-strategies/${uuid(3)}`],
    ['put', `/v2/portals/${classic.id}/product-versions/${version.id}`],
    ['put', place],
    ['patch', `/v2/control-planes/${control_plane_id}`],
    ['patch', `/v2/application-auth-strategies/${uuid(3)}`],
    ['patch', `/v2/portals/${classic.id}`],
    ['patch', `/v3/portals/${portal.id}`],
    ['patch', `/v2/api-products/${product.id}`],
    ['patch', `/v2/api-products/${product.id}/product-versions/${version.id}`],
    ['patch', `/v2/portals/${classic.id}/product-versions/${version.id}`],
    ['patch', `/v3/apis/${api.id}`],
    ['patch', `/v3/portals/${portal.id}/developers/${developer.id}`],
  ]
}

test('no body makes a 500, and every answer is one that is described', async ({ operator }) => {
  for (const [method, path] of await routes(operator)) {
    const property = fc.asyncProperty(body, async (sent) => {
      const { status } = await operator[method](path, sent)
      expect(status, `${method} ${path} ${JSON.stringify(sent)}`).toBeLessThan(500)
    })
    await fc.assert(property, { seed: 20260101, numRuns: 40 })
  }
})

test('no query of a list makes a 500', async ({ operator }) => {
  const name = fc.constantFrom(
    'page[size]',
    'page[number]',
    'sort',
    'filter[name]',
    'filter[id][oeq]',
    'filter',
    'filter[',
    'labels',
  )
  const query = fc.array(fc.tuple(name, fc.string()), { maxLength: 4 })
  for (const path of [
    '/v2/dcr-providers',
    '/v2/application-auth-strategies',
    '/v2/portals',
    '/v3/apis',
    '/v3/api-publications',
  ]) {
    const property = fc.asyncProperty(query, async (pairs) => {
      const { status } = await operator.get(`${path}?${new URLSearchParams(pairs)}`)
      expect([200, 400]).toContain(status)
    })
    await fc.assert(property, { seed: 20260101, numRuns: 60 })
  }
})
