import type { Behaviour } from '../../kit/behaviour.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Ids } from '../../kit/ids.ts'
import type { Trust } from '../../kit/tls/trust.ts'
import type { GatewayBehaviour } from '../behaviour.ts'
import { gatewayVersion, releaseOf } from '../gateway-version.ts'
import { IdpClients, type IdpConnection } from '../idp/http.ts'
import { IdentityProvider } from '../idp/identity-provider.ts'
import type { GatewayHooks } from '../quirks/hook-points.ts'
import { Trail } from '../trail.ts'
import { authorizationCodeMethod } from './authorization-code.ts'
import { bearerMethod } from './bearer.ts'
import { clientCredentialsMethod } from './client-credentials.ts'
import { settingsOf } from './configured-settings.ts'
import { introspectionMethod, kongOauth2Method, userinfoMethod } from './inspected-tokens.ts'
import type { MethodContext } from './method-context.ts'
import { type OpenIdConnect, openIdConnect } from './openid-connect.ts'
import type { OpenIdConnectConfig } from './openid-connect-config.ts'
import { passwordMethod, refreshTokenMethod } from './plugin-grants.ts'
import { Sessions } from './session.ts'
import { SessionSeal } from './session-seal.ts'
import type { StrategySettings } from './settings.ts'
import { TokenCache } from './token-cache.ts'
import { TokenInspector } from './token-inspector.ts'
import { TokenSource } from './token-source.ts'
import { TokenVerifier } from './token-verifier.ts'

/** With this every node opens the sessions of every other: for tests that want no surprise. */
const fixedSessionSecret = 'gateway-sim-fixed-session-secret'

/** What strategies have from their node. */
export interface StrategiesOptions {
  clock: Clock
  ids: Ids
  behaviour: Behaviour<GatewayBehaviour, GatewayHooks>
  userAgent: string
  trusted: Trust
}

/** The openid_connect strategies of one node, and the caches that they share. */
export class Strategies {
  readonly #options: StrategiesOptions
  readonly #clients: IdpClients
  readonly #cache: TokenCache
  readonly #providers = new Map<string, IdentityProvider>()
  readonly #strategies = new Map<string, { config: string; strategy: OpenIdConnect }>()
  #nodeSecret: string

  constructor(options: StrategiesOptions) {
    this.#options = options
    this.#clients = new IdpClients(options)
    this.#cache = new TokenCache(options.clock)
    this.#nodeSecret = options.ids.secret('session-secret')
  }

  /** A strategy at work. It is made anew only when its configuration changed. */
  openIdConnect(id: string, config: OpenIdConnectConfig): OpenIdConnect {
    const text = JSON.stringify(config)
    const known = this.#strategies.get(id)
    if (known?.config === text) return known.strategy
    const strategy = this.#build(id, settingsOf(id, config))
    this.#strategies.set(id, { config: text, strategy })
    return strategy
  }

  /** Finds out about every identity provider that is not known yet. */
  discover(): void {
    // A failure is kept, and told to whoever asks next.
    for (const provider of this.#providers.values()) provider.knowledge(new Trail()).catch(() => undefined)
  }

  /** Forgets tokens that were got with callers' credentials (Kong's `DELETE /cache`). */
  forgetTokens(): void {
    this.#cache.clear()
  }

  /** Forgets what was discovered, and with it every verification (Kong's `DELETE /openid-connect/issuers`). */
  forgetIssuers(): void {
    for (const provider of this.#providers.values()) provider.forget()
  }

  /** Forgets everything that a process keeps in memory, and seals sessions with another secret from now on. */
  restart(): void {
    this.forgetTokens()
    this.forgetIssuers()
    this.#nodeSecret = this.#options.ids.secret('session-secret')
  }

  close(): Promise<void> {
    return this.#clients.close()
  }

  #build(id: string, settings: StrategySettings): OpenIdConnect {
    const { clock, ids, behaviour } = this.#options
    const { quirks } = behaviour
    const provider = this.#providerOf(settings)
    provider.alsoKeysAt(id, settings.extraJwksUris)
    const verifier = new TokenVerifier({ settings, provider, clock, behaviour })
    const common = { settings, provider, verifier, clock, quirks, cache: this.#cache }
    const source = new TokenSource(common)
    const inspector = new TokenInspector(common)
    const seal = this.#sealsOf(settings)
    const context: MethodContext = { settings, provider, verifier, source, inspector, seal, behaviour, clock, ids }
    const sessions = new Sessions(context)
    return openIdConnect({
      context,
      sessions,
      methods: {
        session: sessions.method,
        bearer: bearerMethod(context),
        kong_oauth2: kongOauth2Method(context),
        introspection: introspectionMethod(context),
        userinfo: userinfoMethod(context),
        refresh_token: refreshTokenMethod(context),
        password: passwordMethod(context),
        client_credentials: clientCredentialsMethod(context),
        authorization_code: authorizationCodeMethod(context),
      },
    })
  }

  /** Strategies that name the same issuer in the same way share what is known of it. */
  #providerOf(settings: StrategySettings): IdentityProvider {
    const { issuer, pseudoIssuer: pseudo, jwksEndpoint, timeoutMs, verifyTls } = settings
    const discoveryHeaders = Object.fromEntries(settings.discoveryHeaders)
    const about = { issuer, pseudo, jwksEndpoint, discoveryHeaders, freshSeconds: settings.tokens.ttl }
    const key = JSON.stringify([about, timeoutMs, verifyTls])
    const known = this.#providers.get(key)
    if (known) return known
    const { clock, behaviour } = this.#options
    const connection = (): IdpConnection => ({
      timeoutMs,
      verifyTls: verifyTls ?? gatewayVersion(behaviour.current.gatewayVersion).hidesAndVerifies,
    })
    const provider = new IdentityProvider({
      ...about,
      clients: this.#clients,
      connection,
      clock,
      quirks: behaviour.quirks,
    })
    this.#providers.set(key, provider)
    return provider
  }

  /** Seals by audience: with the strategy's secret, one that all nodes share, or the node's own, which a restart changes. */
  #sealsOf({ session: { secret } }: StrategySettings): (audience: string) => SessionSeal {
    const seals = new Map<string, { key: string; seal: SessionSeal }>()
    const release = releaseOf(this.#options.behaviour)
    const ownKey = () =>
      this.#options.behaviour.current.sessionSecret === 'fixed' ? fixedSessionSecret : this.#nodeSecret
    return (audience) => {
      const { sessionFormat } = release()
      const key = `${sessionFormat === 4 ? '' : sessionFormat}${secret ?? ownKey()}`
      const known = seals.get(audience)
      if (known?.key === key) return known.seal
      const seal = new SessionSeal(key, audience)
      seals.set(audience, { key, seal })
      return seal
    }
  }
}
