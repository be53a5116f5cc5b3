import type { PassiveChecks } from '../configuration/upstream.ts'

/** What a try at a target came to: it answered, took no connection or cut it, or was too slow. */
export type TryOutcome = { status: number } | 'no-connection' | 'timeout'

/** Statuses that count when the upstream names none (the published description of upstreams). */
const nine = Array.from({ length: 9 }, (_, at) => at)
const goodStatuses = [...nine.map((at) => 200 + at), 226, ...nine.map((at) => 300 + at)]
const badStatuses = [429, 500, 503]

/**
 * Whether a target takes requests, by the passive checks of its upstream: so many failures of one kind without a success between them
 * take it out, so many successes bring it back. A count of 0, the default, tells nothing.
 */
export class TargetHealth {
  isUp = true
  #successes = 0
  #failures = { http: 0, tcp: 0, timeout: 0 }

  /** Takes note of a try. */
  heard(outcome: TryOutcome, { healthy, unhealthy }: PassiveChecks): void {
    if (outcome === 'timeout') this.#failed('timeout', unhealthy?.timeouts)
    else if (outcome === 'no-connection') this.#failed('tcp', unhealthy?.tcp_failures)
    else if (listed(outcome, unhealthy?.http_statuses, badStatuses)) this.#failed('http', unhealthy?.http_failures)
    else if (listed(outcome, healthy?.http_statuses, goodStatuses)) this.#succeeded(healthy?.successes)
  }

  /** Sets it by hand, as the admin API does. */
  set(isUp: boolean): void {
    this.isUp = isUp
    this.#successes = 0
    this.#failures = { http: 0, tcp: 0, timeout: 0 }
  }

  #failed(kind: 'http' | 'tcp' | 'timeout', limit: number | null | undefined): void {
    this.#successes = 0
    this.#failures[kind]++
    if (limit && this.#failures[kind] >= limit) this.set(false)
  }

  #succeeded(limit: number | null | undefined): void {
    this.#failures = { http: 0, tcp: 0, timeout: 0 }
    this.#successes++
    if (limit && this.#successes >= limit) this.isUp = true
  }
}

const listed = (
  { status }: Exclude<TryOutcome, string>,
  statuses: readonly number[] | null | undefined,
  usual: readonly number[],
) => (statuses ?? usual).includes(status)
