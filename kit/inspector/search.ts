import Type, { type Static } from 'typebox'
import type { Exchange, ExchangeBus, Recorded } from '../exchanges.ts'
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

/** So many exchanges are told for one page of a search; where more may be what is looked for, it goes on with the next page. */
export const mostTold = 2000

/** Finds exchanges in two steps, since telling one costs a hundred times as much as leaving it out. */
export interface Matcher {
  /** Whether it may be one of those that are looked for, by what is noted of it. */
  may(recorded: Recorded): boolean
  /** Whether it is. */
  is(exchange: Exchange): boolean
}

/** Whether `search` looks for anything in particular. */
export const isNarrow = (search: Search): boolean => Object.values(search).some((value) => value !== '')

/** The matcher of `search`. An application's clients are looked up among all that is kept. */
export function matcherOf(search: Search, bus: ExchangeBus): Matcher {
  const { text, server, status, reason, client, application, trace } = search
  const noted: Matcher['may'][] = []
  const told: Matcher['is'][] = []
  if (server) noted.push((recorded) => recorded.server === server)
  if (status) noted.push((recorded) => hasStatus(recorded, status))
  if (reason) noted.push(({ reason: why }) => why?.code === reason || why?.code.startsWith(`${reason}.`) === true)
  if (trace) noted.push((recorded) => recorded.trace.id === trace)
  if (text) {
    noted.push(holding(text))
    told.push((exchange) => allOf(exchange).toLowerCase().includes(text.toLowerCase()))
  }
  for (const ids of [client ? [client] : [], application ? clientsOf(application, bus) : []]) {
    if (ids.length === 0) continue
    const mentions = ids.map(holding)
    noted.push((recorded) => ids.includes(recorded.client() ?? '') || mentions.some((may) => may(recorded)))
    told.push(isAbout(ids, bus))
  }
  return {
    may: (recorded) => noted.every((holds) => holds(recorded)),
    is: (exchange) => told.every((holds) => holds(exchange)),
  }
}

/** Whether `text` may stand in an exchange: as far as its words go, which no masking and no form adds. */
function holding(text: string): Matcher['may'] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return (recorded) => recorded.mayHold(words)
}

function allOf({ request, response, reason, trail = [], warnings }: Exchange): string {
  const headers = [...request.rawHeaders, ...response.rawHeaders].map((pair) => pair.join(': '))
  const why = reason ? [reason.code, reason.advice] : []
  const bodies = [request.body ?? '', response.body ?? '']
  return [request.method, request.url, ...headers, ...bodies, ...why, ...trail, ...warnings].join('\n')
}

function hasStatus({ outcome, status }: Recorded, wanted: string): boolean {
  if (outcome === 'aborted') return wanted === 'aborted'
  return wanted.endsWith('xx') ? String(status)[0] === wanted[0] : String(status) === wanted
}

/** Whether one of `ids` makes the call, or is named in its path or as a value in a body. */
const isAbout =
  (ids: readonly string[], bus: ExchangeBus): Matcher['is'] =>
  ({ id, request, response }) =>
    ids.some((one) => {
      if (bus.isOf(one, id) || request.url.split(/[/?&=#]/).includes(encodeURIComponent(one))) return true
      return [request.body, response.body].some((body) => body?.includes(JSON.stringify(one)))
    })

/** An application, and the ids of its clients, wherever they are told together: among the newest exchanges that may hold it. */
function clientsOf(application: string, bus: ExchangeBus): string[] {
  const about = bus.told(bus.those(bus.ids, holding(application)).slice(-mostTold))
  return [application, ...new Set(about.flatMap((exchange) => clientsIn(exchange, application)))]
}

/** Its id and the client ids (RFC 7591 §3.2.1) in those objects of the bodies that are about this application. */
function clientsIn({ request, response }: Exchange, application: string): string[] {
  const bodies = [request.body, response.body].filter((body) => body?.includes(JSON.stringify(application)))
  return bodies.flatMap((body) => objectsAbout(application, parseJson(body ?? '')).flatMap(idsIn))
}

/** The objects that have `value` among their own members. */
function objectsAbout(value: string, document: unknown): object[] {
  if (typeof document !== 'object' || document === null) return []
  const members = Object.values(document)
  return members.includes(value) ? [document] : members.flatMap((member) => objectsAbout(value, member))
}

/** The clients of an application, and its own id where it has clients: paths name it by that. */
function idsIn(application: object): string[] {
  const clients = clientIdsIn(application)
  const { id } = application as { id?: unknown } // any object
  return clients.length > 0 && typeof id === 'string' ? [id, ...clients] : clients
}

function clientIdsIn(document: unknown): string[] {
  if (typeof document !== 'object' || document === null) return []
  return Object.entries(document).flatMap(([name, member]) =>
    name === 'client_id' && typeof member === 'string' ? [member] : clientIdsIn(member),
  )
}
