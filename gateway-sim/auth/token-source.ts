import type { AuthenticatingClient } from '../idp/client-authentication.ts'
import type { IdentityProvider } from '../idp/identity-provider.ts'
import { requestToken, type TokenRequest } from '../idp/token-endpoint.ts'
import { clientAuthAt, endpointOf } from '../idp/token-inspection.ts'
import type { GatewayQuirks } from '../quirks/hook-points.ts'
import type { Trail } from '../trail.ts'
import type { Inbound } from './inbound.ts'
import { decodeJwt } from './jwt.ts'
import type { AccessToken, MaybeSoon } from './outcome.ts'
import type { Method, Pairs, StrategySettings } from './settings.ts'
import { secondsKept, type TokenCache } from './token-cache.ts'
import type { TokenVerifier } from './token-verifier.ts'

/** What a token source works with; the cache is the whole node's. */
export interface TokenSourceOptions {
  settings: StrategySettings
  provider: IdentityProvider
  verifier: TokenVerifier
  cache: TokenCache
  quirks: GatewayQuirks
}

/** A credential as it is exchanged at the token endpoint. */
export interface Grant {
  method: Method
  client: AuthenticatingClient
  /** Id of the plugin's client that it is; undefined for a caller's own pair. */
  own?: string
  /** Undefined: as the strategy or discovery says. */
  clientAuth: string | undefined
  parameters: Pairs
}

/** Gets access tokens at the token endpoint, and keeps them on the node (gateway.md 1.3). */
export class TokenSource {
  readonly #options: TokenSourceOptions
  readonly #caches: boolean

  constructor(options: TokenSourceOptions) {
    const { methods, tokens } = options.settings
    this.#options = options
    // Both take the Basic credential, and then nothing is cached any more (gateway.md 1.1, the exception).
    this.#caches = tokens.cached && !(methods.includes('password') && methods.includes('client_credentials'))
  }

  /**
   * The token of a credential: kept, or fetched. `secret` is all that the token depends on: with a wrong secret nobody finds the token of
   * the right one (gateway.md 1.3, step 2). @throws CredentialRefused
   */
  tokenFor(grant: Grant, secret: readonly string[], inbound: Inbound): MaybeSoon<AccessToken> {
    const { settings, cache } = this.#options
    const { trail } = inbound
    if (settings.tokens.callersArguments.length > 0) return this.#withCallersArguments(grant, secret, inbound)
    if (!this.#caches) return this.fetch(grant, trail).then(({ token }) => token)
    const key = this.#keyOf(secret)
    const kept = cache.find(key)?.token
    trail.note(kept ? 'token cache: hit' : 'token cache: miss')
    return kept ?? this.#fetchOnce(key, grant, trail)
  }

  /**
   * Asks the token endpoint, whatever is cached, and examines the token as one that a caller presents. `expiresIn`: seconds, as the answer says.
   * @throws CredentialRefused
   */
  async fetch(grant: Grant, trail: Trail): Promise<{ token: AccessToken; expiresIn: number | undefined }> {
    const { settings, provider, quirks } = this.#options
    const known = await provider.knowledge(trail)
    const asked: TokenRequest = {
      endpoint: endpointOf('token_endpoint', settings.endpoints.token ?? known.tokenEndpoint, known),
      client: grant.client,
      clientAuth: clientAuthAt('token', settings.tokens.endpointAuth ?? grant.clientAuth, known, provider),
      grant: grant.parameters,
      extraArguments: settings.tokens.extraArguments,
      headers: settings.tokens.headers,
    }
    const sent = quirks.run('tokenRequest', (asIs) => asIs, asked)
    const answer = await requestToken(provider.clients, provider.connection, sent, trail)
    const token = await this.#examine(answer.accessToken, grant.method, trail)
    const { refreshToken, idToken, expiresIn } = answer
    const { own: client } = grant
    return { token: refreshToken || idToken || client ? { ...token, refreshToken, idToken, client } : token, expiresIn }
  }

  #fetchOnce(key: string, grant: Grant, trail: Trail): Promise<AccessToken> {
    const { settings, cache, quirks } = this.#options
    return cache.once(key, async () => {
      const { token, expiresIn } = await this.fetch(grant, trail)
      cache.keep(key, { token }, quirks.run('tokenCacheSeconds', secondsKept, expiresIn, settings.tokens))
      return token
    })
  }

  /** `token_post_args_client`: arguments that callers choose, in query, header or body. */
  async #withCallersArguments(grant: Grant, secret: readonly string[], inbound: Inbound): Promise<AccessToken> {
    const { settings, cache } = this.#options
    const body = await inbound.bodyArguments()
    const chosen = settings.tokens.callersArguments.flatMap((name) => {
      const value = inbound.query[name] ?? inbound.header(name) ?? body[name]
      return value === undefined ? [] : [[name, value] as const]
    })
    const names = chosen.map(([name]) => name)
    const asked = { ...grant, parameters: [...grant.parameters.filter(([name]) => !names.includes(name)), ...chosen] }
    if (!this.#caches) return (await this.fetch(asked, inbound.trail)).token
    const key = this.#keyOf([...secret, ...chosen.flat()])
    return cache.find(key)?.token ?? this.#fetchOnce(key, asked, inbound.trail)
  }

  #keyOf(secret: readonly string[]): string {
    const { settings, quirks } = this.#options
    return quirks.run('tokenCacheKey', keyOf, secret, settings)
  }

  /** An opaque token is taken, and has no claims to find an application by (gateway.md 1.3, step 8). */
  async #examine(value: string, method: Method, trail: Trail): Promise<AccessToken> {
    const { verifier } = this.#options
    if (decodeJwt(value) === 'opaque') return verifier.tokenOf(value, undefined)
    return verifier.recall(value, trail) ?? verifier.verify(value, method, trail)
  }
}

/** What is kept has been read by the credential claim, so that another claim does not find it. */
const keyOf = (secret: readonly string[], { issuer, scope, tokens, credentialClaim }: StrategySettings): string =>
  [tokens.salt, issuer, tokens.keyHasScope ? scope : '', credentialClaim.join('.'), ...secret].join('\n')
