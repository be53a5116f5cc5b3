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

/** What a bus keeps of an exchange. Masking costs more than many an answer, so it waits until somebody reads. */
export interface Recorded {
  readonly server: string
  readonly trace: Trace
  readonly status: number
  readonly outcome: Exchange['outcome']
  readonly reason: Reason | undefined
  /**
   * Whether every one of `words` (lower-case ASCII letters and digits) may stand in what will be told. Looked for in what is noted, before
   * anything is masked or put in form: to leave out most of what is not looked for, not to show.
   */
  mayHold(words: readonly string[]): boolean
  /** The client that made the call or that it is about, as its credentials have it, unchecked: to compare with, not to show. */
  client(): string | undefined
  /** Tells the exchange, its secrets masked: by `mask`, or altogether. */
  told(mask?: Mask): Omit<Exchange, 'id'>
}

/** The last exchanges of one or several servers. Bounded: the oldest goes first, and `dropped` counts what went. */
export class ExchangeBus {
  readonly capacity: number
  /** A ring: the exchange with id n stands at n modulo capacity. */
  #kept: Recorded[] = []
  /** Those of them that were told with their secrets masked altogether, at the same places. */
  #told: Exchange[] = []
  readonly #listeners = new Map<(exchange: Exchange) => void, Mask | undefined>()
  readonly #watchers = new Set<() => void>()
  #published = 0
  #cleared = 0

  /** @param capacity how many exchanges are kept; 0 records nothing at all */
  constructor({ capacity = 1000 }: { capacity?: number } = {}) {
    this.capacity = capacity
  }

  get records(): boolean {
    return this.capacity > 0
  }

  get dropped(): number {
    return Math.max(0, this.#published - this.#cleared - this.capacity)
  }

  /** The id of the last exchange; 0 before the first. */
  get latest(): number {
    return this.#published
  }

  publish(recorded: Recorded): void {
    const id = ++this.#published
    this.#kept[id % this.capacity] = recorded
    for (const [listener, mask] of this.#listeners) listener(this.#tell(id, recorded, mask))
    for (const watcher of this.#watchers) watcher()
  }

  list({ server, route, after = 0 }: ExchangeFilter = {}): Exchange[] {
    return this.#after(after)
      .filter(([, recorded]) => !server || recorded.server === server)
      .map(([id, recorded]) => this.#tell(id, recorded))
      .filter((exchange) => !route || exchange.route === route)
  }

  /** Those of `ids` that are still kept, masked by `mask` or altogether. */
  told(ids: readonly number[], mask?: Mask): Exchange[] {
    return ids.flatMap((id) => {
      const recorded = this.#find(id)
      return recorded ? this.#tell(id, recorded, mask) : []
    })
  }

  /** Those of `ids` that are still kept, and of which `may` holds; none is told for that. */
  those(ids: readonly number[], may: (recorded: Recorded) => boolean): number[] {
    return ids.filter((id) => {
      const recorded = this.#find(id)
      return recorded !== undefined && may(recorded)
    })
  }

  /** Ids of all that is kept, oldest first. */
  get ids(): number[] {
    return this.#after(0).map(([id]) => id)
  }

  /** Whether an exchange that is kept was made by this client, or is about it. */
  isOf(client: string, id: number): boolean {
    return this.#find(id)?.client() === client
  }

  /** Ids of what is kept, trace by trace, without telling any: the trace with the newest exchange first, its newest first. */
  traces(): Map<string, number[]> {
    const traces = new Map<string, number[]>()
    for (const [id, recorded] of this.#after(0).reverse()) {
      const ids = traces.get(recorded.trace.id)
      if (ids) ids.push(id)
      else traces.set(recorded.trace.id, [id])
    }
    return traces
  }

  /** Calls `listener` for each exchange from now on, its secrets masked by `mask`. Gives the function that ends it. */
  subscribe(listener: (exchange: Exchange) => void, mask?: Mask): () => void {
    this.#listeners.set(listener, mask)
    return () => this.#listeners.delete(listener)
  }

  /** Calls `watcher` whenever there is a new exchange or none any more, without telling any. Gives the function that ends it. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  clear(): void {
    this.#kept = []
    this.#told = []
    this.#cleared = this.#published
    for (const watcher of this.#watchers) watcher()
  }

  /** What is kept under `id`. */
  #find(id: number): Recorded | undefined {
    return id >= this.#oldest && id <= this.#published ? this.#kept[id % this.capacity] : undefined
  }

  /** What is kept with an id after this one, oldest first. */
  #after(id: number): [id: number, recorded: Recorded][] {
    const from = Math.max(id + 1, this.#oldest)
    const ids = Array.from({ length: Math.max(0, this.#published - from + 1) }, (_, at) => from + at)
    return ids.flatMap((each) => {
      const recorded = this.#find(each)
      return recorded ? [[each, recorded]] : []
    })
  }

  /** The least id that may be kept. */
  get #oldest(): number {
    return Math.max(this.#cleared, this.#published - this.capacity) + 1
  }

  #tell(id: number, recorded: Recorded, mask?: Mask): Exchange {
    if (mask) return { id, ...recorded.told(mask) }
    const place = id % this.capacity
    const before = this.#told[place]
    if (before?.id === id) return before
    const exchange = { id, ...recorded.told() }
    this.#told[place] = exchange
    return exchange
  }
}
