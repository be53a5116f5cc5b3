import type { EndpointNames } from '../kit/faults.ts'
import type { ClientSources } from '../kit/recording.ts'

const verbs = { create: 'POST', list: 'GET', get: 'GET', update: 'PATCH', replace: 'PUT', delete: 'DELETE' } as const
type Verb = keyof typeof verbs

/** What operators do with one kind of entity and how a single one is changed. */
function admin(
  name: string,
  path: string,
  item: string,
  change: 'update' | 'replace' | 'both' | 'none',
): EndpointNames {
  const changes: Verb[] = change === 'both' ? ['update', 'replace'] : change === 'none' ? [] : [change]
  const each: Verb[] = ['create', 'list', 'get', ...changes, 'delete']
  const isOfAll = (verb: Verb) => verb === 'create' || verb === 'list'
  return Object.fromEntries(
    each.map((verb) => [`${name}.${verb}`, [`${verbs[verb]} ${isOfAll(verb) ? path : `${path}/${item}`}`]]),
  )
}

/** Routes of both Portal APIs. */
const portal = (method: string, path: string): string[] => ['v2', 'v3'].map((v) => `${method} /api/${v}${path}`)

/** The names by which faults call Konnect: what operators do, what developers do (`konnect.portal.*`), what data planes do. */
export const endpointNames = (): EndpointNames => ({
  stream: ['GET /_cluster/v1/configuration'],
  'konnect.setup': ['PUT /konnect-api/api/portals/:portalId/application-setup'],
  ...admin('konnect.control-plane', '/v2/control-planes', ':controlPlaneId', 'update'),
  ...admin('konnect.service', '/v2/control-planes/:controlPlaneId/core-entities/services', ':entityId', 'replace'),
  ...admin('konnect.route', '/v2/control-planes/:controlPlaneId/core-entities/routes', ':entityId', 'replace'),
  ...admin('konnect.provider', '/v2/dcr-providers', ':dcrProviderId', 'update'),
  'konnect.provider.verify': ['POST /v2/dcr-providers/:dcrProviderId/verify'],
  ...admin('konnect.strategy', '/v2/application-auth-strategies', ':authStrategyId', 'both'),
  ...admin('konnect.api', '/v3/apis', ':apiId', 'update'),
  'konnect.publish': ['PUT /v3/apis/:apiId/publications/:portalId', 'POST /v2/portals/:portalId/product-versions'],
  'konnect.link': ['POST /v3/apis/:apiId/implementations'],
  'konnect.authenticate': portal('POST', '/developer/authenticate'),
  'konnect.sign-up': portal('POST', '/developer'),
  'konnect.application.create': portal('POST', '/applications'),
  'konnect.application.list': portal('GET', '/applications'),
  'konnect.application.get': portal('GET', '/applications/:applicationId'),
  'konnect.application.update': portal('PATCH', '/applications/:applicationId'),
  'konnect.application.delete': portal('DELETE', '/applications/:applicationId'),
  'konnect.application.secret': [
    'POST /api/v2/applications/:applicationId/refresh-token',
    'POST /api/v3/applications/:applicationId/regenerate-secret',
  ],
  'konnect.credential.create': portal('POST', '/applications/:applicationId/credentials'),
  'konnect.credential.list': portal('GET', '/applications/:applicationId/credentials'),
  'konnect.credential.delete': portal('DELETE', '/applications/:applicationId/credentials/:credentialId'),
  'identity.discovery': ['GET /identity/:authServerId/auth/.well-known/openid-configuration'],
  'identity.jwks': ['GET /identity/:authServerId/auth/.well-known/jwks'],
  'identity.token': ['POST /identity/:authServerId/auth/oauth/token'],
  'identity.client.create': ['POST /identity/:authServerId/oauth2/v1/clients'],
  'identity.client.delete': ['DELETE /identity/:authServerId/oauth2/v1/clients/:clientId'],
  'identity.client.secret': ['POST /identity/:authServerId/oauth2/v1/clients/:clientId/lifecycle/newSecret'],
  'konnect.register': portal('POST', '/applications/:applicationId/registrations'),
  'konnect.unregister': portal('DELETE', '/applications/:applicationId/registrations/:registrationId'),
})

/** The application that a call is about; Konnect's own id of it. */
export function clientOf({ params }: ClientSources): string | undefined {
  const { applicationId } = (params ?? {}) as { applicationId?: string } // as the routes above declare it
  return applicationId
}
