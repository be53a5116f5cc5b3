import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { CurityConfiguration, Endpoint, EndpointKind } from './configuration/schema.ts'
import { onlyProfile } from './configuration/token-service.ts'
import { NotServed } from './errors.ts'
import { introspectionEndpoint } from './introspection/introspection-routes.ts'
import { revocationEndpoint } from './introspection/revocation-routes.ts'
import { userinfoEndpoint } from './introspection/userinfo-routes.ts'
import { anonymousEndpoint, oauthMetadata } from './metadata/anonymous-routes.ts'
import { authorizeEndpoint } from './oidc/authorize-routes.ts'
import { sessionEndpoint } from './oidc/session-routes.ts'
import { path as reasons } from './reasons.ts'
import { registrationEndpoint } from './registration/registration-routes.ts'
import type { EndpointOptions, Services } from './services.ts'
import { tokenEndpoint } from './tokens/token-routes.ts'

type Plugin = FastifyPluginAsyncTypebox<EndpointOptions>

/** What each kind of endpoint serves. */
const served: Record<EndpointKind, readonly Plugin[]> = {
  'oauth-anonymous': [anonymousEndpoint, oauthMetadata],
  'oauth-authorize': [authorizeEndpoint],
  'oauth-token': [tokenEndpoint],
  'oauth-introspect': [introspectionEndpoint],
  'oauth-revoke': [revocationEndpoint],
  'oauth-userinfo': [userinfoEndpoint],
  'oauth-session': [sessionEndpoint],
  'oauth-dynamic-client-registration': [registrationEndpoint],
}

/** What is called in every flow of an application; the rest is made when somebody asks for it. */
const inEveryFlow: readonly EndpointKind[] = ['oauth-anonymous', 'oauth-token', 'oauth-dynamic-client-registration']

/** The endpoints of a configuration: those that are made at the start, and those that wait for their first request. */
export function endpointsOf(tree: CurityConfiguration): { always: Endpoint[]; onDemand: Endpoint[] } {
  const all = onlyProfile(tree).endpoints.endpoint
  const isFrequent = (endpoint: Endpoint) => inEveryFlow.includes(endpoint['endpoint-kind'])
  return { always: all.filter(isFrequent), onDemand: all.filter((endpoint) => !isFrequent(endpoint)) }
}

/**
 * Serves endpoints of the configuration at their paths; one that no service role lists answers 404 (`curity.md` 1.2). Paths are
 * those of the start; whether an endpoint is deployed is asked at each request.
 */
export const endpoints: FastifyPluginAsyncTypebox<Services & { list: readonly Endpoint[] }> = async (
  app,
  { list, ...services },
) => {
  for (const endpoint of list) app.register(deployed(endpoint), services)
}

function deployed(endpoint: Endpoint): FastifyPluginAsyncTypebox<Services> {
  return async (app, services) => {
    const refuse = () => {
      if (!services.configuration.service.isDeployed(endpoint.id))
        throw new NotServed(404, reasons.notDeployed(endpoint.id))
    }
    services.unserved.guard(endpoint.uri, refuse)
    app.addHook('onRequest', async () => refuse())
    for (const plugin of served[endpoint['endpoint-kind']]) {
      await plugin(app, { ...services, path: endpoint.uri })
    }
  }
}
