import type { Clock } from '../../kit/clock.ts'
import type { IdentityProvider } from '../idp/identity-provider.ts'
import { CredentialRefused } from '../idp/refusal.ts'
import { fetchUserInfo, type Inspection, introspect } from '../idp/token-inspection.ts'
import type { GatewayQuirks } from '../quirks/hook-points.ts'
import type { Trail } from '../trail.ts'
import * as reasons from './credential-reasons.ts'
import type { Inbound } from './inbound.ts'
import { decodeJwt } from './jwt.ts'
import type { AccessToken } from './outcome.ts'
import { clientFor } from './plugin-client.ts'
import type { PluginClient, StrategySettings } from './settings.ts'
import { secondsKept, type TokenCache } from './token-cache.ts'
import type { TokenVerifier } from './token-verifier.ts'

/** What an inspector works with; the cache is the whole node's. */
export interface TokenInspectorOptions {
  settings: StrategySettings
  provider: IdentityProvider
  verifier: TokenVerifier
  cache: TokenCache
  clock: Clock
  quirks: GatewayQuirks
}

/** Asks the identity provider what a token is worth, and keeps what it says (gateway.md 3). */
export class TokenInspector {
  readonly #options: TokenInspectorOptions

  constructor(options: TokenInspectorOptions) {
    this.#options = options
  }

  /** A token with what introspection says of it. @throws CredentialRefused when it is not active */
  introspected(value: string, inbound: Inbound): Promise<AccessToken> {
    const { settings } = this.#options
    const { trail } = inbound
    const own = clientFor(inbound, settings)
    const key = ['introspection', own?.id ?? '', value]
    return this.#kept(key, settings.introspection.cached, trail, () => this.#introspect(value, own, trail))
  }

  /** A token with what the userinfo endpoint says of its user. @throws CredentialRefused */
  async withUserInfo(value: string, trail: Trail): Promise<AccessToken> {
    const { cached } = this.#options.settings.userInfo
    return this.#kept(['userinfo', value], cached, trail, () => this.#userInfo(value, trail))
  }

  async #introspect(value: string, own: PluginClient | undefined, trail: Trail): Promise<AccessToken> {
    const { settings, provider, verifier } = this.#options
    if (!own) throw new CredentialRefused(reasons.noPluginClient('introspection'))
    const said = await introspect(value, own, settings, provider, trail)
    const claims = await this.#claimsOf(said, trail)
    const active = 'jwt' in said ? claims.active !== false : claims.active === true
    if (settings.introspection.checksActive && !active) throw new CredentialRefused(reasons.inactive())
    const token = verifier.tokenOf(value, claims)
    return { ...token, client: own.id, introspection: claims, ...('jwt' in said && { introspectionJwt: said.jwt }) }
  }

  async #userInfo(value: string, trail: Trail): Promise<AccessToken> {
    const { settings, provider, verifier } = this.#options
    const claims = await this.#claimsOf(await fetchUserInfo(value, settings, provider, trail), trail)
    return { ...verifier.tokenOf(value, claims), userInfo: claims }
  }

  /** Of a JWT the claims once its signature is verified; RFC 9701 has them one level down. */
  async #claimsOf(said: Inspection, trail: Trail): Promise<Readonly<Record<string, unknown>>> {
    if ('claims' in said) return said.claims
    const jwt = decodeJwt(said.jwt)
    if (typeof jwt === 'string') throw new CredentialRefused(reasons.notAJwt(jwt))
    await this.#options.verifier.verifySignature(said.jwt, jwt, trail)
    const { token_introspection: inner } = jwt.claims
    return typeof inner === 'object' && inner !== null ? { ...inner } : jwt.claims
  }

  /** @param about which endpoint, and all that its answer depends on */
  #kept(
    about: readonly string[],
    cached: boolean,
    trail: Trail,
    ask: () => Promise<AccessToken>,
  ): Promise<AccessToken> {
    const { settings, cache, clock, quirks } = this.#options
    if (!cached) return ask()
    const key = [...about, settings.tokens.salt, settings.issuer].join('\n')
    const known = cache.find(key)
    if (known) {
      trail.note(`${about[0]} cache: hit`)
      return known.refused ? Promise.reject(new CredentialRefused(known.refused)) : Promise.resolve(known.token)
    }
    return cache.once(key, async () => {
      try {
        const token = await ask()
        const exp = Number(token.claims?.exp)
        const left = Number.isFinite(exp) ? exp - clock.now() / 1000 : undefined
        cache.keep(key, { token }, quirks.run('inspectionSeconds', secondsKept, left, settings.tokens))
        return token
      } catch (error) {
        const seconds = quirks.run('negativeSeconds', ({ ttlNegative }) => ttlNegative, settings.tokens)
        if (seconds && error instanceof CredentialRefused && !error.idpFailed) {
          cache.keep(key, { refused: error.reason }, seconds)
        }
        throw error
      }
    })
  }
}
