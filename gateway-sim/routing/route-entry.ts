import type { Route } from '../configuration/entities.ts'
import type { Target } from './target.ts'

/** One path of one route, made ready to be matched. A route without paths is one entry. */
export interface RouteEntry {
  route: Route
  /** How many kinds of attributes the route names: the more, the earlier it is asked. */
  kinds: number
  plainHostsOnly: boolean
  headerCount: number
  regexPriority: number | undefined
  prefixLength: number
  /** The part of the path that the entry takes, or undefined when it does not take the request. */
  match(target: Target): string | undefined
}

/** The entries of a route (gateway.md 8.1). @throws SyntaxError for a regular expression that does not compile */
export function entriesOf(route: Route): RouteEntry[] {
  const paths = route.paths?.length ? route.paths : [undefined]
  return paths.map((path) => entryOf(route, path))
}

function entryOf(route: Route, path: string | undefined): RouteEntry {
  const { methods, hosts, headers, snis } = route
  const takesPath = pathMatcher(path)
  const takesHost = hosts?.length ? hostMatcher(hosts) : undefined
  const wanted = Object.entries(headers ?? {})
  const isRegex = path?.startsWith('~') ?? false
  return {
    route,
    kinds: [methods?.length, hosts?.length, wanted.length, path, snis?.length].filter(Boolean).length,
    plainHostsOnly: Boolean(hosts?.length) && !hosts?.some((host) => host.includes('*')),
    headerCount: wanted.length,
    regexPriority: isRegex ? (route.regex_priority ?? 0) : undefined,
    prefixLength: isRegex ? 0 : (path?.length ?? 0),
    match(target) {
      if (methods?.length && !methods.includes(target.method)) return undefined
      if (snis?.length && !takesName(snis, target)) return undefined
      if (takesHost && !takesHost(target)) return undefined
      if (!wanted.every(([name, values]) => takesHeader(name, values, target))) return undefined
      return takesPath(target.path)
    },
  }
}

/** A plain path is a prefix; one with `~` is a regular expression that must match from the start. */
function pathMatcher(path: string | undefined): (path: string) => string | undefined {
  if (path === undefined) return () => ''
  if (!path.startsWith('~')) return (asked) => (asked.startsWith(path) ? path : undefined)
  const pattern = new RegExp(`^(?:${path.slice(1).replaceAll('(?P<', '(?<')})`)
  return (asked) => pattern.exec(asked)?.[0]
}

/** A name counts where there is one to count: over http a route takes requests whatever its names (gateway.md 8.1). */
const takesName = (snis: readonly string[], { connection: { scheme, sni } }: Target): boolean =>
  scheme === 'http' || snis.some((name) => name.replace(/\.$/, '').toLowerCase() === sni)

const usualPorts = { http: '80', https: '443' } as const

/** Hosts are compared without case; `*` stands at either end, a port counts when the route names one. */
function hostMatcher(hosts: readonly string[]): (target: Target) => boolean {
  const tests = hosts.map((host) => {
    const lower = host.toLowerCase()
    const [, name = lower, port] = /^(.*?)(?::(\d+))?$/.exec(lower) ?? []
    const portFits = (target: Target) =>
      port === undefined || port === (target.port ?? usualPorts[target.connection.scheme])
    if (name.startsWith('*')) return (target: Target) => portFits(target) && target.host.endsWith(name.slice(1))
    if (name.endsWith('*')) return (target: Target) => portFits(target) && target.host.startsWith(name.slice(0, -1))
    return (target: Target) => portFits(target) && target.host === name
  })
  return (target) => tests.some((test) => test(target))
}

/** One value may be a regular expression, written with `~*`; values are compared without case. */
function takesHeader(name: string, values: readonly string[], target: Target): boolean {
  const sent = [target.headers[name.toLowerCase()] ?? []].flat()
  const pattern = values.length === 1 && values[0]?.startsWith('~*') ? new RegExp(values[0].slice(2), 'i') : undefined
  return sent.some((value) =>
    pattern ? pattern.test(value) : values.some((wanted) => wanted.toLowerCase() === value.toLowerCase()),
  )
}
