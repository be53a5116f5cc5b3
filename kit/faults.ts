import { type Clock, systemClock } from './clock.ts'
import { Complaints } from './complaints.ts'
import type { Fault } from './fault-schema.ts'
import { nearest } from './nearest.ts'
import { callerIn } from './trace-context.ts'

/** A fault that waits for its calls. */
export type ArmedFault = Fault & {
  id: number
  /** How many calls it has taken. */
  hits: number
  /** How many calls it could have taken, schedule aside. */
  seen: number
}

/** What a call is, as far as faults select by it. */
export interface FaultableCall {
  /** `METHOD /path/:pattern`, or `unmatched`. */
  route: string
  /** Path and query. */
  url: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  /** Where it comes from. */
  address: string
  /** The client that makes the call or that it is about; undefined while that is not known. */
  client: () => string | undefined
  /** Form or JSON, as it was read; undefined while it is not. */
  body?: unknown
}

/** Names that stand for routes, so that a fault need not know where a server keeps its endpoints. */
export type EndpointNames = Readonly<Record<string, readonly string[]>>

/** What a plan has from its server. */
export interface FaultedServer {
  clock?: Clock
  /** Asked when a fault names an endpoint. */
  endpoints?: () => EndpointNames
  /** It passes bodies on without reading them: for faults that go by them they are read ahead. */
  passesBodies?: boolean
}

interface Waiting {
  readonly fault: ArmedFault
  readonly armedAt: number
  window: { since: number; calls: number }
}

/** The faults of one server. */
export class FaultPlan {
  readonly #waiting: Waiting[] = []
  #count = 0
  #clock: Clock = systemClock
  #endpoints: (() => EndpointNames)[] = []
  #passesBodies = false

  /** Says whose faults these are. A plan that two servers share knows the endpoints of both. */
  serve({ clock, endpoints, passesBodies }: FaultedServer): void {
    if (clock) this.#clock = clock
    if (passesBodies) this.#passesBodies = true
    if (endpoints) this.#endpoints.push(endpoints)
  }

  /** The names by which faults may call the endpoints of this server, and their routes. */
  get endpoints(): EndpointNames {
    return Object.assign({}, ...this.#endpoints.map((names) => names()))
  }

  /** @throws Complaints for an endpoint that this server does not have */
  arm(fault: Fault): ArmedFault {
    this.#refuseUnhittable(fault)
    const armed = { ...fault, id: ++this.#count, hits: 0, seen: 0 }
    this.#waiting.push({ fault: armed, armedAt: this.#clock.now(), window: { since: 0, calls: 0 } })
    return { ...armed }
  }

  /**
   * The fault that takes this call, if one does: the first that is not used up and does not let it pass. Counts the call.
   * @param only which faults have their turn, for a call that is looked at twice
   */
  take(call: FaultableCall, only: (fault: Fault) => boolean = () => true): ArmedFault | undefined {
    const now = this.#clock.now()
    const takes = (waiting: Waiting) =>
      only(waiting.fault) && this.#selects(waiting.fault, call) && isDue(waiting, now) && counts(waiting, now)
    const found = this.#waiting.find(takes)?.fault
    if (found) found.hits++
    return found
  }

  list(): ArmedFault[] {
    return this.#waiting.map(({ fault }) => ({ ...fault }))
  }

  /** What was armed and never hit: a scenario that leaves one proves less than it says. */
  get unused(): ArmedFault[] {
    return this.list().filter((armed) => armed.hits === 0)
  }

  get empty(): boolean {
    return this.#waiting.length === 0
  }

  /** Whether a fault goes by what may stand in a body. */
  get byBody(): boolean {
    return this.#waiting.some(({ fault }) => fault.client !== undefined || fault.requestBody !== undefined)
  }

  /** Whether a fault goes by what stands in a body that the server does not read. */
  get byUnreadBody(): boolean {
    return this.#passesBodies && this.#waiting.some(({ fault }) => fault.requestBody !== undefined)
  }

  /** Whether a fault goes by what the server answers. */
  get byAnswer(): boolean {
    return this.#waiting.some(({ fault }) => fault.answered !== undefined)
  }

  disarm(id: number): boolean {
    const at = this.#waiting.findIndex(({ fault }) => fault.id === id)
    if (at < 0) return false
    this.#waiting.splice(at, 1)
    return true
  }

  clear(): void {
    this.#waiting.length = 0
  }

  #refuseUnhittable({ endpoint }: Fault): void {
    const known = this.endpoints
    const names = Object.keys(known)
    if (endpoint !== undefined && endpoint !== '*' && names.length > 0 && routesNamed(endpoint, known).length === 0)
      throw new Complaints('fault', [{ path: 'endpoint', expected: `no such endpoint${nearest(endpoint, names)}` }])
  }

  #selects(fault: Fault, call: FaultableCall): boolean {
    const { endpoint, route, client, from, address, url, requestHeaders, requestBody } = fault
    if (endpoint === undefined ? route !== call.route : !this.#isAt(endpoint, call.route)) return false
    if (address !== undefined && address !== call.address.replace(/^::ffff:/, '')) return false
    if (url !== undefined && !call.url.includes(url)) return false
    if (from !== undefined && from !== callerIn(call.headers.tracestate)) return false
    if (!holdsAll(requestHeaders, (name) => call.headers[name.toLowerCase()])) return false
    if (requestBody && !holdsAll(requestBody, (path) => memberAt(membersOf(call.body), path))) return false
    return client === undefined || client === call.client()
  }

  #isAt(endpoint: string, route: string): boolean {
    return endpoint === '*' || routesNamed(endpoint, this.endpoints).some((named) => covers(named, route))
  }
}

