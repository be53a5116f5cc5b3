import type { Strategies } from '../auth/strategies.ts'
import { type ServiceGuard, serviceGuards } from '../authorization/service-guard.ts'
import type { Guard, PublishedApi } from '../configuration/entities.ts'
import type { EntityStore } from '../configuration/entity-store.ts'
import { PluginTable } from '../plugins/plugin-table.ts'
import { Router } from './router.ts'

/** What is derived from routes, guards and plugins, until they change. */
export interface RoutingTable {
  router: Router
  /** By service. */
  guards: ReadonlyMap<string, ServiceGuard>
  /** By API, for `ace`. */
  apiGuards: ReadonlyMap<string, ServiceGuard>
  plugins: PluginTable
}

const emptyTable = (strategies: Strategies): RoutingTable => ({
  router: new Router([]),
  guards: new Map(),
  apiGuards: new Map(),
  plugins: new PluginTable({ plugins: [], apis: [], strategies }),
})

/** Gives the routing table of a store, derived anew only when services, routes or guards changed. */
export function routingTables(strategies: Strategies, onBroken: (problem: string) => void) {
  let generation = -1
  let table = emptyTable(strategies)
  return (store: EntityStore): RoutingTable => {
    if (store.generation === generation) return table
    table = {
      router: new Router(store.routes()),
      guards: serviceGuards(store.guards(), strategies),
      apiGuards: serviceGuards(Array.from(store.apis(), asGuard), strategies),
      plugins: new PluginTable({ plugins: store.plugins(), apis: store.apis(), strategies }),
    }
    generation = store.generation
    for (const problem of table.router.broken) onBroken(problem)
    return table
  }
}

/** An API is guarded like a service of its own. */
const asGuard = ({ id, scope, name, strategies }: PublishedApi): Guard => ({
  ...{ id, scope, strategies, service: { id } },
  ...(name !== undefined && { name }),
})
