import Type, { type Static } from 'typebox'
import type { Exchange, ExchangeBus } from '../exchanges.ts'
import { parseJson } from '../http-client.ts'

/** Which exchanges are looked for. What is left out, or empty, does not matter. */
export const Search = Type.Object({
  text: Type.Optional(Type.String({ description: 'stands anywhere in it, in upper or lower case' })),
  server: Type.Optional(Type.String()),
  status: Type.Optional(
    Type.String({ pattern: '^([1-5](\\d\\d|xx)|aborted)?$', description: '401, 4xx, or aborted: no whole answer' }),
  ),
  reason: Type.Optional(Type.String({ description: 'a reason code, or how it begins: gateway.basic' })),
  client: Type.Optional(Type.String({ description: 'id of a client that makes the call, or that it is about' })),
  application: Type.Optional(Type.String({ description: 'name or id; finds what its clients do too' })),
  trace: Type.Optional(Type.String({ description: 'all exchanges of one flow' })),
})
export type Search = Static<typeof Search>

/** Whether an exchange is one of those that are looked for. */
export type Matcher = (exchange: Exchange) => boolean

/** Whether `search` looks for anything in particular. */
export const isNarrow = (search: Search): boolean => Object.values(search).some((value) => value !== '')

/** The matcher of `search`. An application's clients are looked up among all that is kept. */
export function matcherOf(
  { text, server, status, reason, client, application, trace }: Search,
  bus: ExchangeBus,
): Matcher {
  const conditions: Matcher[] = []
  if (text) conditions.push((exchange) => allOf(exchange).toLowerCase().includes(text.toLowerCase()))
  if (server) conditions.push((exchange) => exchange.server === server)
  if (status) conditions.push((exchange) => hasStatus(exchange, status))
  if (reason) conditions.push(({ reason: why }) => why?.code === reason || why?.code.startsWith(`${reason}.`) === true)
  if (trace) conditions.push((exchange) => exchange.trace.id === trace)
  if (client) conditions.push(isAbout([client], bus))
  if (application) {
    const about = bus.list().flatMap((exchange) => clientsOf(application, exchange))
    conditions.push(isAbout([application, ...new Set(about)], bus))
  }
  return (exchange) => conditions.every((holds) => holds(exchange))
}

function allOf({ request, response, reason, trail = [], warnings }: Exchange): string {
  const headers = [...request.rawHeaders, ...response.rawHeaders].map((pair) => pair.join(': '))
  const why = reason ? [reason.code, reason.advice] : []
  const bodies = [request.body ?? '', response.body ?? '']
  return [request.method, request.url, ...headers, ...bodies, ...why, ...trail, ...warnings].join('\n')
}

function hasStatus({ outcome, response }: Exchange, wanted: string): boolean {
  if (outcome === 'aborted') return wanted === 'aborted'
  const status = String(response.status)
  return wanted.endsWith('xx') ? status[0] === wanted[0] : status === wanted
}

/** Whether one of `ids` makes the call, or is named in its path or as a value in a body. */
const isAbout =
  (ids: readonly string[], bus: ExchangeBus): Matcher =>
  ({ id, request, response }) =>
    ids.some((one) => {
      if (bus.isOf(one, id) || request.url.split(/[/?&=#]/).includes(encodeURIComponent(one))) return true
      return [request.body, response.body].some((body) => body?.includes(JSON.stringify(one)))
    })

/** The client ids (RFC 7591 §3.2.1) in those objects of the bodies that are about this application. */
function clientsOf(application: string, { request, response }: Exchange): string[] {
  const bodies = [request.body, response.body].filter((body) => body?.includes(JSON.stringify(application)))
  return bodies.flatMap((body) => objectsAbout(application, parseJson(body ?? '')).flatMap(clientIdsIn))
}

/** The objects that have `value` among their own members. */
function objectsAbout(value: string, document: unknown): object[] {
  if (typeof document !== 'object' || document === null) return []
  const members = Object.values(document)
  return members.includes(value) ? [document] : members.flatMap((member) => objectsAbout(value, member))
}

function clientIdsIn(document: unknown): string[] {
  if (typeof document !== 'object' || document === null) return []
  return Object.entries(document).flatMap(([name, member]) =>
    name === 'client_id' && typeof member === 'string' ? [member] : clientIdsIn(member),
  )
}
