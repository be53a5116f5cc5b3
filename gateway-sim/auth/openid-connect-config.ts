import type { TSchema } from 'typebox'
import Type, { type Static, type TNull, type TOptional, type TUnion } from 'typebox'

type Nullable<S extends TSchema> = TOptional<TUnion<[S, TNull]>>

const optional = <S extends TSchema>(schema: S): Nullable<S> => Type.Optional(Type.Union([schema, Type.Null()]))

/** Members of one kind. */
function each<const Name extends string, S extends TSchema>(schema: S, names: readonly Name[]) {
  const member = optional(schema)
  // fromEntries forgets the names.
  return Object.fromEntries(names.map((name) => [name, member])) as Record<Name, Nullable<S>>
}

/**
 * The `openid-connect` object of an auth strategy with its advanced configuration, as far as this data plane acts on it
 * (gateway.md 7). Null means the default, as in Kong. Members it does not name are taken, and reported as not simulated.
 */
export const OpenIdConnectConfig = Type.Object({
  issuer: Type.String({ minLength: 1 }),
  // Kong has lists here; one text is taken as a list of one.
  ...each(Type.Union([Type.Array(Type.String()), Type.String()]), [
    ...['credential_claim', 'client_id', 'client_secret'],
  ] as const),
  session_cookie_name: optional(Type.String({ minLength: 1 })),
  authorization_cookie_name: optional(Type.String({ minLength: 1 })),
  client_jwk: optional(Type.Array(Type.Object({}))),
  ...each(Type.Array(Type.Enum(['header', 'query', 'body', 'cookie'])), [
    'bearer_token_param_type',
    'client_credentials_param_type',
    'password_param_type',
    'refresh_token_param_type',
  ]),
  ...each(Type.Array(Type.String()), [
    ...['auth_methods', 'scopes', 'client_auth', 'client_alg', 'audience'],
    ...['token_post_args_names', 'token_post_args_values', 'token_post_args_client', 'token_headers_names'],
    ...['token_headers_values', 'authorization_query_args_names', 'authorization_query_args_values'],
    ...['discovery_headers_names', 'discovery_headers_values', 'introspection_headers_names'],
    ...['introspection_headers_values', 'introspection_post_args_names', 'introspection_post_args_values'],
    ...['userinfo_headers_names', 'userinfo_headers_values', 'userinfo_query_args_names', 'userinfo_query_args_values'],
    ...['ignore_signature', 'issuers_allowed', 'extra_jwks_uris', 'claims_forbidden', 'disable_session'],
    ...['scopes_claim', 'scopes_required', 'audience_claim', 'audience_required', 'groups_claim', 'groups_required'],
    ...['roles_claim', 'roles_required', 'upstream_headers_claims', 'upstream_headers_names'],
    ...['downstream_headers_claims', 'downstream_headers_names', 'logout_methods', 'logout_redirect_uri'],
    ...['redirect_uri', 'login_redirect_uri', 'unauthorized_redirect_uri', 'forbidden_redirect_uri'],
    ...['unexpected_redirect_uri'],
  ] as const),
  ...each(Type.String(), [
    ...['bearer_token_cookie_name', 'bearer_token_header_name', 'refresh_token_param_name', 'client_arg'],
    ...['cache_tokens_salt', 'token_endpoint', 'token_endpoint_auth_method', 'introspection_endpoint'],
    ...['introspection_endpoint_auth_method', 'introspection_hint', 'introspection_accept'],
    ...['introspection_token_param_name', 'userinfo_endpoint', 'userinfo_accept', 'jwks_endpoint'],
    ...['authorization_endpoint', 'end_session_endpoint', 'revocation_endpoint', 'revocation_endpoint_auth_method'],
    ...['revocation_token_param_name', 'unauthorized_error_message', 'forbidden_error_message', 'session_secret'],
    ...['session_audience', 'session_cookie_path', 'session_cookie_domain', 'session_cookie_same_site'],
    ...['authorization_cookie_path', 'authorization_cookie_domain', 'authorization_cookie_same_site'],
    ...['login_action', 'logout_query_arg', 'logout_post_arg', 'logout_uri_suffix', 'upstream_access_token_header'],
    ...['upstream_access_token_jwk_header', 'upstream_id_token_header', 'upstream_id_token_jwk_header'],
    ...['upstream_refresh_token_header', 'upstream_user_info_header', 'upstream_introspection_header'],
    ...['upstream_introspection_jwt_header', 'downstream_access_token_header', 'downstream_access_token_jwk_header'],
    ...['downstream_id_token_header', 'downstream_id_token_jwk_header', 'downstream_refresh_token_header'],
    ...['downstream_user_info_header', 'downstream_introspection_header', 'downstream_introspection_jwt_header'],
  ] as const),
  ...each(Type.Boolean(), [
    ...['hide_credentials', 'cache_tokens', 'cache_introspection', 'cache_user_info', 'token_cache_key_include_scope'],
    ...['ssl_verify', 'verify_signature', 'verify_claims', 'verify_nonce', 'enable_hs_signatures'],
    ...['introspect_jwt_tokens', 'introspection_check_active', 'using_pseudo_issuer', 'search_user_info'],
    ...['expose_error_code', 'display_errors', 'run_on_preflight', 'refresh_tokens', 'reverify'],
    ...['forbidden_destroy_session', 'unauthorized_destroy_session', 'session_cookie_http_only'],
    ...['session_cookie_secure', 'authorization_cookie_http_only', 'authorization_cookie_secure'],
    ...['require_proof_key_for_code_exchange', 'logout_revoke', 'logout_revoke_access_token'],
    ...['logout_revoke_refresh_token', 'preserve_query_args'],
  ] as const),
  ...each(Type.Number({ minimum: 0 }), [
    ...[
      'timeout',
      'cache_ttl',
      'cache_ttl_min',
      'cache_ttl_max',
      'cache_ttl_neg',
      'rediscovery_lifetime',
      'leeway',
      'max_age',
    ],
    ...['session_idling_timeout', 'session_rolling_timeout', 'session_absolute_timeout'],
    ...['authorization_rolling_timeout'],
  ] as const),
})
/** An `openid-connect` object that has been checked. */
export type OpenIdConnectConfig = Static<typeof OpenIdConnectConfig>
