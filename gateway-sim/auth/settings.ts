import type { Requirement } from './claim-requirements.ts'
import { OpenIdConnectConfig } from './openid-connect-config.ts'

/** Methods in the order in which Kong looks for their credentials; the order cannot be changed (gateway.md 1.1). */
export const searchOrder = ['session', 'bearer', 'client_credentials'] as const
/** A method that works here. */
export type Method = (typeof searchOrder)[number]

/** Kong's nine methods, of which `searchOrder` names those that work here. */
const allMethods = [
  ...searchOrder,
  'kong_oauth2',
  'introspection',
  'userinfo',
  'refresh_token',
  'password',
  'authorization_code',
]

/** Where a credential may stand. */
export type Place = 'header' | 'query' | 'body' | 'cookie'

/** An openid_connect strategy with every default filled in (gateway.md 7). */
export interface StrategySettings {
  issuer: string
  methods: readonly Method[]
  scope: string
  credentialClaim: readonly string[]
  credentialPlaces: readonly Place[]
  bearerPlaces: readonly Place[]
  bearerCookie: string | undefined
  bearerHeader: string | undefined
  /** Undefined: as the release does it. */
  hideCredentials: boolean | undefined
  upstreamTokenHeader: string | undefined
  tokens: {
    cached: boolean
    salt: string
    keyHasScope: boolean
    ttl: number
    ttlMin: number | undefined
    ttlMax: number | undefined
    extraArguments: readonly (readonly [string, string])[]
    endpoint: string | undefined
    clientAuth: string | undefined
  }
  rediscoverySeconds: number
  timeoutMs: number
  /** Undefined: as the release does it. */
  verifyTls: boolean | undefined
  verifySignature: boolean
  verifyClaims: boolean
  unverifiedMethods: readonly string[]
  leeway: number
  issuersAllowed: readonly string[]
  requirements: readonly Requirement[]
  claimsForbidden: readonly string[]
  exposeErrorCode: boolean
  unauthorizedMessage: string
  forbiddenMessage: string
  unauthorizedEndsSession: boolean
  forbiddenEndsSession: boolean
  session: SessionSettings
  /** What the configuration asks for that is not simulated, in words. */
  warnings: readonly string[]
}

/** The session part of a strategy (gateway.md 4). */
export interface SessionSettings {
  secret: string | undefined
  audience: string
  disabled: readonly string[]
  reverify: boolean
  cookie: string
  attributes: string
  /** Seconds; 0 switches the limit off. */
  idling: number
  rolling: number
  absolute: number
}

/** Settings of a strategy. `id` isolates its token cache unless a salt is configured (gateway.md 1.3, step 2). */
export function settingsOf(id: string, config: OpenIdConnectConfig): StrategySettings {
  const methods = config.auth_methods ?? allMethods
  const scopes = config.scopes?.length ? config.scopes : ['openid']
  return {
    issuer: config.issuer,
    methods: searchOrder.filter((method) => methods.includes(method)),
    scope: scopes.join(' '),
    credentialClaim: [config.credential_claim ?? 'sub'].flat(),
    credentialPlaces: config.client_credentials_param_type ?? ['header', 'query', 'body'],
    bearerPlaces: config.bearer_token_param_type ?? ['header', 'query', 'body'],
    bearerCookie: config.bearer_token_cookie_name ?? undefined,
    bearerHeader: config.bearer_token_header_name?.toLowerCase(),
    hideCredentials: config.hide_credentials ?? undefined,
    upstreamTokenHeader:
      config.upstream_access_token_header === null ? undefined : (config.upstream_access_token_header ?? defaultHeader),
    tokens: {
      cached: config.cache_tokens ?? true,
      salt: config.cache_tokens_salt ?? id,
      keyHasScope: config.token_cache_key_include_scope ?? false,
      ttl: config.cache_ttl ?? 3600,
      ttlMin: config.cache_ttl_min ?? undefined,
      ttlMax: config.cache_ttl_max ?? undefined,
      extraArguments: (config.token_post_args_names ?? []).map(
        (name, at) => [name, config.token_post_args_values?.[at] ?? ''] as const,
      ),
      endpoint: config.token_endpoint ?? undefined,
      clientAuth: config.token_endpoint_auth_method ?? config.client_auth?.[0],
    },
    rediscoverySeconds: config.rediscovery_lifetime ?? 30,
    timeoutMs: config.timeout ?? 10_000,
    verifyTls: config.ssl_verify ?? undefined,
    verifySignature: config.verify_signature ?? true,
    verifyClaims: config.verify_claims ?? true,
    unverifiedMethods: config.ignore_signature ?? [],
    leeway: config.leeway ?? 0,
    issuersAllowed: config.issuers_allowed ?? [],
    requirements: requirementsOf(config),
    claimsForbidden: config.claims_forbidden ?? [],
    exposeErrorCode: config.expose_error_code ?? true,
    unauthorizedMessage: config.unauthorized_error_message ?? 'Unauthorized',
    forbiddenMessage: config.forbidden_error_message ?? 'Forbidden',
    unauthorizedEndsSession: config.unauthorized_destroy_session ?? true,
    forbiddenEndsSession: config.forbidden_destroy_session ?? true,
    session: sessionSettingsOf(config),
    warnings: warningsOf(config, methods),
  }
}

function requirementsOf(config: OpenIdConnectConfig): Requirement[] {
  return (['scopes', 'audience', 'groups', 'roles'] as const).flatMap((name) => {
    const anyOf = config[`${name}_required`]
    const claim = config[`${name}_claim`] ?? defaultClaims[name]
    return anyOf?.length ? [{ name: `${name}_required` as const, claim, anyOf }] : []
  })
}

const defaultClaims = { scopes: ['scope'], audience: ['aud'], groups: ['groups'], roles: ['roles'] }

const defaultHeader = 'authorization:bearer'

function sessionSettingsOf(config: OpenIdConnectConfig): SessionSettings {
  const { session_cookie_domain: domain, session_cookie_path: path, session_cookie_same_site: sameSite } = config
  return {
    secret: config.session_secret ?? undefined,
    audience: config.session_audience ?? 'default',
    disabled: config.disable_session ?? [],
    reverify: config.reverify ?? false,
    cookie: config.session_cookie_name ?? 'session',
    attributes: [
      ...(domain ? [`Domain=${domain}`] : []),
      `Path=${path ?? '/'}`,
      `SameSite=${sameSite ?? 'Lax'}`,
      ...(config.session_cookie_secure ? ['Secure'] : []),
      ...(config.session_cookie_http_only === false ? [] : ['HttpOnly']),
    ].join('; '),
    idling: config.session_idling_timeout ?? 900,
    rolling: config.session_rolling_timeout ?? 3600,
    absolute: config.session_absolute_timeout ?? 86_400,
  }
}

function warningsOf(config: OpenIdConnectConfig, methods: readonly string[]): string[] {
  const unknown = Object.entries(config).filter(
    ([name, value]) => value !== null && !(name in OpenIdConnectConfig.properties),
  )
  const idle = methods.filter((method) => !searchOrder.some((working) => working === method))
  return [
    ...unknown.map(([name]) => `gateway-sim does not simulate ${name} of the auth strategy`),
    ...(config.auth_methods ? idle.map((method) => `gateway-sim does not simulate auth method ${method}`) : []),
  ]
}
