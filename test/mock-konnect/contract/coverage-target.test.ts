import { describe, expect } from 'vitest'
import { problem, test } from '../portal-world.ts'
import { scripts } from './scripts.ts'

/** `METHOD METHOD path`: what real clients and the flow call (`konnect.md` 19), `{}` for whatever stands in a path. */
const crud = (path: string, id = `${path}/{}`) => [`POST GET ${path}`, `GET PATCH DELETE ${id}`]
const both = (lines: (version: 'v2' | 'v3') => string[]) => [...lines('v2'), ...lines('v3')]
const core = '/v2/control-planes/{}/core-entities'

const flow: readonly string[] = [
  ...crud('/v2/dcr-providers'),
  'POST /v2/dcr-providers/{}/verify',
  'POST GET /v2/application-auth-strategies',
  'GET PUT PATCH DELETE /v2/application-auth-strategies/{}',
  ...both((version) => crud(`/${version}/portals`)),
  ...crud('/v2/api-products'),
  ...crud('/v2/api-products/{}/product-versions'),
  'POST /v2/portals/{}/publish',
  'GET /v2/portals/{}/products',
  'GET POST /v2/portals/{}/product-versions',
  'GET PUT PATCH DELETE /v2/portals/{}/product-versions/{}',
  ...crud('/v3/apis'),
  'POST /v3/apis/{}/implementations',
  'GET DELETE /v3/apis/{}/implementations/{}',
  'PUT GET DELETE /v3/apis/{}/publications/{}',
  ...both((version) => [
    `GET /${version}/portals/{}/developers`,
    `GET PATCH DELETE /${version}/portals/{}/developers/{}`,
    `GET /${version}/portals/{}/applications`,
    `GET DELETE /${version}/portals/{}/applications/{}`,
    `GET /${version}/portals/{}/application-registrations`,
    `GET /${version}/portals/{}/applications/{}/registrations`,
    `GET PATCH DELETE /${version}/portals/{}/applications/{}/registrations/{}`,
  ]),
  'POST /v3/portals/{}/developers',
  'POST /v3/portals/{}/applications',
  'PATCH /v3/portals/{}/applications/{}',
  'POST /v3/portals/{}/applications/{}/registrations',
  'GET /v2/portals/{}/applications/{}/registrations/{}/granted-scopes',
  ...crud('/v2/control-planes'),
  `POST GET ${core}/services`,
  `GET PUT DELETE ${core}/services/{}`,
  ...both((version) => [
    `GET /api/${version}/portal`,
    `POST /api/${version}/developer`,
    ...['verify-email', 'reset-password', 'authenticate', 'refresh', 'logout'].map(
      (step) => `POST /api/${version}/developer/${step}`,
    ),
    `GET /api/${version}/developer/me`,
    ...crud(`/api/${version}/applications`),
    `GET POST /api/${version}/applications/{}/credentials`,
    `PUT DELETE /api/${version}/applications/{}/credentials/{}`,
    `GET POST /api/${version}/applications/{}/registrations`,
    `GET DELETE /api/${version}/applications/{}/registrations/{}`,
  ]),
  'GET /api/v2/applications/auth-strategies',
  'GET /api/v3/application-auth-strategies',
  'POST /api/v2/applications/{}/refresh-token',
  'POST /api/v3/applications/{}/regenerate-secret',
  'GET /api/v2/applications/{}/registrations/{}/granted-scopes',
  'GET /api/v2/applications/{}/product-versions/{}/granted-scopes',
  'GET /api/v3/applications/{}/granted-scopes',
]

