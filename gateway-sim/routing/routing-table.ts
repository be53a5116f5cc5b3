import type { Strategies } from '../auth/strategies.ts'
import { type ServiceGuard, serviceGuards } from '../authorization/service-guard.ts'
import type { EntityStore } from '../configuration/entity-store.ts'
import { Router } from './router.ts'

/** What is derived from routes and guards, until they change. */
export interface RoutingTable {
  router: Router
  guards: ReadonlyMap<string, ServiceGuard>
}

/** Gives the routing table of a store, derived anew only when services, routes or guards changed. */
export function routingTables(strategies: Strategies, onBroken: (problem: string) => void) {
  let generation = -1
  let table: RoutingTable = { router: new Router([]), guards: new Map() }
  return (store: EntityStore): RoutingTable => {
    if (store.generation === generation) return table
    table = { router: new Router(store.routes()), guards: serviceGuards(store.guards(), strategies) }
    generation = store.generation
    for (const problem of table.router.broken) onBroken(problem)
    return table
  }
}
