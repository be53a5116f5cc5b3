import type { Behaviour } from '../../kit/behaviour.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Ids } from '../../kit/ids.ts'
import type { Trust } from '../../kit/tls/trust.ts'
import type { GatewayBehaviour } from '../behaviour.ts'
import { gatewayVersion } from '../gateway-version.ts'
import { IdpClients, type IdpConnection } from '../idp/http.ts'
import { IdentityProvider } from '../idp/identity-provider.ts'
import { bearerMethod } from './bearer.ts'
import { clientCredentialsMethod } from './client-credentials.ts'
import { type OpenIdConnect, openIdConnect } from './openid-connect.ts'
import type { OpenIdConnectConfig } from './openid-connect-config.ts'
import { Sessions } from './session.ts'
import { SessionSeal } from './session-seal.ts'
import { type StrategySettings, settingsOf } from './settings.ts'
import { TokenCache } from './token-cache.ts'
import { TokenVerifier } from './token-verifier.ts'

/** With this every node opens the sessions of every other: for tests that want no surprise. */
const fixedSessionSecret = 'gateway-sim-fixed-session-secret'

/** What strategies have from their node. */
export interface StrategiesOptions {
  clock: Clock
  ids: Ids
  behaviour: Behaviour<GatewayBehaviour>
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
    this.#clients = new IdpClients(options.userAgent, options.trusted)
    this.#cache = new TokenCache(options.clock)
    this.#nodeSecret = options.ids.secret('session-secret')
  }

  /** A strategy at work. It is made anew only when its configuration changed. */
  openIdConnect(id: string, config: OpenIdConnectConfig): OpenIdConnect {
    const text = JSON.stringify(config)
    const known = this.#strategies.get(id)
    if (known?.config === text) return known.strategy
    const strategy = this.#build(settingsOf(id, config))
    this.#strategies.set(id, { config: text, strategy })
    return strategy
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

  #build(settings: StrategySettings): OpenIdConnect {
    const { clock, ids, behaviour } = this.#options
    const provider = this.#providerOf(settings)
    const verifier = new TokenVerifier({ settings, provider, clock })
    const sessions = new Sessions({ settings, seal: this.#sealOf(settings), verifier, clock, ids })
    const credentials = { settings, provider, verifier, behaviour, cache: this.#cache, clients: this.#clients }
    return openIdConnect({
      settings,
      sessions,
      methods: {
        session: sessions.method,
        bearer: bearerMethod(settings, verifier),
        client_credentials: clientCredentialsMethod(credentials),
      },
    })
  }

  /** Strategies that name the same issuer in the same way share what is known of it. */
  #providerOf({ issuer, timeoutMs, verifyTls }: StrategySettings): IdentityProvider {
    const key = `${issuer} ${timeoutMs} ${verifyTls}`
    const known = this.#providers.get(key)
    if (known) return known
    const { clock, behaviour } = this.#options
    const connection = (): IdpConnection => ({
      timeoutMs,
      verifyTls: verifyTls ?? gatewayVersion(behaviour.current.gatewayVersion).hidesAndVerifies,
    })
    const provider = new IdentityProvider({ issuer, clients: this.#clients, connection, clock })
    this.#providers.set(key, provider)
    return provider
  }

  #sealOf({ session: { secret, audience } }: StrategySettings): () => SessionSeal {
    const fixed = new SessionSeal(secret ?? fixedSessionSecret, audience)
    let own = { secret: this.#nodeSecret, seal: new SessionSeal(secret ?? this.#nodeSecret, audience) }
    return () => {
      if (secret !== undefined || this.#options.behaviour.current.sessionSecret === 'fixed') return fixed
      if (own.secret !== this.#nodeSecret) {
        own = { secret: this.#nodeSecret, seal: new SessionSeal(this.#nodeSecret, audience) }
      }
      return own.seal
    }
  }
}
