import type { Requirement } from './claim-requirements.ts'
import { warningsOf } from './not-simulated.ts'
import type { OpenIdConnectConfig } from './openid-connect-config.ts'
import { authorizationCookieOf, sessionSettingsOf } from './session-settings.ts'
import {
  type LoginSettings,
  type Pairs,
  type Place,
  type PluginClient,
  type StrategySettings,
  searchOrder,
  type TokenSettings,
} from './settings.ts'
import { headerRules } from './token-headers.ts'

const everywhere: readonly Place[] = ['header', 'query', 'body']

/** Among the fields that are not acted upon, so that the schema does not have it. */
function anonymousOf(config: OpenIdConnectConfig): string | undefined {
  const { anonymous } = config as { anonymous?: unknown } // any field may stand there
  return typeof anonymous === 'string' ? anonymous : undefined
}

/** Settings of a strategy. `id` isolates its token cache unless a salt is configured (gateway.md 1.3, step 2). */
export function settingsOf(id: string, config: OpenIdConnectConfig): StrategySettings {
  const methods: readonly string[] = config.auth_methods ?? searchOrder
  const upstreamHeaders = headerRules(config, 'upstream')
  return {
    issuer: config.issuer,
    pseudoIssuer: config.using_pseudo_issuer ?? false,
    anonymous: anonymousOf(config),
    methods: searchOrder.filter((method) => methods.includes(method)),
    scope: (config.scopes?.length ? config.scopes : ['openid']).join(' '),
    audience: config.audience ?? [],
    credentialClaim: [config.credential_claim ?? 'sub'].flat(),
    clients: clientsOf(config),
    clientArgument: config.client_arg ?? 'client_id',
    endpoints: {
      token: config.token_endpoint ?? undefined,
      introspection: config.introspection_endpoint ?? undefined,
      userinfo: config.userinfo_endpoint ?? undefined,
      authorization: config.authorization_endpoint ?? undefined,
      endSession: config.end_session_endpoint ?? undefined,
      revocation: config.revocation_endpoint ?? undefined,
    },
    jwksEndpoint: config.jwks_endpoint ?? undefined,
    extraJwksUris: config.extra_jwks_uris ?? [],
    discoveryHeaders: pairs(config.discovery_headers_names, config.discovery_headers_values),
    places: {
      bearer: config.bearer_token_param_type ?? everywhere,
      client: config.client_credentials_param_type ?? everywhere,
      password: config.password_param_type ?? everywhere,
      refresh: config.refresh_token_param_type ?? everywhere,
    },
    bearerCookie: config.bearer_token_cookie_name ?? undefined,
    bearerHeader: config.bearer_token_header_name?.toLowerCase(),
    refreshTokenName: config.refresh_token_param_name ?? 'refresh_token',
    hideCredentials: config.hide_credentials ?? undefined,
    upstreamTokenHeader:
      config.upstream_access_token_header === null ? undefined : (config.upstream_access_token_header ?? defaultHeader),
    upstreamHeaders,
    upstreamNames: upstreamHeaders.map(({ name }) => name),
    downstreamHeaders: headerRules(config, 'downstream'),
    tokens: tokenSettingsOf(id, config),
    introspection: {
      cached: config.cache_introspection ?? true,
      ofJwts: config.introspect_jwt_tokens ?? false,
      checksActive: config.introspection_check_active ?? true,
      hint: config.introspection_hint ?? 'access_token',
      accept: config.introspection_accept ?? 'application/json',
      parameter: config.introspection_token_param_name ?? 'token',
      auth: config.introspection_endpoint_auth_method ?? undefined,
      headers: pairs(config.introspection_headers_names, config.introspection_headers_values),
      arguments: pairs(config.introspection_post_args_names, config.introspection_post_args_values),
    },
    userInfo: {
      cached: config.cache_user_info ?? true,
      searched: config.search_user_info ?? false,
      accept: config.userinfo_accept ?? 'application/json',
      headers: pairs(config.userinfo_headers_names, config.userinfo_headers_values),
      arguments: pairs(config.userinfo_query_args_names, config.userinfo_query_args_values),
    },
    revocation: {
      auth: config.revocation_endpoint_auth_method ?? undefined,
      parameter: config.revocation_token_param_name ?? 'token',
    },
    login: loginSettingsOf(config),
    rediscoverySeconds: config.rediscovery_lifetime ?? 30,
    timeoutMs: config.timeout ?? 10_000,
    verifyTls: config.ssl_verify ?? undefined,
    verifySignature: config.verify_signature ?? true,
    verifyClaims: config.verify_claims ?? true,
    hsSignatures: config.enable_hs_signatures ?? false,
    unverifiedMethods: config.ignore_signature ?? [],
    leeway: config.leeway ?? 0,
    issuersAllowed: config.issuers_allowed ?? [],
    requirements: requirementsOf(config),
    claimsForbidden: config.claims_forbidden ?? [],
    exposeErrorCode: config.expose_error_code ?? true,
    displayErrors: config.display_errors ?? false,
    unauthorizedMessage: config.unauthorized_error_message ?? 'Unauthorized',
    forbiddenMessage: config.forbidden_error_message ?? 'Forbidden',
    redirects: {
      unauthorized: config.unauthorized_redirect_uri?.[0],
      forbidden: config.forbidden_redirect_uri?.[0],
      unexpected: config.unexpected_redirect_uri?.[0],
    },
    unauthorizedEndsSession: config.unauthorized_destroy_session ?? true,
    forbiddenEndsSession: config.forbidden_destroy_session ?? true,
    onPreflight: config.run_on_preflight ?? true,
    session: sessionSettingsOf(config),
    warnings: warningsOf(config),
  }
}