const realClients: readonly string[] = [
  ...both((version) => [
    `POST /api/${version}/developer/forgot-password`,
    `GET /api/${version}/developer/authenticate/sso`,
    `GET /${version}/applications/{}`,
    `GET PATCH /${version}/portals/{}/authentication-settings`,
    ...crud(`/${version}/portals/{}/teams`),
    `GET /${version}/portal-roles`,
    `GET /${version}/portals/{}/developers/{}/teams`,
    `GET POST /${version}/portals/{}/teams/{}/developers`,
    `DELETE /${version}/portals/{}/teams/{}/developers/{}`,
    `GET POST /${version}/portals/{}/teams/{}/assigned-roles`,
    `DELETE /${version}/portals/{}/teams/{}/assigned-roles/{}`,
  ]),
  'GET /api/v2/portal/appearance',
  'GET /api/v2/portal/logo',
  'GET /api/v2/portal/catalog-cover',
  'GET /api/v2/products',
  ...['', '/actions', '/documents', '/documents/{}', '/versions', '/versions/{}', '/versions/{}/applications'].map(
    (rest) => `GET /api/v2/products/{}${rest}`,
  ),
  'GET /api/v2/products/{}/versions/{}/spec',
  'GET /api/v2/products/{}/versions/{}/spec/operations',
  'GET /api/v2/search/{}',
  ...both((version) => [`POST /api/${version}/stats`, `GET /api/${version}/stats/config`]),
  'GET /api/v3/apis',
  ...['', '/actions', '/applications', '/documents', '/documents/{}'].map((rest) => `GET /api/v3/apis/{}${rest}`),
  ...['versions', 'specifications'].flatMap((noun) =>
    ['', '/{}', '/{}/raw'].map((rest) => `GET /api/v3/apis/{}/${noun}${rest}`),
  ),
  ...['', '/{}', '/{}/developers'].map((rest) => `GET /api/v3/developer/teams${rest}`),
  'GET /api/v3/search',
  'GET /v3/portals/{}/applications/{}/credentials',
  'GET /v3/portals/{}/applications/{}/developers',
  'GET /v3/api-publications',
  'GET /v3/portals/{}/api-publications',
  'GET /v3/api-implementations',
  'GET /v3/apis/{}/registrations',
  ...['versions', 'specifications', 'documents'].flatMap((noun) => crud(`/v3/apis/{}/${noun}`)),
  ...crud('/v2/api-products/{}/documents'),
  ...crud('/v2/api-products/{}/product-versions/{}/specifications'),
  'POST GET PATCH DELETE /v3/portals/{}/custom-domain',
  'GET PATCH /v2/portals/{}/appearance',
  'GET /v2/portals/{}/appearance/logo',
  'GET /v2/portals/{}/appearance/catalog-cover',
  ...['routes', 'plugins', 'consumers'].flatMap((noun) => [
    `POST GET ${core}/${noun}`,
    `GET PUT DELETE ${core}/${noun}/{}`,
  ]),
  ...crud('/v1/auth-servers'),
  ...['clients', 'scopes', 'claims', 'clients/{}/secrets'].flatMap((noun) => crud(`/v1/auth-servers/{}/${noun}`)),
  'PUT DELETE /v3/portals/{}/applications/{}/registrations/{}/consumer',
]

/** Of the rest: nouns that are listed among the gaps of the README. */
const rest: readonly string[] = [
  ...[
    'identity-providers',
    'team-group-mappings',
    'pages',
    'snippets',
    'customization',
    'integrations',
    'assets/logo',
  ].map((noun) => `GET /v3/portals/{}/${noun}`),
  ...['ip-allow-list', 'email-config', 'audit-log-webhook', 'default-content'].map(
    (noun) => `GET /v3/portals/{}/${noun}`,
  ),
  ...['/v3/api-packages', '/v3/api-attributes', '/v3/apis/{}/images', '/v3/apis/{}/operations'].map(
    (path) => `GET ${path}`,
  ),
  'POST /v3/apis/validate-specification',
  'POST /v3/apis/{}/documents/{}/move',
  ...['pages', 'snippets', 'customization', 'integrations', 'assets/logo', 'api-attributes', 'apis/{}/images'].map(
    (path) => `GET /api/v3/${path}`,
  ),
  'GET /v2/control-planes/{}/group-memberships',
  `GET ${core}/certificates`,
  'GET /v1/auth-servers/{}/clients/{}/tokens',
  'POST /v1/auth-servers/{}/clients/{}/test-claim',
  'GET /v9/anything',
]

const each = (lines: readonly string[]) =>
  lines.flatMap((line) => {
    const words = line.split(' ')
    return words.slice(0, -1).map((method) => `${method} ${words.at(-1)}`)
  })

const served = new Set(
  Object.values(scripts).flatMap((calls) => calls.map(({ operation }) => operation.replace(/\{\w+\}/g, '{}'))),
)

describe('what is to be covered', () => {
  test('of the whole flow, every operation is served', () => {
    expect(each(flow).filter((operation) => !served.has(operation))).toEqual([])
  })

  test('of what real clients call, every operation is served', () => {
    expect(each(realClients).filter((operation) => !served.has(operation))).toEqual([])
  })

  test.for(each(rest))('%s is a gap: 404 as a problem, recorded as unmatched', async (operation, { konnect }) => {
    expect(served.has(operation)).toBe(false)
    const [method = '', path = ''] = operation.split(' ')
    const url = path.replaceAll('{}', 'd0000000-0000-4000-8000-000000000007')
    const { app, levers } = konnect
    const headers = { authorization: 'Bearer kpat_demo' }
    const answer = await app.inject({ method: method as 'GET', url, headers }) // one of two methods
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ])
    expect(answer.json()).toEqual(problem(404, 'Not Found'))
    expect(levers.exchanges.list().at(-1)).toMatchObject({ route: 'unmatched', response: { status: 404 } })
  })
})
