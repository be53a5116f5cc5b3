import { AsyncLocalStorage } from 'node:async_hooks'
import { drawHexInto, randomIds } from './ids.ts'

/** Where a request stands in its trace (W3C Trace Context): which trace, which span it is itself, and which span made it. */
export interface Trace {
  /** 32 hex digits. */
  id: string
  /** 16 hex digits: the handling of this request. */
  span: string
  /** The span of the caller; undefined for the first request of a trace. */
  parent?: string
}

/** W3C Trace Context §3.2.2; versions after 00 may add members behind a further dash (§3.2.4). All zeros are no id. */
const traceparent = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/

/** A place in a trace that is worked out when somebody asks: most requests make no call, and few exchanges are read. */
export class TracePlace {
  readonly #incoming: unknown
  readonly #server: string | undefined
  /** All that is kept of the trace: a text is a quarter of what its parts would be. */
  #outgoing: string | undefined

  /**
   * @param incoming the `traceparent` header; anything else than a valid one begins a trace (W3C Trace Context §3.2)
   * @param server who is here: calls that are made here tell it in their `tracestate`
   */
  constructor(incoming?: unknown, server?: string) {
    this.#incoming = incoming
    this.#server = server
  }

  get trace(): Trace {
    const [, id = '', span = ''] = this.outgoing.split('-')
    const parent = callerOf(this.#incoming)?.span
    return { id, span, ...(parent !== undefined && { parent }) }
  }

  /** The `traceparent` of a call that is made here. Always sampled: every exchange is recorded. */
  get outgoing(): string {
    this.#outgoing ??= traceparentAfter(this.#incoming)
    return this.#outgoing
  }

  /** The headers of a call that is made here. */
  get headers(): Record<string, string> {
    const traceparent = this.outgoing
    return this.#server === undefined ? { traceparent } : { traceparent, tracestate: tracestateOf(this.#server) }
  }
}

/** Our entry of the list of `tracestate` (W3C Trace Context §3.3). */
const member = 'dcr-harness'

/** The `tracestate` of a call that a server makes. */
export const tracestateOf = (server: string): string => `${member}=${server}`

/** The server that made a call, as its `tracestate` tells. */
export function callerIn(tracestate: unknown): string | undefined {
  const entries = String(tracestate ?? '').split(',')
  return entries.map((entry) => entry.trim().split('=')).find(([name]) => name === member)?.[1]
}

function traceparentAfter(incoming: unknown): string {
  const caller = callerOf(incoming)
  if (caller) return `00-${caller.id}-${randomIds.hex('span', 8)}-01`
  drawHexInto(begun, 3, 16)
  drawHexInto(begun, 36, 8)
  return begun.toString('latin1')
}

/** Written over for each trace that begins here; what stands between trace and span stays. */
const begun = Buffer.from(`00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`)

/** The trace that a caller tells of, and the span that it made the call in. */
function callerOf(incoming: unknown): { id: string; span: string } | undefined {
  if (typeof incoming !== 'string') return undefined
  const [, version, id, span, more] = traceparent.exec(incoming) ?? []
  if (id === undefined || span === undefined || (version === '00' && more)) return undefined
  return { id, span }
}

const here = new AsyncLocalStorage<TracePlace>()

/** Does `work` at `place`: the calls that it makes, however late, carry its `traceparent`. */
export const atPlace = <T>(place: TracePlace, work: () => T): T =>
  here.getStore() === place ? work() : here.run(place, work)

/** The `traceparent` for a call that is made now; undefined where no request and no step is under way. */
export const outgoingTraceparent = (): string | undefined => here.getStore()?.outgoing

/** The headers that tell of the trace, and of the server, for a call that is made now. */
export const outgoingTrace = (): Record<string, string> => here.getStore()?.headers ?? {}
