import type { Route, Service } from '../configuration/entities.ts'

/**
 * The path under which the upstream is asked, without query (gateway.md 8.1).
 * @param matched the part of `path` that the route took
 */
export function upstreamPath(route: Route, service: Service, path: string, matched: string): string {
  const base = service.path ?? '/'
  const rest = route.strip_path ? path.slice(matched.length) : path
  return (route.path_handling === 'v1' ? glued(base, rest, route.strip_path) : joined(base, rest, path)) || '/'
}

/** v0: exactly one slash between the two; nothing left gives the base, with a slash at the end iff the request had one. */
function joined(base: string, rest: string, path: string): string {
  const trunk = base.endsWith('/') ? base.slice(0, -1) : base
  const branch = rest.startsWith('/') ? rest.slice(1) : rest
  if (branch !== '') return `${trunk}/${branch}`
  return path.length > 1 && path.endsWith('/') ? `${trunk}/` : trunk
}

/** v1: written one after the other as they are; a path that was not stripped loses its first slash. */
function glued(base: string, rest: string, stripped: boolean): string {
  const doubled = base.endsWith('/') && rest.startsWith('/')
  return base + (doubled || !stripped ? rest.slice(1) : rest)
}
