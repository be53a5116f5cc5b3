import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { CurityConfiguration, Endpoint, EndpointKind } from './configuration/schema.ts'
import { onlyProfile } from './configuration/token-service.ts'
import { NotServed } from './errors.ts'
import { anonymousEndpoint, oauthMetadata } from './metadata/anonymous-routes.ts'
import { path as reasons } from './reasons.ts'
import { registrationEndpoint } from './registration/registration-routes.ts'
import type { EndpointOptions, Services } from './services.ts'
import { tokenEndpoint } from './tokens/token-routes.ts'

type Plugin = FastifyPluginAsyncTypebox<EndpointOptions>

/** What each kind of endpoint serves. */
export type Served = Partial<Record<EndpointKind, readonly Plugin[]>>

/** What is called in every flow of an application; the rest is loaded when somebody asks for it (`on-demand.ts`). */
export const inEveryFlow: Served = {
  'oauth-anonymous': [anonymousEndpoint, oauthMetadata],
  'oauth-token': [tokenEndpoint],
  'oauth-dynamic-client-registration': [registrationEndpoint],
}

/** The endpoints of a configuration: those that are made at the start, and those that wait for their first request. */
export function endpointsOf(tree: CurityConfiguration): { always: Endpoint[]; onDemand: Endpoint[] } {
  const all = onlyProfile(tree).endpoints.endpoint
  const isFrequent = (endpoint: Endpoint) => endpoint['endpoint-kind'] in inEveryFlow
  return { always: all.filter(isFrequent), onDemand: all.filter((endpoint) => !isFrequent(endpoint)) }
}

/** The endpoints to serve, and what their kinds serve. */
export interface EndpointList {
  list: readonly Endpoint[]
  served: Served
}

/**
 * Serves endpoints of the configuration at their paths; one that no service role lists, or that the configuration lost, answers 404
 * (`curity.md` 1.2): that is asked at each request. Endpoints that come later are in `coming-endpoints.ts`.
 */
export const endpoints: FastifyPluginAsyncTypebox<Services & EndpointList> = async (
  app,
  { list, served, ...services },
) => {
  for (const endpoint of list) app.register(deployed(endpoint, served), services)
}

function deployed(endpoint: Endpoint, served: Served): FastifyPluginAsyncTypebox<Services> {
  return async (app, services) => {
    const refuse = () => {
      if (!services.configuration.service.isServed(endpoint)) throw notServed(endpoint, services.configuration.tree)
    }
    services.unserved.guard(endpoint.uri, refuse)
    app.addHook('onRequest', (_request, _reply, done) => {
      refuse()
      done()
    })
    for (const plugin of served[endpoint['endpoint-kind']] ?? []) {
      await plugin(app, { ...services, path: endpoint.uri })
    }
  }
}

/** An endpoint that is configured lacks a service role; any other path is one that nothing has. */
function notServed({ uri }: Endpoint, tree: CurityConfiguration): NotServed {
  const known = onlyProfile(tree).endpoints.endpoint.find((endpoint) => endpoint.uri === uri)
  return new NotServed(404, known ? reasons.notDeployed(known.id) : reasons.unknown(uri))
}
