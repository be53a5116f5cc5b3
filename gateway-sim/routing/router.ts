import type { Route } from '../configuration/entities.ts'
import { entriesOf, type RouteEntry } from './route-entry.ts'
import type { Target } from './target.ts'

/** A route that takes a request, and the part of the path that made it. */
export interface RouteMatch {
  route: Route
  matched: string
}

/** Finds routes in the order of Kong's `traditional_compatible` router (gateway.md 8.1). */
export class Router {
  readonly #entries: readonly RouteEntry[]
  /** Routes that can match nothing, because a pattern of theirs does not compile or they are written as expressions, and why. */
  readonly broken: readonly string[]

  constructor(routes: Iterable<Route>) {
    const entries: RouteEntry[] = []
    const broken: string[] = []
    for (const route of routes) {
      if (!speaksHttp(route)) continue
      if (route.expression) {
        broken.push(`route ${route.name ?? route.id} is left out: gateway-sim does not simulate expressions of routes`)
        continue
      }
      try {
        entries.push(...entriesOf(route))
      } catch (error) {
        // Only a pattern can throw, a SyntaxError.
        broken.push(`route ${route.name ?? route.id} is left out: ${(error as Error).message}`)
      }
    }
    this.#entries = entries.sort(earlierFirst)
    this.broken = broken
  }

  get size(): number {
    return this.#entries.length
  }

  match(target: Target): RouteMatch | undefined {
    for (const entry of this.#entries) {
      const matched = entry.match(target)
      if (matched !== undefined) return { route: entry.route, matched }
    }
    return undefined
  }
}

const spoken = ['http', 'https', 'ws', 'wss']
const speaksHttp = ({ protocols }: Route) => protocols.some((protocol) => spoken.includes(protocol))

function earlierFirst(a: RouteEntry, b: RouteEntry): number {
  return (
    b.kinds - a.kinds ||
    Number(b.plainHostsOnly) - Number(a.plainHostsOnly) ||
    b.headerCount - a.headerCount ||
    (b.regexPriority ?? Number.NEGATIVE_INFINITY) - (a.regexPriority ?? Number.NEGATIVE_INFINITY) ||
    b.prefixLength - a.prefixLength ||
    (a.route.created_at ?? 0) - (b.route.created_at ?? 0) ||
    (a.route.id < b.route.id ? -1 : 1)
  )
}
