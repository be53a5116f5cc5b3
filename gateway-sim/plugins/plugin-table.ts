import type { Static, TSchema } from 'typebox'
import { nearest } from '../../kit/nearest.ts'
import { complaints } from '../../kit/validation.ts'
import type { Strategies } from '../auth/strategies.ts'
import type { Plugin, PublishedApi, Route, Service } from '../configuration/entities.ts'
import type { Ace, AceConfig } from './ace.ts'
import type { Acl } from './acl.ts'
import type { Cors } from './cors.ts'
import {
  type OpenIdConnectPlugin,
  OpenIdConnectPluginConfig,
  openIdConnectPlugin,
  pluginWarnings,
} from './openid-connect.ts'
import type { RateLimiting } from './rate-limiting.ts'

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

/** Finds the plugins of a route, worked out once for each; the code of a plugin is loaded for the first route that has it. */
export class PluginTable {
  readonly #plugins: readonly Plugin[]
  readonly #apis: readonly PublishedApi[]
  readonly #strategies: Strategies
  readonly #byRoute = new WeakMap<Route, RoutePlugins | Promise<RoutePlugins>>()

  constructor({ plugins, apis, strategies }: PluginTableOptions) {
    this.#plugins = Array.from(plugins).filter(({ enabled }) => enabled !== false)
    this.#apis = [...apis]
    this.#strategies = strategies
  }

  /** At once, but for the first requests of a route. */
  of(route: Route, service: Service): RoutePlugins | Promise<RoutePlugins> {
    const known = this.#byRoute.get(route)
    if (known) return known
    const made = this.#make(this.#nearest(route, service)).then((plugins) => {
      this.#byRoute.set(route, plugins)
      return plugins
    })
    this.#byRoute.set(route, made)
    return made
  }

  #nearest(route: Route, service: Service): Map<string, Plugin> {
    const closest = new Map<string, Plugin>()
    for (const plugin of this.#plugins) {
      const rank = rankOf(plugin, route, service)
      const rival = closest.get(plugin.name)
      if (rank > 0 && (!rival || rank > rankOf(rival, route, service))) closest.set(plugin.name, plugin)
    }
    return closest
  }

  async #make(closest: ReadonlyMap<string, Plugin>): Promise<RoutePlugins> {
    const warnings: string[] = []
    const limiting = closest.get('rate-limiting')
    const made = {
      cors: await workOf(closest.get('cors'), warnings, async () => {
        const { CorsConfig, cors } = await import('./cors.ts')
        return { schema: CorsConfig, make: cors }
      }),
      ace: await workOf(closest.get('ace'), warnings, async ({ ordering }) => {
        const code = await import('./ace.ts')
        return { schema: code.AceConfig, make: (config: AceConfig) => code.ace(config, this.#apis, ordering) }
      }),
      acl: await workOf(closest.get('acl'), warnings, async () => {
        const { AclConfig, acl } = await import('./acl.ts')
        return { schema: AclConfig, make: acl }
      }),
      rateLimiting: await workOf(limiting, warnings, async ({ id }) => {
        const { RateLimitingConfig, rateLimiting } = await import('./rate-limiting.ts')
        return { schema: RateLimitingConfig, make: rateLimiting(id) }
      }),
      oidc: await workOf(closest.get('openid-connect'), warnings, async ({ id }) => ({
        schema: OpenIdConnectPluginConfig,
        make: openIdConnectPlugin(id, this.#strategies),
      })),
    }
    if (made.oidc) warnings.push(...pluginWarnings(closest.get('openid-connect')?.config ?? {}))
    // Any member may stand in a configuration.
    const { policy } = (limiting?.config ?? {}) as { policy?: unknown }
    if (policy !== undefined && policy !== 'local') {
      warnings.push(`gateway-sim counts for rate-limiting on each node by itself, whatever its policy (${policy})`)
    }
    for (const name of closest.keys()) {
      if (simulated.includes(name)) continue
      warnings.push(`gateway-sim does not simulate the plugin ${name} of the control plane${nearest(name, simulated)}`)
    }
    return { ...made, warnings }
  }
}

const simulated: readonly string[] = ['cors', 'ace', 'acl', 'openid-connect', 'rate-limiting']

/** How near a plugin stands to a route: on it, on its service, on everything; 0 when it does not run. Who calls is not known here. */
function rankOf({ route, service, ...plugin }: Plugin, { id }: Route, { id: serviceId }: Service): number {
  if (plugin.consumer || plugin.consumer_group || (route && route.id !== id) || (service && service.id !== serviceId))
    return 0
  return 1 + (route ? 2 : 0) + (service ? 1 : 0)
}

/** The code of a plugin: what it may be configured with, and what it makes of that. */
interface PluginCode<S extends TSchema, T> {
  schema: S
  make: (config: Static<S>) => T
}

/** The plugin at work, or undefined, with a warning, when its configuration does not fit. */
async function workOf<S extends TSchema, T>(
  plugin: Plugin | undefined,
  warnings: string[],
  load: (plugin: Plugin) => Promise<PluginCode<S, T>>,
): Promise<T | undefined> {
  if (!plugin) return undefined
  const { schema, make } = await load(plugin)
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
