import { mountLazily } from '../kit/lazy-part.ts'
import type { App } from '../kit/mock-server.ts'
import { assetPath } from '../kit/pages/asset-path.ts'
import { comingEndpoints } from './coming-endpoints.ts'
import { endpoints, endpointsOf, inEveryFlow } from './endpoints.ts'
import { webfingerPath } from './metadata/webfinger-path.ts'
import type { Nodes } from './nodes.ts'
import type { Services } from './services.ts'
import { signInPath } from './sign-in/sign-in-path.ts'

/**
 * Serves what a runtime node has: by `app` itself what every flow calls, the rest by parts that are made with their first requests.
 * @returns the routes of those parts, as faults name them
 */
export function serveRuntime(app: App, services: Services, nodes: Nodes): () => Promise<readonly string[]> {
  const { configuration } = services
  const { always, onDemand } = endpointsOf(configuration.tree)
  const coming = comingEndpoints(app, [...always, ...onDemand], configuration, async (endpoint) => {
    const { onDemandServed } = await import('./on-demand.ts')
    const { app: part, unserved } = nodes.speaking()
    const served = { ...inEveryFlow, ...onDemandServed }
    part.register(endpoints, { ...services, unserved, list: [endpoint], served })
    return part
  })
  app.register(endpoints, { ...services, list: always, served: inEveryFlow })
  const rest = mountLazily(app, [...onDemand.map(({ uri }) => uri), signInPath, webfingerPath, assetPath], async () => {
    const { onDemandServed: served, pageAssets, signIn, webfinger } = await import('./on-demand.ts')
    const { app: part, unserved } = nodes.speaking()
    part.register(endpoints, { ...services, unserved, list: onDemand, served })
    part.register(signIn, services)
    part.register(webfinger, { ...services, unserved })
    part.register(pageAssets)
    return part
  })
  return async () => (await Promise.all([rest.routes(), coming.routes()])).flat()
}
