import Type, { type Static, type TProperties } from 'typebox'
import { accept, Complaints } from './complaints.ts'
import { JsonPatch } from './json-patch.ts'
import { nearest } from './nearest.ts'
import type { Complaint } from './validation.ts'

/** What Node lets through as a header; anything else would fail when the fault hits, far from who armed it (RFC 9110 §5). */
const headerName = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"
const HeaderValue = Type.String({ pattern: '^[\\t\\x20-\\x7e\\x80-\\xff]*$' })
const closed = { additionalProperties: false }

const Headers = Type.Record(
  Type.String({ pattern: headerName }),
  Type.Union([HeaderValue, Type.Array(HeaderValue)], { description: 'a list: the header several times' }),
  closed,
)
const HeaderChanges = Type.Record(
  Type.String({ pattern: headerName }),
  Type.Union([HeaderValue, Type.Array(HeaderValue), Type.Null()], { description: 'null: removed' }),
  closed,
)
const Status = Type.Integer({ minimum: 200, maximum: 599 })
const Ms = Type.Integer({ minimum: 0 })
/** A text that must be there; null: nothing may. */
const Held = Type.Union([Type.String(), Type.Null()])

/** Which calls a fault takes, and when: members of every kind. */
const selection = {
  endpoint: Type.Optional(
    Type.String({ minLength: 1, description: "an endpoint's name (token); name.* and * take several" }),
  ),
  route: Type.Optional(
    Type.String({ minLength: 1, description: 'METHOD /path/:pattern as the server declares it, or unmatched' }),
  ),
  client: Type.Optional(Type.String({ description: 'only calls that this client makes, or that are about it' })),
  from: Type.Optional(
    Type.String({
      description: 'only calls that this server makes while it handles one, as mock-konnect, gateway-sim-2',
    }),
  ),
  address: Type.Optional(Type.String({ description: 'only calls that come from this address, as 127.0.0.9' })),
  url: Type.Optional(Type.String({ description: 'only calls whose path and query hold this text' })),
  requestHeaders: Type.Optional(
    Type.Record(Type.String(), Held, {
      description: 'only calls whose header holds this text, as { user-agent: mock-konnect }; null: that have none',
    }),
  ),
  requestBody: Type.Optional(
    Type.Record(Type.String({ minLength: 1 }), Held, {
      description: 'only calls whose body, form or JSON, holds this text at a.b.0; null: that has nothing there',
    }),
  ),
  answered: Type.Optional(
    Type.Union([Type.Integer({ minimum: 100, maximum: 599 }), Type.String({ pattern: '^[1-5]xx$' })], {
      description: 'only calls that the server itself answers so, 401 or 4xx: it has done its work by then',
    }),
  ),
  nth: Type.Optional(Type.Integer({ minimum: 1, description: 'the n-th call alone' })),
  skip: Type.Optional(Type.Integer({ minimum: 0, description: 'how many calls it lets pass first; default 0' })),
  every: Type.Optional(Type.Integer({ minimum: 1, description: 'each n-th call, again and again' })),
  times: Type.Optional(
    Type.Union([Type.Integer({ minimum: 1 }), Type.Literal('always')], {
      description: 'how many calls it takes; default 1, with every, forMs and for rate-limit always',
    }),
  ),
  afterMs: Type.Optional(Type.Integer({ minimum: 0, description: "sleeps this long, by the server's clock" })),
  forMs: Type.Optional(Type.Integer({ minimum: 1, description: "ends after this long, by the server's clock" })),
  ms: Type.Optional(Type.Integer({ minimum: 0, description: 'waits this long first; of a delay 1000 by default' })),
}

const commit = {
  commit: Type.Optional(
    Type.Boolean({ description: 'the server does its work first: the effect happens, the answer is lost' }),
  ),
}
const answered = { status: Type.Optional(Status), headers: Type.Optional(Headers), body: Type.Optional(Type.Unknown()) }

const Kind = <K extends string, P extends TProperties>(kind: K, members: P) =>
  Type.Object({ kind: Type.Literal(kind), ...selection, ...members }, closed)

