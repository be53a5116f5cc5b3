/** A kind of field: what is wrong with a value, in the words of Kong's schemas; undefined when nothing is. */
interface Kind {
  objection(value: unknown): string | undefined
  fields: string
}

const isText = (value: unknown) => typeof value === 'string'
const isList = (value: unknown, isItem: (item: unknown) => boolean) => Array.isArray(value) && value.every(isItem)
const expected = (what: string, fits: boolean) => (fits ? undefined : `expected ${what}`)
const choices = (known: readonly string[]) => (value: unknown) =>
  expected(
    `an array of: ${known.join(', ')}`,
    isList(value, (item) => isText(item) && known.includes(item as string)),
  )

/**
 * Fields of the gateway's OpenID Connect plugin that an `openid-connect` object may carry (`gateway.md` 7, `konnect.md` 3.1). That values
 * are checked too is inferred from names being checked against the plugin's schema.
 */
const kinds: readonly Kind[] = [
  {
    objection: choices([
      ...['password', 'client_credentials', 'authorization_code', 'bearer', 'introspection', 'userinfo'],
      ...['kong_oauth2', 'refresh_token', 'session'],
    ]),
    fields: 'auth_methods',
  },
  {
    objection: choices(['header', 'query', 'body', 'cookie']),
    fields: 'bearer_token_param_type client_credentials_param_type password_param_type refresh_token_param_type',
  },
  {
    objection: (value) => expected('an array of strings', isList(value, isText)),
    fields: `
      audience audience_claim audience_required authorization_query_args_names authorization_query_args_values
      claims_forbidden client_alg client_auth disable_session discovery_headers_names discovery_headers_values
      downstream_headers_claims downstream_headers_names extra_jwks_uris forbidden_redirect_uri groups_claim
      groups_required ignore_signature introspection_headers_names introspection_headers_values
      introspection_post_args_names introspection_post_args_values issuers_allowed login_redirect_uri logout_methods
      logout_redirect_uri redirect_uri roles_claim roles_required scopes scopes_claim scopes_required
      token_headers_names token_headers_values token_post_args_client token_post_args_names token_post_args_values
      unauthorized_redirect_uri unexpected_redirect_uri upstream_headers_claims upstream_headers_names
      userinfo_headers_names userinfo_headers_values userinfo_query_args_names userinfo_query_args_values
    `,
  },
  {
    // Lists in the plugin; one text is seen as well.
    objection: (value) => expected('an array of strings', isText(value) || isList(value, isText)),
    fields: 'client_id client_secret credential_claim',
  },
  {
    objection: (value) =>
      expected(
        'an array of records',
        isList(value, (item) => typeof item === 'object' && item !== null),
      ),
    fields: 'client_jwk',
  },
  {
    objection: (value) => (value === '' ? 'length must be at least 1' : expected('a string', isText(value))),
    fields: `
      authorization_cookie_domain authorization_cookie_name authorization_cookie_path authorization_cookie_same_site
      authorization_endpoint bearer_token_cookie_name bearer_token_header_name cache_tokens_salt client_arg
      downstream_access_token_header downstream_access_token_jwk_header downstream_id_token_header
      downstream_id_token_jwk_header downstream_introspection_header downstream_introspection_jwt_header
      downstream_refresh_token_header downstream_user_info_header end_session_endpoint forbidden_error_message
      introspection_accept introspection_endpoint introspection_endpoint_auth_method introspection_hint
      introspection_token_param_name issuer jwks_endpoint login_action logout_post_arg logout_query_arg
      logout_uri_suffix refresh_token_param_name revocation_endpoint revocation_endpoint_auth_method
      revocation_token_param_name session_audience session_cookie_domain session_cookie_name session_cookie_path
      session_cookie_same_site session_secret token_endpoint token_endpoint_auth_method unauthorized_error_message
      upstream_access_token_header upstream_access_token_jwk_header upstream_id_token_header
      upstream_id_token_jwk_header upstream_introspection_header upstream_introspection_jwt_header
      upstream_refresh_token_header upstream_user_info_header userinfo_accept userinfo_endpoint
    `,
  },
  {
    objection: (value) => expected('a boolean', typeof value === 'boolean'),
    fields: `
      authorization_cookie_http_only authorization_cookie_secure cache_introspection cache_tokens cache_user_info
      display_errors enable_hs_signatures expose_error_code forbidden_destroy_session hide_credentials
      introspect_jwt_tokens introspection_check_active logout_revoke logout_revoke_access_token
      logout_revoke_refresh_token preserve_query_args refresh_tokens require_proof_key_for_code_exchange reverify
      run_on_preflight search_user_info session_cookie_http_only session_cookie_secure ssl_verify
      token_cache_key_include_scope unauthorized_destroy_session using_pseudo_issuer verify_claims verify_nonce
      verify_signature
    `,
  },
  {
    objection: (value) => expected('a number of at least 0', typeof value === 'number' && value >= 0),
    fields: `
      authorization_rolling_timeout cache_ttl cache_ttl_max cache_ttl_min cache_ttl_neg leeway max_age
      rediscovery_lifetime session_absolute_timeout session_idling_timeout session_rolling_timeout timeout
    `,
  },
  {
    // Their forms are not in the record.
    objection: () => undefined,
    fields: `
      anonymous authenticated_groups_claim authorization_query_args_client by_username_ignore_case
      cache_token_exchange cache_ttl_resurrect cluster_cache_items cluster_cache_redis cluster_cache_strategy
      consumer_by consumer_claim consumer_claims consumer_groups_claim consumer_groups_optional consumer_optional
      domains downstream_headers downstream_session_id_header downstream_user_info_jwt_header dpop_proof_lifetime
      dpop_use_nonce http_proxy http_proxy_authorization http_version https_proxy https_proxy_authorization
      id_token_param_name id_token_param_type introspection_headers_client introspection_post_args_client
      introspection_post_args_client_headers jwt_session_claim jwt_session_cookie keepalive login_methods
      login_redirect_mode login_tokens mtls_introspection_endpoint mtls_revocation_endpoint mtls_token_endpoint
      no_proxy proof_of_possession_auth_methods_validation proof_of_possession_dpop proof_of_possession_mtls
      pushed_authorization_request_endpoint pushed_authorization_request_endpoint_auth_method redis
      require_pushed_authorization_requests require_signed_request_object resolve_distributed_claims response_mode
      response_type session_bind session_enforce_same_subject session_hash_storage_key session_hash_subject
      session_memcached_host session_memcached_port session_memcached_prefix session_memcached_socket session_remember
      session_remember_absolute_timeout session_remember_cookie_name session_remember_rolling_timeout
      session_request_headers session_response_headers session_storage session_store_metadata tls_client_auth_cert_id
      tls_client_auth_ssl_verify token_exchange token_exchange_endpoint token_headers_client token_headers_grants
      token_headers_prefix token_headers_replay upstream_headers upstream_session_id_header
      upstream_user_info_jwt_header userinfo_headers_client userinfo_query_args_client verify_parameters
    `,
  },
]

const kindOf = new Map(
  kinds.flatMap((kind) =>
    kind.fields
      .trim()
      .split(/\s+/)
      .map((name) => [name, kind] as const),
  ),
)

/** The names of all of them. */
export const knownFields = (): string[] => [...kindOf.keys()]

/** Members of `config` that the gateway plugin does not know. */
export const unknownFields = (config: object): string[] => Object.keys(config).filter((name) => !kindOf.has(name))

/** Members of `config` whose values the gateway plugin would not take, and what it would say. Null stands for the default. */
export const wrongValues = (config: object): { name: string; reason: string }[] =>
  Object.entries(config).flatMap(([name, value]) => {
    const reason = value === null ? undefined : kindOf.get(name)?.objection(value)
    return reason === undefined ? [] : [{ name, reason }]
  })
