import type { Clock } from '../../kit/clock.ts'
import type { Reason } from '../../kit/reason.ts'
import { BoundedMap } from '../bounded-map.ts'
import type { AccessToken } from './outcome.ts'

const capacity = 50_000

/** What is kept for a key: a token, or why there is none. */
export type Kept = { token: AccessToken; refused?: undefined } | { token?: undefined; refused: Reason }

interface Entry {
  kept: Kept
  /** Epoch ms. */
  expiresAt: number
}

/**
 * Tokens got with callers' credentials and what the identity provider said of tokens, one cache per node (gateway.md 1.3). Calls that
 * come while the answer for the same key is fetched wait for that one fetch. No token is renewed ahead of its end.
 */
export class TokenCache {
  readonly #clock: Clock
  readonly #entries = new BoundedMap<Entry>(capacity)
  readonly #fetches = new Map<string, Promise<AccessToken>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  find(key: string): Kept | undefined {
    const entry = this.#entries.get(key)
    if (!entry) return undefined
    if (entry.expiresAt > this.#clock.now()) return entry.kept
    this.#entries.delete(key)
    return undefined
  }

  /** Keeps an answer for `seconds`; not at all when they are none. */
  keep(key: string, kept: Kept, seconds: number): void {
    if (seconds > 0) this.#entries.set(key, { kept, expiresAt: this.#clock.now() + seconds * 1000 })
  }

  /** The token of `fetch`, or of a fetch for the same key that is under way. */
  once(key: string, fetch: () => Promise<AccessToken>): Promise<AccessToken> {
    const underWay = this.#fetches.get(key)
    if (underWay) return underWay
    const started = fetch().finally(() => this.#fetches.delete(key))
    this.#fetches.set(key, started)
    return started
  }

  clear(): void {
    this.#entries.clear()
  }
}

/** Of how long tokens are kept; seconds. */
export interface CacheBounds {
  ttl: number
  ttlMin: number | undefined
  ttlMax: number | undefined
}

/** How long a token is kept, in seconds: its own life or the default, within the configured bounds (gateway.md 1.3, step 3). */
export function secondsKept(expiresIn: number | undefined, { ttl, ttlMin, ttlMax }: CacheBounds): number {
  const own = expiresIn ?? ttl
  if (own <= 0) return 0
  return Math.min(Math.max(own, ttlMin ?? 0), ttlMax ?? Number.POSITIVE_INFINITY)
}
