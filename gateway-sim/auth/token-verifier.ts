import type { JSONWebKeySet, JWSHeaderParameters } from 'jose'
import type { Clock } from '../../kit/clock.ts'
import { BoundedMap } from '../bounded-map.ts'
import type { IdentityProvider, Knowledge } from '../idp/identity-provider.ts'
import { CredentialRefused } from '../idp/refusal.ts'
import { clientIdAt } from './claim-path.ts'
import * as reasons from './credential-reasons.ts'
import { type DecodedJwt, decodeJwt } from './jwt.ts'
import type { AccessToken } from './outcome.ts'
import type { StrategySettings } from './settings.ts'
import { outsideItsTime } from './token-times.ts'

const capacity = 10_000
/** HS* would need the client's secret, and `none` is never taken (gateway.md 3). */
const algorithms = ['RS', 'PS', 'ES'].flatMap((family) => [256, 384, 512].map((size) => `${family}${size}`))
const signing = new Set([...algorithms, 'EdDSA', 'Ed25519'])

/** Whose tokens are verified, against what, and when it is. */
export interface TokenVerifierOptions {
  settings: StrategySettings
  provider: IdentityProvider
  clock: Clock
}

/**
 * Verifies access tokens of one strategy (gateway.md 3). What was verified stays verified while the issuer's keys stay as they are:
 * only its times are looked at again.
 */
export class TokenVerifier {
  readonly #options: TokenVerifierOptions
  readonly #verified = new BoundedMap<AccessToken>(capacity)
  #verifiedWith: Knowledge | undefined

  constructor(options: TokenVerifierOptions) {
    this.#options = options
  }

  /** A token that was verified before. @throws CredentialRefused when its time is over */
  recall(value: string): AccessToken | undefined {
    if (this.#verifiedWith !== this.#options.provider.known) return undefined
    const token = this.#verified.get(value)
    if (token) this.#checkTimes(token.claims ?? {})
    return token
  }

  /** Verifies a token found with or got by `method`. @throws CredentialRefused */
  async verify(value: string, method: string): Promise<AccessToken> {
    const jwt = decodeJwt(value)
    if (typeof jwt === 'string') throw new CredentialRefused(reasons.notAJwt(jwt))
    const { settings, provider } = this.#options
    await provider.knowledge()
    if (settings.verifySignature && !settings.unverifiedMethods.includes(method)) await this.#checkSignature(value, jwt)
    this.#checkIssuer(jwt.claims)
    this.#checkTimes(jwt.claims)
    return this.#remember(this.tokenOf(value, jwt.claims))
  }

  /** A token as it is used from here on, verified or not. */
  tokenOf(value: string, claims: DecodedJwt['claims'] | undefined): AccessToken {
    const clientId = claims && clientIdAt(claims, this.#options.settings.credentialClaim)
    return { value, bearer: `Bearer ${value}`, claims, clientId }
  }

  #remember(token: AccessToken): AccessToken {
    const { known } = this.#options.provider
    if (this.#verifiedWith !== known) this.#verified.clear()
    this.#verifiedWith = known
    this.#verified.set(token.value, token)
    return token
  }

  #checkIssuer({ iss }: DecodedJwt['claims']): void {
    const { settings, provider } = this.#options
    if (!settings.verifyClaims) return
    const expected = provider.known?.issuer
    if (iss === expected || settings.issuersAllowed.some((allowed) => allowed === iss)) return
    throw new CredentialRefused(reasons.wrongIssuer(String(iss), String(expected)))
  }

  #checkTimes(claims: DecodedJwt['claims']): void {
    const { settings, clock } = this.#options
    const reason = settings.verifyClaims ? outsideItsTime(claims, clock.now(), settings.leeway) : undefined
    if (reason) throw new CredentialRefused(reason)
  }

  async #checkSignature(value: string, { header }: DecodedJwt): Promise<void> {
    const { provider, settings } = this.#options
    if (typeof header.alg !== 'string' || !signing.has(header.alg)) {
      throw new CredentialRefused(reasons.algorithmRefused(String(header.alg)))
    }
    const known = await provider.knowledge()
    const first = await signatureIs(value, known.keys)
    if (first === 'good') return
    if (first === 'bad') throw new CredentialRefused(reasons.badSignature())
    const found = await provider.rediscover(settings.rediscoverySeconds)
    const verdict = found ? await signatureIs(value, found.keys) : 'no key'
    if (verdict === 'bad') throw new CredentialRefused(reasons.badSignature())
    if (verdict === 'no key') throw new CredentialRefused(reasons.unknownKey(kidOf(header), foundOrNot(found)))
  }
}

const foundOrNot = (found: Knowledge | undefined) =>
  found ? 'its key set was looked up again just now' : 'its key set was looked up a moment ago, or cannot be had'

const kidOf = ({ kid }: JWSHeaderParameters) => (typeof kid === 'string' ? kid : undefined)

/** Tries every key that fits the token's header. */
async function signatureIs(value: string, keys: JSONWebKeySet): Promise<'good' | 'bad' | 'no key'> {
  const { compactVerify, createLocalJWKSet, errors } = await import('jose')
  try {
    await compactVerify(value, createLocalJWKSet(keys), { algorithms: [...signing] })
    return 'good'
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return 'no key'
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) return 'bad'
    for await (const key of error) {
      const fits = await compactVerify(value, key).then(
        () => true,
        () => false,
      )
      if (fits) return 'good'
    }
    return 'bad'
  }
}
