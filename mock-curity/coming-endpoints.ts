import { type LazyPart, mountComing } from '../kit/lazy-part.ts'
import type { App } from '../kit/mock-server.ts'
import type { Configuration } from './configuration/configuration.ts'
import type { CurityConfiguration, Endpoint } from './configuration/schema.ts'
import { onlyProfile } from './configuration/token-service.ts'

type Maker = () => Promise<App>

/**
 * Serves endpoints that the configuration got after the start: each by an application of its own, made with its first request.
 * @param first the endpoints of the start, which `app` serves itself
 * @param make an application that serves one endpoint
 */
export function comingEndpoints(
  app: App,
  first: readonly Endpoint[],
  configuration: Configuration,
  make: (endpoint: Endpoint) => Promise<App>,
): LazyPart {
  const atStart = new Set(first.map(keyOf))
  const makers = new Map<string, Maker>()
  let known: { tree: CurityConfiguration; paths: ReadonlyMap<string, Maker> } | undefined

  const makerOf = (endpoint: Endpoint): Maker => {
    const maker = makers.get(keyOf(endpoint)) ?? (() => make(endpoint))
    makers.set(keyOf(endpoint), maker)
    return maker
  }
  const pathsIn = (tree: CurityConfiguration) => {
    const added = onlyProfile(tree).endpoints.endpoint.filter((endpoint) => !atStart.has(keyOf(endpoint)))
    return new Map(added.flatMap((endpoint) => pathsOf(endpoint).map((path) => [path, makerOf(endpoint)])))
  }
  return mountComing(app, () => {
    const { tree } = configuration
    if (known?.tree !== tree) known = { tree, paths: pathsIn(tree) }
    return known.paths
  })
}

const keyOf = ({ uri, 'endpoint-kind': kind }: Endpoint): string => `${kind} ${uri}`

/** The anonymous endpoint also answers at the well-known path of RFC 8414 §3. */
const pathsOf = ({ uri, 'endpoint-kind': kind }: Endpoint): string[] =>
  kind === 'oauth-anonymous' ? [uri, `/.well-known/oauth-authorization-server${uri}`] : [uri]
