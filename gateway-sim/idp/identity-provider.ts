import type { JSONWebKeySet } from 'jose'
import type { Clock } from '../../kit/clock.ts'
import * as reasons from '../auth/credential-reasons.ts'
import { type Discovered, discover, discoveryUrlOf } from './discovery.ts'
import type { IdpClients, IdpConnection } from './http.ts'
import { fetchJwks } from './jwks.ts'
import { CredentialRefused, idpFailure } from './refusal.ts'

/** What is known of an identity provider. */
export interface Knowledge extends Discovered {
  keys: JSONWebKeySet
}

/** Until a failed discovery is tried again (gateway.md 3, rediscovery). */
const afterFailureSeconds = 5
/** Until what was discovered is looked up anew (gateway.md 3, `cache_ttl`). */
const freshSeconds = 3600

/** Which identity provider, and how it is called. */
export interface IdentityProviderOptions {
  issuer: string
  clients: IdpClients
  connection: () => IdpConnection
  clock: Clock
}

/**
 * An identity provider as one node sees it: discovered with its keys on first use, rediscovered at most once per window, kept
 * when a rediscovery fails (gateway.md 3). Callers that come while it is discovered wait for that one attempt.
 */
export class IdentityProvider {
  readonly #options: IdentityProviderOptions
  #known: Knowledge | undefined
  #underWay: Promise<Knowledge> | undefined
  #attemptedAt = Number.NEGATIVE_INFINITY
  #failure: CredentialRefused | undefined

  constructor(options: IdentityProviderOptions) {
    this.#options = options
  }

  get connection(): IdpConnection {
    return this.#options.connection()
  }

  /** What is known now, without asking. */
  get known(): Knowledge | undefined {
    return this.#known
  }

  /** What is known; asks when it must. @throws CredentialRefused when nothing is known and nothing can be found out */
  async knowledge(): Promise<Knowledge> {
    if (this.#underWay) return this.#underWay
    const known = this.#known
    if (known && this.#secondsSinceAttempt() < freshSeconds) return known
    const failedJustNow = this.#failure && this.#waiting(afterFailureSeconds) ? this.#failure : undefined
    if (!known && failedJustNow) throw idpFailure(reasons.notYetTriedAgain(failedJustNow.reason, afterFailureSeconds))
    if (!known) return this.#discover()
    if (failedJustNow) return known
    return this.#discover().catch((error) => keepOn(error, known))
  }

  /**
   * What a rediscovery finds, because a key is unknown; undefined while the window since the last one is open, or when it fails.
   * @param windowSeconds the strategy's `rediscovery_lifetime`
   */
  async rediscover(windowSeconds: number): Promise<Knowledge | undefined> {
    if (this.#underWay) return this.#underWay.catch((error) => keepOn(error, undefined))
    if (this.#waiting(this.#failure ? afterFailureSeconds : windowSeconds)) return undefined
    return this.#discover().catch((error) => keepOn(error, undefined))
  }

  /** Forgets everything, as after a start. */
  forget(): void {
    this.#known = undefined
    this.#attemptedAt = Number.NEGATIVE_INFINITY
    this.#failure = undefined
  }

  #discover(): Promise<Knowledge> {
    this.#underWay ??= this.#ask().finally(() => {
      this.#underWay = undefined
    })
    return this.#underWay
  }

  async #ask(): Promise<Knowledge> {
    this.#attemptedAt = this.#options.clock.now()
    try {
      this.#known = await this.#findOut()
      this.#failure = undefined
      return this.#known
    } catch (error) {
      if (error instanceof CredentialRefused) this.#failure = error
      throw error
    }
  }

  async #findOut(): Promise<Knowledge> {
    const { issuer, clients } = this.#options
    const discovered = await discover(clients, this.connection, issuer)
    if (discovered.jwksUri === undefined)
      throw idpFailure(reasons.notAnIssuer(discoveryUrlOf(issuer), 'it names no jwks_uri'))
    return { ...discovered, keys: await fetchJwks(clients, this.connection, discovered.jwksUri) }
  }

  #secondsSinceAttempt(): number {
    return (this.#options.clock.now() - this.#attemptedAt) / 1000
  }

  #waiting(seconds: number): boolean {
    const since = this.#secondsSinceAttempt()
    return since >= 0 && since < seconds
  }
}

/** A rediscovery that fails changes nothing (gateway.md 3). */
function keepOn<Kept>(error: unknown, kept: Kept): Kept {
  if (error instanceof CredentialRefused) return kept
  throw error
}