/** The routes that an endpoint's name stands for; none when there is no such name. `portal.*` stands for all that begin so. */
function routesNamed(name: string, endpoints: EndpointNames): readonly string[] {
  if (!name.endsWith('.*')) return Object.hasOwn(endpoints, name) ? (endpoints[name] ?? []) : []
  const stem = name.slice(0, -1)
  return Object.entries(endpoints).flatMap(([known, routes]) => (known.startsWith(stem) ? routes : []))
}

/** Whether everything that is asked for is there, and what is not to be there (null) is not. */
function holdsAll(wanted: Readonly<Record<string, string | null>> = {}, read: (name: string) => unknown): boolean {
  return Object.entries(wanted).every(([name, text]) => {
    const value = read(name)
    if (text === null || value === undefined) return text === null && value === undefined
    return (typeof value === 'string' ? value : JSON.stringify(value)).includes(text)
  })
}

/** A body that a server leaves as text, by its members. */
function membersOf(body: unknown): unknown {
  if (typeof body !== 'string') return body
  try {
    return JSON.parse(body)
  } catch {
    return Object.fromEntries(new URLSearchParams(body))
  }
}

/** What stands in a body at `a.b.0`; a form's own name may have dots. */
function memberAt(body: unknown, path: string): unknown {
  const own = (holder: unknown, name: string) =>
    // Whatever was sent: what has no members has none of this name.
    Object.hasOwn(Object(holder), name) ? (holder as Record<string, unknown>)[name] : undefined
  return own(body, path) ?? path.split('.').reduce(own, body)
}

/** `* /path` stands for every method. */
const covers = (named: string, route: string) =>
  named === route || (named.startsWith('* ') && named.slice(2) === route.slice(route.indexOf(' ') + 1))

/** Whether the fault is awake, and not yet used up. */
function isDue({ fault, armedAt }: Waiting, now: number): boolean {
  const since = now - armedAt - (fault.afterMs ?? 0)
  if (since < 0 || (fault.forMs !== undefined && since >= fault.forMs)) return false
  return fault.hits < limitOf(fault)
}

function limitOf({ kind, nth, every, times, forMs }: Fault): number {
  if (nth !== undefined) return 1
  if (times === 'always') return Number.POSITIVE_INFINITY
  if (times !== undefined) return times
  return kind === 'rate-limit' || every !== undefined || forMs !== undefined ? Number.POSITIVE_INFINITY : 1
}

/** Counts a call that the fault selects, and says whether it takes it. */
function counts(waiting: Waiting, now: number): boolean {
  const { fault, window } = waiting
  const passes = fault.nth === undefined ? (fault.skip ?? 0) : fault.nth - 1
  const number = ++fault.seen - passes
  if (number < 1 || number % (fault.every ?? 1) !== 0) return false
  if (fault.kind !== 'rate-limit') return true
  const isOpen = window.calls > 0 && now - window.since < (fault.windowMs ?? 60_000)
  waiting.window = isOpen ? { since: window.since, calls: window.calls + 1 } : { since: now, calls: 1 }
  return waiting.window.calls > fault.limit
}
