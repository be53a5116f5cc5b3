import type { Reason } from './reason.ts'
import type { Mask } from './redact.ts'
import type { Trace } from './trace-context.ts'

/** One request that a server got, and what became of it, with its secrets masked. */
export interface Exchange {
  /** Counts per bus from 1, in the order in which exchanges ended. */
  id: number
  server: string
  /** When the request came, epoch ms by the server's clock. */
  at: number
  /** When the request really came, epoch ms with fractions: what exchanges of several servers are ordered by. */
  arrived: number
  /** How long the answer took, in ms of real time. */
  ms: number
  /** `METHOD /path/:pattern` as the server declares it, or `unmatched`. */
  route: string
  /** Where it stands in its trace: whoever made it has `trace.parent` as its span. */
  trace: Trace
  request: RecordedMessage & { method: string; url: string }
  response: RecordedMessage & { status: number }
  /** `aborted`: the connection ended before the answer did. */
  outcome: 'answered' | 'aborted'
  /** Why the server refused. */
  reason?: Reason
  /** How the server came to its answer, step by step. */
  trail?: string[]
  /** What was accepted although the real product, or a careful reader, would object. */
  warnings: string[]
}

export interface RecordedMessage {
  headers: Record<string, string | string[]>
  /** Names and values in the order and spelling of the wire, repeated ones one by one. */
  rawHeaders: [name: string, value: string][]
  /** Text of the body as far as it was kept; absent for none, for streams and for bodies over the limit. */
  body?: string
}

export interface ExchangeFilter {
  server?: string | undefined
  route?: string | undefined
  /** Only exchanges after this id. */
  after?: number | undefined
}

/** Tells an exchange. Masking costs more than many an answer, so it waits until somebody reads. */
export type ToldExchange = (mask?: Mask) => Omit<Exchange, 'id'>

/** The last exchanges of one or several servers. Bounded: the oldest goes first, and `dropped` counts what went. */
export class ExchangeBus {
  readonly #capacity: number
  /** A ring: the exchange with id n stands at n modulo capacity. */
  #kept: (() => Exchange)[] = []
  readonly #listeners = new Map<(exchange: Exchange) => void, Mask | undefined>()
  #published = 0
  #cleared = 0

  /** @param capacity how many exchanges are kept; 0 records nothing at all */
  constructor({ capacity = 1000 }: { capacity?: number } = {}) {
    this.#capacity = capacity
  }

  get records(): boolean {
    return this.#capacity > 0
  }

  get dropped(): number {
    return Math.max(0, this.#published - this.#cleared - this.#capacity)
  }

  publish(told: ToldExchange): void {
    const id = ++this.#published
    let exchange: Exchange | undefined
    const tell = () => {
      exchange ??= { id, ...told() }
      return exchange
    }
    this.#kept[id % this.#capacity] = tell
    for (const [listener, mask] of this.#listeners) listener(mask ? { id, ...told(mask) } : tell())
  }

  list({ server, route, after = 0 }: ExchangeFilter = {}): Exchange[] {
    const oldest = Math.max(after, this.#cleared, this.#published - this.#capacity) + 1
    const ids = Array.from({ length: Math.max(0, this.#published - oldest + 1) }, (_, at) => oldest + at)
    return ids
      .flatMap((id) => this.#kept[id % this.#capacity]?.() ?? [])
      .filter((kept) => (!server || kept.server === server) && (!route || kept.route === route))
  }

  /** Calls `listener` for each exchange from now on, its secrets masked by `mask`. Gives the function that ends it. */
  subscribe(listener: (exchange: Exchange) => void, mask?: Mask): () => void {
    this.#listeners.set(listener, mask)
    return () => this.#listeners.delete(listener)
  }

  clear(): void {
    this.#kept = []
    this.#cleared = this.#published
  }
}