/** The kinds of faults, each with its members. */
export const faultKinds = {
  /** Another answer; default 503. Text goes as it is, anything else as JSON. */
  answer: Kind('answer', { ...answered, ...commit }),
  /** The call, late; with `commit` its answer late. */
  delay: Kind('delay', commit),
  /** No answer, and the connection stays open. */
  hang: Kind('hang', commit),
  /** The connection is closed without an answer. */
  'hang-up': Kind('hang-up', commit),
  /** The connection is reset. */
  reset: Kind('reset', commit),
  /** The connection is closed within the body. */
  truncate: Kind('truncate', {
    bytes: Type.Optional(Type.Integer({ minimum: 0, description: 'how much of the body comes; default half' })),
  }),
  /** The answer begins and stops within the body; the connection stays open. */
  stall: Kind('stall', {
    bytes: Type.Optional(Type.Integer({ minimum: 0, description: 'how much of the body comes; default half' })),
  }),
  /** The body comes at this pace, as over a thin line. */
  trickle: Kind('trickle', {
    bytesPerSecond: Type.Optional(Type.Integer({ minimum: 1, description: 'default 100' })),
  }),
  /** A body of the right length and type that nobody can read. */
  garble: Kind('garble', {}),
  /** The server's own answer, changed. */
  patch: Kind('patch', {
    patch: Type.Optional(JsonPatch),
    status: Type.Optional(Status),
    headers: Type.Optional(HeaderChanges),
  }),
  /** Refuses what exceeds `limit` calls a window; default 429, a window of 60,000 ms. */
  'rate-limit': Kind('rate-limit', {
    ...answered,
    limit: Type.Integer({ minimum: 0 }),
    windowMs: Type.Optional(Ms),
    retryAfter: Type.Optional(Type.Union([Type.Integer({ minimum: 0 }), Type.String()])),
  }),
} as const
type Kinds = typeof faultKinds

/** A fault as it is armed, in process or over `POST /_mock/faults`: which calls it takes, and what it does to them. */
export type Fault = { [K in keyof Kinds]: Static<Kinds[K]> }[keyof Kinds]

/** `document` as a fault. @throws Complaints for what no fault is, and for what contradicts itself */
export function acceptFault(document: unknown): Fault {
  const { kind } = accept(Type.Object({ kind: Type.String() }), document, 'fault')
  const schema = Object.hasOwn(faultKinds, kind) ? faultKinds[kind as keyof Kinds] : undefined // its own member
  if (!schema) {
    const expected = `no such kind${nearest(kind, Object.keys(faultKinds))}`
    throw new Complaints('fault', [{ path: 'kind', expected }])
  }
  const fault = accept(schema, document, 'fault') as Fault
  const list = contradictions(fault)
  if (list.length > 0) throw new Complaints('fault', list)
  return fault
}

function contradictions(fault: Fault): Complaint[] {
  const { endpoint, route, nth, skip, every, times } = fault
  const wrong: (Complaint | false)[] = [
    endpoint === undefined && route === undefined && { path: 'endpoint', expected: 'is required, or a route' },
    endpoint !== undefined && route !== undefined && { path: 'route', expected: 'must not stand beside endpoint' },
    nth !== undefined && skip !== undefined && { path: 'skip', expected: 'must not stand beside nth' },
    nth !== undefined && every !== undefined && { path: 'every', expected: 'must not stand beside nth' },
    nth !== undefined && times !== undefined && { path: 'times', expected: 'must not stand beside nth' },
    fault.kind === 'patch' && changesNothing(fault) && { path: 'patch', expected: nothing },
    isUndone(fault) && { path: 'commit', expected: 'must not be false beside answered: the work is done by then' },
  ]
  return [...wrong.filter((complaint) => complaint !== false), ...(fault.kind === 'patch' ? undone(fault) : [])]
}

const isUndone = (fault: Fault) => fault.answered !== undefined && 'commit' in fault && fault.commit === false
const nothing = 'is required, or status or headers: it changes nothing'
const changesNothing = ({ patch, headers, status }: Extract<Fault, { kind: 'patch' }>) =>
  !patch && !headers && status === undefined

/** Paths that one part of a patch changes and a later one takes away again. */
function undone({ patch = {} }: Extract<Fault, { kind: 'patch' }>): Complaint[] {
  const { set = {}, null: nulled = [], retype = {}, remove = [] } = patch
  const parts: [string, readonly string[]][] = [
    ['set', Object.keys(set)],
    ['null', nulled],
    ['retype', Object.keys(retype)],
  ]
  return parts.flatMap(([part, paths]) =>
    paths
      .filter((path) => remove.includes(path))
      .map((path) => ({
        path: 'patch.remove',
        expected: `"${path}" is changed by ${part}, and cannot be removed too`,
      })),
  )
}
