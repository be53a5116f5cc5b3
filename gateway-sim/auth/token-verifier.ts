import type { JWK, JWSHeaderParameters } from 'jose'
import type { Behaviour } from '../../kit/behaviour.ts'
import type { Clock } from '../../kit/clock.ts'
import type { GatewayBehaviour } from '../behaviour.ts'
import { BoundedMap } from '../bounded-map.ts'
import type { IdentityProvider, Knowledge } from '../idp/identity-provider.ts'
import { CredentialRefused } from '../idp/refusal.ts'
import type { GatewayHooks, GatewayQuirks, IssuerMismatch } from '../quirks/hook-points.ts'
import type { Trail } from '../trail.ts'
import { asClientId, valueAt } from './claim-path.ts'
import * as reasons from './credential-reasons.ts'
import { type DecodedJwt, decodeJwt } from './jwt.ts'
import type { AccessToken } from './outcome.ts'
import type { StrategySettings } from './settings.ts'
import { hasGoodHmac, hmacs, signatureIs, signing } from './signature.ts'
import { outsideItsTime, secondsOf } from './token-times.ts'

const capacity = 10_000

/** Whose tokens are verified, against what, and when it is. */
export interface TokenVerifierOptions {
  settings: StrategySettings
  provider: IdentityProvider
  clock: Clock
  behaviour: Behaviour<GatewayBehaviour, GatewayHooks>
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
  recall(value: string, trail: Trail): AccessToken | undefined {
    if (this.#verifiedWith !== this.#options.provider.known) return undefined
    const token = this.#verified.get(value)
    if (!token) return undefined
    trail.note('the token was verified before')
    this.#checkTimes(token.claims ?? {})
    return token
  }

  /** Verifies a token found with or got by `method`. @throws CredentialRefused */
  async verify(value: string, method: string, trail: Trail): Promise<AccessToken> {
    const { settings, provider } = this.#options
    const jwt = this.#quirks.run('readJwt', decodeJwt, value)
    if (typeof jwt === 'string') throw new CredentialRefused(reasons.notAJwt(jwt))
    await provider.knowledge(trail)
    const checked = settings.verifySignature && !settings.unverifiedMethods.includes(method)
    const key = checked ? await this.verifySignature(value, jwt, trail) : undefined
    if (!checked) trail.note('the signature is not looked at, as configured')
    this.#checkIssuer(jwt.claims)
    this.#checkTimes(jwt.claims)
    return this.#remember({ ...this.tokenOf(value, jwt.claims), key })
  }

  /** A token as it is used from here on, verified or not. */
  tokenOf(value: string, claims: DecodedJwt['claims'] | undefined): AccessToken {
    const { settings } = this.#options
    const clientId = claims && asClientId(this.#quirks.run('claimAt', valueAt, claims, settings.credentialClaim))
    return { value, bearer: `Bearer ${value}`, claims, clientId }
  }

  /** Verifies the signature of anything that the identity provider signs. Gives the key. @throws CredentialRefused */
  async verifySignature(value: string, { header }: DecodedJwt, trail: Trail): Promise<JWK | undefined> {
    const { alg, kid } = header
    if (this.#options.settings.hsSignatures && hmacs.has(alg ?? '')) return this.#verifyHmac(value, trail)
    if (typeof alg !== 'string' || !signing.has(alg)) throw new CredentialRefused(reasons.algorithmRefused(String(alg)))
    const { keys } = await this.#knowledgeThatFits(value, header, trail)
    trail.note(`signature verified with key ${typeof kid === 'string' ? kid : '(no kid)'} (${alg})`)
    return keys.keys.find((key) => key.kid === kid)
  }

  async #verifyHmac(value: string, trail: Trail): Promise<undefined> {
    const secrets = this.#options.settings.clients.flatMap(({ secret }) => secret ?? [])
    if (!(await hasGoodHmac(value, secrets))) throw badSignature()
    trail.note('signature verified with the client secret')
  }

  /** Keys of the issuer one of which verifies the token; looked up again when none fits. */
  async #knowledgeThatFits(value: string, header: JWSHeaderParameters, trail: Trail): Promise<Knowledge> {
    const { provider, settings, behaviour } = this.#options
    const known = await provider.knowledge(trail)
    const first = await signatureIs(value, known.keys)
    if (first === 'good') return known
    const again = behaviour.current.rediscoverOnBadSignature
    if (first === 'bad' && !again) throw badSignature()
    trail.note(first === 'bad' ? 'the signature is not one of that key' : `the issuer's keys lack ${header.kid}`)
    const found = await provider.rediscover(settings.rediscoverySeconds, trail)
    const verdict = found ? await signatureIs(value, found.keys) : 'no key'
    if (found && verdict === 'good') return found
    if (verdict === 'bad' || first === 'bad') throw badSignature()
    throw new CredentialRefused(reasons.unknownKey(kidOf(header), foundOrNot(found)), {
      ...{ log: 'suitable jwk was not found', ofToken: true },
    })
  }

  get #quirks(): GatewayQuirks {
    return this.#options.behaviour.quirks
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
    throw wrongIssuer({ issuer: iss, expected, token: 'access token' }, this.#quirks)
  }

  #checkTimes(claims: DecodedJwt['claims']): void {
    const { settings, clock } = this.#options
    const quirks = this.#quirks
    if (!settings.verifyClaims) return
    const now = quirks.run('tokenTime', (_claims: DecodedJwt['claims']) => clock.now(), claims)
    const found = outsideItsTime(claims, now, settings.leeway, (value) => quirks.run('timeClaim', secondsOf, value))
    if (!found) return
    const log = `invalid ${found.claim} claim (${claims[found.claim]}) was specified for access token`
    throw new CredentialRefused(found.reason, { log, ofToken: true })
  }
}

/** A token of another issuer, in the words of gateway.md 9. */
export function wrongIssuer(about: IssuerMismatch, quirks: GatewayQuirks): CredentialRefused {
  const words = quirks.run('issuerWords', issuerWords, about)
  return new CredentialRefused(reasons.wrongIssuer(words), { log: words, ofToken: true })
}

const issuerWords = ({ issuer, expected, token }: IssuerMismatch) =>
  `invalid issuer (${issuer}) was specified for ${token}, ${expected} was expected`

const badSignature = () =>
  new CredentialRefused(reasons.badSignature(), { log: 'invalid signature (pkey:verify: failed)', ofToken: true })

const foundOrNot = (found: Knowledge | undefined) =>
  found ? 'its key set was looked up again just now' : 'its key set was looked up a moment ago, or cannot be had'

const kidOf = ({ kid }: JWSHeaderParameters) => (typeof kid === 'string' ? kid : undefined)
