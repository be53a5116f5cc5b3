import type { Service } from '../configuration/entities.ts'
import type { Peer } from './peer.ts'
import type { TryOutcome } from './target-health.ts'

interface TurnOptions {
  service: Service
  first: Peer
  hostHeader: string | undefined
  heard(peer: Peer, outcome: TryOutcome): void
  next(): Peer | undefined
}

/** The tries of one request: where it goes now, and where it goes when that fails. */
export class Turn {
  readonly #options: TurnOptions
  #peer: Peer

  constructor(options: TurnOptions) {
    this.#options = options
    this.#peer = options.first
    this.#peer.open++
  }

  /** The service with the host and port of the target. */
  get service(): Service {
    return this.#peer.serving(this.#options.service)
  }

  /** The name by which the target is told of itself: the upstream's `host_header`, else its own. */
  get hostName(): string {
    return this.#options.hostHeader ?? this.service.host
  }

  /** Tells what the answer of the target was. */
  answered(status: number): void {
    this.#options.heard(this.#peer, { status })
  }

  /** Tells that no answer came. */
  failed(outcome: Exclude<TryOutcome, object>): void {
    this.#options.heard(this.#peer, outcome)
  }

  /** Goes on to the next target. False when there is none. */
  goOn(): boolean {
    const next = this.#options.next()
    if (!next) return false
    this.#peer.open--
    this.#peer = next
    next.open++
    return true
  }

  /** The request is over. */
  end(): void {
    this.#peer.open--
  }
}