function clientsOf(config: OpenIdConnectConfig): PluginClient[] {
  const secrets = [config.client_secret ?? []].flat()
  return [config.client_id ?? []].flat().map((id, at) => ({
    id,
    secret: secrets[at],
    auth: config.client_auth?.[at] ?? config.client_auth?.[0],
    alg: config.client_alg?.[at] ?? config.client_alg?.[0],
    jwk: config.client_jwk?.[at] as PluginClient['jwk'], // any object has members of any kind
  }))
}

function tokenSettingsOf(id: string, config: OpenIdConnectConfig): TokenSettings {
  return {
    cached: config.cache_tokens ?? true,
    salt: config.cache_tokens_salt ?? id,
    keyHasScope: config.token_cache_key_include_scope ?? false,
    ttl: config.cache_ttl ?? 3600,
    ttlMin: config.cache_ttl_min ?? undefined,
    ttlMax: config.cache_ttl_max ?? undefined,
    ttlNegative: config.cache_ttl_neg ?? undefined,
    extraArguments: pairs(config.token_post_args_names, config.token_post_args_values),
    callersArguments: config.token_post_args_client ?? [],
    headers: pairs(config.token_headers_names, config.token_headers_values),
    endpointAuth: config.token_endpoint_auth_method ?? undefined,
    callersAuth: config.client_auth?.[0],
  }
}

function loginSettingsOf(config: OpenIdConnectConfig): LoginSettings {
  return {
    cookie: authorizationCookieOf(config),
    redirectUri: config.redirect_uri?.[0],
    afterwards: config.login_redirect_uri?.[0],
    action: config.login_action ?? 'upstream',
    arguments: pairs(config.authorization_query_args_names, config.authorization_query_args_values),
    pkce: config.require_proof_key_for_code_exchange ?? true,
    verifyNonce: config.verify_nonce ?? true,
    maxAge: config.max_age ?? undefined,
    keepsQuery: config.preserve_query_args ?? false,
  }
}

function requirementsOf(config: OpenIdConnectConfig): Requirement[] {
  return (['scopes', 'audience', 'groups', 'roles'] as const).flatMap((name) => {
    const anyOf = config[`${name}_required`]
    const claim = config[`${name}_claim`] ?? defaultClaims[name]
    return anyOf?.length ? [{ name: `${name}_required` as const, claim, anyOf }] : []
  })
}

const pairs = (names: readonly string[] | null | undefined, values: readonly string[] | null | undefined): Pairs =>
  (names ?? []).map((name, at) => [name, values?.[at] ?? ''] as const)

const defaultClaims = { scopes: ['scope'], audience: ['aud'], groups: ['groups'], roles: ['roles'] }

const defaultHeader = 'authorization:bearer'
