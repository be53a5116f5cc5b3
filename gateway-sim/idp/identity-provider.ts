import type { JSONWebKeySet } from 'jose'
import type { Clock } from '../../kit/clock.ts'
import * as reasons from '../auth/credential-reasons.ts'
import type { GatewayQuirks, RediscoveryWait } from '../quirks/hook-points.ts'
import type { Trail } from '../trail.ts'
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
/** Which identity provider, and how it is called. */
export interface IdentityProviderOptions {
  issuer: string
  /** Nothing is discovered: the issuer is taken as written, and every endpoint is configured. */
  pseudo?: boolean
  /** In place of the discovered key set. */
  jwksEndpoint?: string | undefined
  discoveryHeaders?: Record<string, string>
  /** Until what was discovered is looked up anew, in seconds (gateway.md 3, `cache_ttl`). */
  freshSeconds: number
  clients: IdpClients
  connection: () => IdpConnection
  clock: Clock
  quirks: GatewayQuirks
}

/**
 * An identity provider as one node sees it: discovered with its keys on first use, rediscovered at most once per window, kept
 * when a rediscovery fails (gateway.md 3). Callers that come while it is discovered wait for that one attempt.
 */
export class IdentityProvider {
  readonly #options: IdentityProviderOptions
  /** Key sets besides, by strategy. One that cannot be had is left out. */
  readonly #extraKeySets = new Map<string, readonly string[]>()
  #known: Knowledge | undefined
  #underWay: Promise<Knowledge> | undefined
  #attemptedAt = Number.NEGATIVE_INFINITY
  #failure: CredentialRefused | undefined

  constructor(options: IdentityProviderOptions) {
    this.#options = options
  }

  get clients(): IdpClients {
    return this.#options.clients
  }

  get quirks(): GatewayQuirks {
    return this.#options.quirks
  }

  get connection(): IdpConnection {
    return this.#options.connection()
  }

  /** What is known now, without asking. */
  get known(): Knowledge | undefined {
    return this.#known
  }

  /** Key sets besides the issuer's, for a strategy: read with the next discovery, not before (gateway.md 3, Kong openid-connect FAQ). */
  alsoKeysAt(strategyId: string, uris: readonly string[]): void {
    this.#extraKeySets.set(strategyId, uris)
  }

  /** What is known; asks when it must. @throws CredentialRefused when nothing is known and nothing can be found out */
  async knowledge(trail: Trail): Promise<Knowledge> {
    if (this.#underWay) return this.#underWay
    const known = this.#known
    if (known && this.#secondsSinceAttempt() < this.#options.freshSeconds) return known
    const failedJustNow = this.#failure && this.#waiting({ because: 'failed' }) ? this.#failure : undefined
    if (!known && failedJustNow) throw idpFailure(reasons.notYetTriedAgain(failedJustNow.reason, afterFailureSeconds))
    if (!known) return this.#discover(trail)
    if (failedJustNow) return known
    return this.#discover(trail).catch((error) => keepOn(error, known))
  }

  /**
   * What a rediscovery finds, because a key is unknown; undefined while the window since the last one is open, or when it fails.
   * @param windowSeconds the strategy's `rediscovery_lifetime`
   */
  async rediscover(windowSeconds: number, trail: Trail): Promise<Knowledge | undefined> {
    if (this.#underWay) return this.#underWay.catch((error) => keepOn(error, undefined))
    if (this.#waiting({ because: this.#failure ? 'failed' : 'asked', window: windowSeconds })) return undefined
    return this.#discover(trail).catch((error) => keepOn(error, undefined))
  }

  /** Forgets everything, as after a start. */
  forget(): void {
    this.#known = undefined
    this.#attemptedAt = Number.NEGATIVE_INFINITY
    this.#failure = undefined
  }

  #discover(trail: Trail): Promise<Knowledge> {
    trail.note(`discovery of ${this.#options.issuer}`)
    this.#underWay ??= this.#ask(trail).finally(() => {
      this.#underWay = undefined
    })
    return this.#underWay
  }

  async #ask(trail: Trail): Promise<Knowledge> {
    this.#attemptedAt = this.#options.clock.now()
    try {
      this.#known = await this.#findOut()
      this.#failure = undefined
      return this.#known
    } catch (error) {
      throw error instanceof CredentialRefused ? this.#noted(error, trail) : error
    }
  }

  async #findOut(): Promise<Knowledge> {
    const { issuer, clients, jwksEndpoint, discoveryHeaders: headers = {} } = this.#options
    const extraJwksUris = new Set([...this.#extraKeySets.values()].flat())
    const pseudo = this.#options.quirks.run('isPseudoIssuer', (asIs) => asIs, this.#options.pseudo ?? false)
    const discovered = pseudo
      ? { issuer, clientAuthMethods: [] }
      : await discover(clients, this.connection, { issuer, headers })
    const own = jwksEndpoint ?? discovered.jwksUri
    if (own === undefined && !pseudo)
      throw idpFailure(reasons.notAnIssuer(discoveryUrlOf(issuer), 'it names no jwks_uri'))
    const fetched = own === undefined ? [] : [fetchJwks(clients, this.connection, own)]
    const extra = Array.from(extraJwksUris, (uri) =>
      fetchJwks(clients, this.connection, uri).catch((error) => keepOn(error, none)),
    )
    const sets = await Promise.all([...fetched, ...extra])
    return { ...discovered, keys: { keys: sets.flatMap(({ keys }) => keys) } }
  }

  /** Remembers a failure, and says it in the words of gateway.md 9. */
  #noted({ reason, log = 'invalid response' }: CredentialRefused, trail: Trail): CredentialRefused {
    this.#failure = idpFailure(reason)
    const url = discoveryUrlOf(this.#options.issuer)
    const kept = this.#known ? ' (falling back to previous configuration)' : ''
    trail.log('notice', `[openid-connect] loading configuration for ${url} using discovery failed: ${log}${kept}`)
    return this.#failure
  }

  #secondsSinceAttempt(): number {
    return (this.#options.clock.now() - this.#attemptedAt) / 1000
  }

  #waiting(wait: Omit<RediscoveryWait, 'known'>): boolean {
    const own = wait.because === 'failed' ? afterFailureSeconds : (wait.window ?? 0)
    const asIs = (as: number, _wait: RediscoveryWait) => as
    const about = { ...wait, known: this.#known !== undefined }
    const seconds = this.#options.quirks.run('rediscoverySeconds', asIs, own, about)
    const since = this.#secondsSinceAttempt()
    return since >= 0 && since < seconds
  }
}

const none: JSONWebKeySet = { keys: [] }

/** A rediscovery that fails changes nothing (gateway.md 3). */
function keepOn<Kept>(error: unknown, kept: Kept): Kept {
  if (error instanceof CredentialRefused) return kept
  throw error
}
