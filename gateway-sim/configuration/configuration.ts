import type { Behaviour } from '../../kit/behaviour.ts'
import type { Clock } from '../../kit/clock.ts'
import { accept } from '../../kit/complaints.ts'
import { parseJson } from '../../kit/http-client.ts'
import type { Ids } from '../../kit/ids.ts'
import { type GatewayBehaviour, msOf } from '../behaviour.ts'
import { type ConfigurationLine, DeltaLine, FullLine, PingLine } from './document.ts'
import { EntityStore } from './entity-store.ts'

/** A point in the history of a control plane. */
export interface Point {
  version: number
  hash: string
}

/** What a data plane without any configuration reports as its hash (gateway.md 6, Kong's `GET /status`). */
const noPoint: Point = { version: 0, hash: '0'.repeat(32) }
const problemsKept = 20

interface PendingLine {
  line: ConfigurationLine
  appliesAt: number
}

/** What tells the time of receipt and the delay. */
export interface ConfigurationOptions {
  clock: Clock
  ids: Ids
  behaviour: Behaviour<GatewayBehaviour>
}

/**
 * The node's copy of the control plane's configuration. Lines wait for their push delay on the node's clock, in order, and are
 * applied by whoever looks next: no timer runs. The first configuration of a node without any is applied at once.
 */
export class Configuration {
  readonly #options: ConfigurationOptions
  readonly #store = new EntityStore()
  readonly #listeners = new Set<() => void>()
  readonly #problems: string[] = []
  #reported = 0
  /** Whether nothing has come since the node started. */
  #fresh = true
  #pending: PendingLine[] = []
  #applied: Point = noPoint
  #received: Point = noPoint

  constructor(options: ConfigurationOptions) {
    this.#options = options
  }

  /** The entities as they stand now. */
  current(): EntityStore {
    if (this.#pending.length > 0) this.#applyDue(this.#options.clock.now())
    return this.#store
  }

  get applied(): Point {
    this.current()
    return this.#applied
  }

  get received(): Point {
    return this.#received
  }

  /** Whether the node has something to serve with. */
  get loaded(): boolean {
    return this.applied !== noPoint
  }

  pending(): { version: number; applies_at: number }[] {
    this.current()
    return this.#pending.map(({ line, appliesAt }) => ({ version: line.version, applies_at: appliesAt }))
  }

  /** The last lines that were skipped and connections that failed, and why; newest last. */
  get problems(): readonly string[] {
    return this.#problems
  }

  /** Takes one line of the stream. A line that does not fit is reported and skipped. */
  receive(text: string): void {
    const sent = parseJson(text)
    // Anything may have been sent: what matters is checked below.
    const { type, version, hash } = (sent ?? {}) as { type?: unknown; version?: unknown; hash?: unknown }
    if (typeof version === 'number' && typeof hash === 'string') this.#received = { version, hash }
    try {
      if (type === 'ping') accept(PingLine, sent, 'ping')
      else this.#enqueue(accept(type === 'delta' ? DeltaLine : FullLine, sent, `configuration ${version ?? 'line'}`))
    } catch (error) {
      // `accept` throws Complaints, whose message names places, never values.
      this.report((error as Error).message)
    }
    this.#tell()
  }

  /** Replaces everything now, whatever is pending. */
  replace(line: ConfigurationLine): void {
    this.#pending = []
    this.#received = { version: line.version, hash: line.hash }
    this.#apply(line)
    this.#tell()
  }

  /** Applies what is pending without waiting for its delay. */
  applyPending(): void {
    this.#applyDue(Number.POSITIVE_INFINITY)
  }

  /** A node that starts again has what it had applied; what comes next it takes at once, as on its first start. */
  restart(): void {
    this.#pending = []
    this.#fresh = true
  }

  /** Notes what went wrong with the stream. */
  report(problem: string): void {
    this.#reported++
    this.#problems.push(problem)
    if (this.#problems.length > problemsKept) this.#problems.shift()
    this.#tell()
  }

  /** Calls `listener` after each line and each problem. Gives the function that ends it. */
  onLine(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Resolves when the node has a configuration. @throws Error with the next problem that is reported before */
  async firstLoad(): Promise<void> {
    if (this.loaded) return
    const before = this.#reported
    await new Promise<void>((resolve, reject) => {
      const end = this.onLine(() => {
        if (this.loaded) resolve()
        else if (this.#reported > before) reject(new Error(this.#problems.at(-1)))
        else return
        end()
      })
    })
  }

  #enqueue(line: ConfigurationLine): void {
    const { clock, ids, behaviour } = this.#options
    if (this.#fresh && line.type === 'full') {
      this.#fresh = false
      this.#apply(line)
      return
    }
    const part = Number(`0.${ids.digits('push-delay', 6)}`)
    const appliesAt = clock.now() + msOf(behaviour.current.pushDelayMs, part)
    this.#pending.push({ line, appliesAt: Math.max(appliesAt, this.#pending.at(-1)?.appliesAt ?? 0) })
  }

  #applyDue(now: number): void {
    while (this.#pending[0] && this.#pending[0].appliesAt <= now) {
      const due = this.#pending.shift()
      if (due) this.#apply(due.line)
    }
  }

  #apply(line: ConfigurationLine): void {
    this.#store.apply(line)
    this.#applied = { version: line.version, hash: line.hash }
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
