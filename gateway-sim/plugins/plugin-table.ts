import type { Static, TSchema } from 'typebox'
import { complaints } from '../../kit/validation.ts'
import type { Operation, Plugin, Route, Service } from '../configuration/entities.ts'
import { type Ace, AceConfig, ace } from './ace.ts'
import { type Cors, CorsConfig, cors } from './cors.ts'

/** The plugins that run for one route: of each name the instance that stands nearest to it. */
export interface RoutePlugins {
  cors: Cors | undefined
  ace: Ace | undefined
  /** Plugins that would run, and do not, for who reads the exchange. */
  warnings: readonly string[]
}

interface PluginTableOptions {
  plugins: Iterable<Plugin>
  operations: Iterable<Operation>
}

/** Finds the plugins of a route, worked out once for each. */
export class PluginTable {
  readonly #plugins: readonly Plugin[]
  readonly #operations: readonly Operation[]
  readonly #byRoute = new WeakMap<Route, RoutePlugins>()

  constructor({ plugins, operations }: PluginTableOptions) {
    this.#plugins = Array.from(plugins).filter(({ enabled }) => enabled !== false)
    this.#operations = [...operations]
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
    const made = {
      cors: workOf(nearest.get('cors'), CorsConfig, warnings, cors),
      ace: workOf(nearest.get('ace'), AceConfig, warnings, (config) => ace(config, this.#operations)),
    }
    for (const name of nearest.keys()) {
      if (!(name in made)) warnings.push(`gateway-sim does not simulate the plugin ${name} of the control plane`)
    }
    return { ...made, warnings }
  }
}

/** How near a plugin stands to a route: on it, on its service, on everything; 0 when it does not run. Consumers are not known here. */
function rankOf({ route, service, consumer }: Plugin, { id }: Route, { id: serviceId }: Service): number {
  if (consumer || (route && route.id !== id) || (service && service.id !== serviceId)) return 0
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
