import type { Reason } from './reason.ts'

/** One request that a server got, and what became of it. Secrets are masked before an exchange is made. */
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
  request: RecordedMessage & { method: string; url: string }
  response: RecordedMessage & { status: number }
  /** `aborted`: the connection ended before the answer did. */
  outcome: 'answered' | 'aborted'
  /** Why the server refused. */
  reason?: Reason
  /** What was accepted although the real product, or a careful reader, would object. */
  warnings: string[]
}

export interface RecordedMessage {
  headers: Record<string, string | string[]>
  /** Text of the body as far as it was kept; absent for none, for streams and for bodies over the limit. */
  body?: string
}

export interface ExchangeFilter {
  server?: string | undefined
  route?: string | undefined
  /** Only exchanges after this id. */
  after?: number | undefined
}

/** The last exchanges of one or several servers. Bounded: the oldest goes first, and `dropped` counts what went. */
export class ExchangeBus {
  readonly #capacity: number
  readonly #kept: Exchange[] = []
  readonly #listeners = new Set<(exchange: Exchange) => void>()
  #published = 0
  #dropped = 0

  constructor({ capacity = 1000 }: { capacity?: number } = {}) {
    this.#capacity = capacity
  }

  get dropped(): number {
    return this.#dropped
  }

  publish(exchange: Omit<Exchange, 'id'>): void {
    const published = { id: ++this.#published, ...exchange }
    this.#kept.push(published)
    if (this.#kept.length > this.#capacity) {
      this.#kept.shift()
      this.#dropped++
    }
    for (const listener of this.#listeners) listener(published)
  }

  list({ server, route, after = 0 }: ExchangeFilter = {}): Exchange[] {
    return this.#kept.filter(
      (kept) => kept.id > after && (!server || kept.server === server) && (!route || kept.route === route),
    )
  }

  /** Calls `listener` for each exchange from now on. Gives the function that ends it. */
  subscribe(listener: (exchange: Exchange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  clear(): void {
    this.#kept.length = 0
    this.#dropped = 0
  }
}
