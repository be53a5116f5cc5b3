import type { Static, TSchema } from 'typebox'
import { complaints } from '../../kit/validation.ts'
import type { Strategies } from '../auth/strategies.ts'
import type { Plugin, PublishedApi, Route, Service } from '../configuration/entities.ts'
import { type Ace, AceConfig, ace } from './ace.ts'
import { type Acl, AclConfig, acl } from './acl.ts'
import { type Cors, CorsConfig, cors } from './cors.ts'
import { type OpenIdConnectPlugin, OpenIdConnectPluginConfig, openIdConnectPlugin } from './openid-connect.ts'
import { type RateLimiting, RateLimitingConfig, rateLimiting } from './rate-limiting.ts'

/** The plugins that run for one route: of each name the instance that stands nearest to it. */
export interface RoutePlugins {
  cors: Cors | undefined
  ace: Ace | undefined
  /** Where no guard of an application stands. */
  oidc: OpenIdConnectPlugin | undefined
  acl: Acl | undefined
  rateLimiting: RateLimiting | undefined
  /** Plugins that would run, and do not, for who reads the exchange. */
  warnings: readonly string[]
}

interface PluginTableOptions {
  plugins: Iterable<Plugin>
  apis: Iterable<PublishedApi>
  strategies: Strategies
}

/** Finds the plugins of a route, worked out once for each. */
export class PluginTable {
  readonly #plugins: readonly Plugin[]
  readonly #apis: readonly PublishedApi[]
  readonly #strategies: Strategies
  readonly #byRoute = new WeakMap<Route, RoutePlugins>()

  constructor({ plugins, apis, strategies }: PluginTableOptions) {
    this.#plugins = Array.from(plugins).filter(({ enabled }) => enabled !== false)
    this.#apis = [...apis]
    this.#strategies = strategies
  }

  of(route: Route, service: Service): RoutePlugins {
    const known = this.#byRoute.get(route)
    if (known) return known
    const made = this.#make(route, service)
    this.#byRoute.set(route, made)
    return made
  }

  #make(route: Route, service: Service): RoutePlugins {
    const nearest = new Map<string, Plugin>()
    for (const plugin of this.#plugins) {
      const rank = rankOf(plugin, route, service)
      const rival = nearest.get(plugin.name)
      if (rank > 0 && (!rival || rank > rankOf(rival, route, service))) nearest.set(plugin.name, plugin)
    }
    const warnings: string[] = []
    const oidc = nearest.get('openid-connect')
    const guarding = nearest.get('ace')
    const limiting = nearest.get('rate-limiting')
    const made = {
      cors: workOf(nearest.get('cors'), CorsConfig, warnings, cors),
      ace: workOf(guarding, AceConfig, warnings, (config) => ace(config, this.#apis, guarding?.ordering)),
      acl: workOf(nearest.get('acl'), AclConfig, warnings, acl),
      rateLimiting: workOf(limiting, RateLimitingConfig, warnings, rateLimiting(limiting?.id ?? '')),
      oidc: workOf(oidc, OpenIdConnectPluginConfig, warnings, openIdConnectPlugin(oidc?.id ?? '', this.#strategies)),
    }
    // Any member may stand in a configuration.
    const { policy } = (limiting?.config ?? {}) as { policy?: unknown }
    if (policy !== undefined && policy !== 'local') {
      warnings.push(`gateway-sim counts for rate-limiting on each node by itself, whatever its policy (${policy})`)
    }
    for (const name of nearest.keys()) {
      if (!simulated.has(name)) warnings.push(`gateway-sim does not simulate the plugin ${name} of the control plane`)
    }
    return { ...made, warnings }
  }
}

const simulated: ReadonlySet<string> = new Set(['cors', 'ace', 'acl', 'openid-connect', 'rate-limiting'])

/** How near a plugin stands to a route: on it, on its service, on everything; 0 when it does not run. Who calls is not known here. */
function rankOf({ route, service, ...plugin }: Plugin, { id }: Route, { id: serviceId }: Service): number {
  if (plugin.consumer || plugin.consumer_group || (route && route.id !== id) || (service && service.id !== serviceId))
    return 0
  return 1 + (route ? 2 : 0) + (service ? 1 : 0)
}

/** The plugin at work, or undefined, with a warning, when its configuration does not fit. */
function workOf<S extends TSchema, T>(
  plugin: Plugin | undefined,
  schema: S,
  warnings: string[],
  make: (config: Static<S>) => T,
): T | undefined {
  if (!plugin) return undefined
  const config = plugin.config ?? {}
  const [wrong] = complaints(schema, config)
  try {
    if (!wrong) return make(config as Static<S>) // no complaint in the line above
    warnings.push(`plugin ${plugin.name} is left out: ${wrong.path} ${wrong.expected}`)
  } catch (error) {
    // A pattern that does not compile throws a SyntaxError.
    warnings.push(`plugin ${plugin.name} is left out: ${(error as Error).message}`)
  }
  return undefined
}
