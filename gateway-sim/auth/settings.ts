import type { Requirement } from './claim-requirements.ts'
import type { CookieSettings, SessionSettings } from './session-settings.ts'
import type { HeaderRule } from './token-headers.ts'

/** Methods in the order in which Kong looks for their credentials; the order cannot be changed (gateway.md 1.1). */
export const searchOrder = [
  'session',
  'bearer',
  'kong_oauth2',
  'introspection',
  'userinfo',
  'refresh_token',
  'password',
  'client_credentials',
  'authorization_code',
] as const
/** One of Kong's nine methods. */
export type Method = (typeof searchOrder)[number]

/** Where a credential may stand. */
export type Place = 'header' | 'query' | 'body' | 'cookie'

/** Arguments or headers that a configuration adds. */
export type Pairs = readonly (readonly [name: string, value: string])[]

/** A client of the plugin's own at the identity provider. */
export interface PluginClient {
  id: string
  secret: string | undefined
  auth: string | undefined
  /** Of the assertions that it signs. */
  alg: string | undefined
  jwk: Readonly<Record<string, unknown>> | undefined
}

/** Where the identity provider is called; what is undefined is discovered. */
export interface EndpointSettings {
  token: string | undefined
  introspection: string | undefined
  userinfo: string | undefined
  authorization: string | undefined
  endSession: string | undefined
  revocation: string | undefined
}

/** An openid_connect strategy with every default filled in (gateway.md 7). */
export interface StrategySettings {
  issuer: string
  pseudoIssuer: boolean
  /** The consumer that strangers would be; nothing comes of it but by a quirk (gateway.md 5.4). */
  anonymous: string | undefined
  methods: readonly Method[]
  scope: string
  audience: readonly string[]
  credentialClaim: readonly string[]
  clients: readonly PluginClient[]
  clientArgument: string
  endpoints: EndpointSettings
  jwksEndpoint: string | undefined
  extraJwksUris: readonly string[]
  discoveryHeaders: Pairs
  places: { bearer: readonly Place[]; client: readonly Place[]; password: readonly Place[]; refresh: readonly Place[] }
  bearerCookie: string | undefined
  bearerHeader: string | undefined
  refreshTokenName: string
  /** Undefined: as the release does it. */
  hideCredentials: boolean | undefined
  upstreamTokenHeader: string | undefined
  upstreamHeaders: readonly HeaderRule[]
  upstreamNames: readonly string[]
  downstreamHeaders: readonly HeaderRule[]
  tokens: TokenSettings
  introspection: {
    cached: boolean
    ofJwts: boolean
    checksActive: boolean
    hint: string
    accept: string
    parameter: string
    auth: string | undefined
    headers: Pairs
    arguments: Pairs
  }
  userInfo: { cached: boolean; searched: boolean; accept: string; headers: Pairs; arguments: Pairs }
  revocation: { auth: string | undefined; parameter: string }
  login: LoginSettings
  rediscoverySeconds: number
  timeoutMs: number
  /** Undefined: as the release does it. */
  verifyTls: boolean | undefined
  verifySignature: boolean
  verifyClaims: boolean
  hsSignatures: boolean
  unverifiedMethods: readonly string[]
  leeway: number
  issuersAllowed: readonly string[]
  requirements: readonly Requirement[]
  claimsForbidden: readonly string[]
  exposeErrorCode: boolean
  displayErrors: boolean
  unauthorizedMessage: string
  forbiddenMessage: string
  /** Where a refused caller is sent instead. */
  redirects: { unauthorized: string | undefined; forbidden: string | undefined; unexpected: string | undefined }
  unauthorizedEndsSession: boolean
  forbiddenEndsSession: boolean
  onPreflight: boolean
  session: SessionSettings
  /** What the configuration asks for that is not simulated, in words. */
  warnings: readonly string[]
}

/** Tokens got at the token endpoint, and how long they are kept (gateway.md 1.3). */
export interface TokenSettings {
  cached: boolean
  salt: string
  keyHasScope: boolean
  ttl: number
  ttlMin: number | undefined
  ttlMax: number | undefined
  ttlNegative: number | undefined
  extraArguments: Pairs
  callersArguments: readonly string[]
  headers: Pairs
  /** How every client authenticates at the token endpoint; undefined: each in its own way. */
  endpointAuth: string | undefined
  /** How callers' own credentials are shown there. */
  callersAuth: string | undefined
}

/** The authorization code flow (gateway.md 1.1). */
export interface LoginSettings {
  cookie: CookieSettings & { seconds: number }
  redirectUri: string | undefined
  afterwards: string | undefined
  action: string
  arguments: Pairs
  pkce: boolean
  verifyNonce: boolean
  maxAge: number | undefined
  keepsQuery: boolean
}
