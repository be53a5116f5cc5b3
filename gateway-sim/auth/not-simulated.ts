import { nearest } from '../../kit/nearest.ts'
import { OpenIdConnectConfig } from './openid-connect-config.ts'

/** Fields of the plugin that change nothing here, and what a reader should know about each group (gateway.md 7). */
const groups: Readonly<Record<string, string>> = {
  'a node keeps its caches in its own memory': `cluster_cache_items cluster_cache_redis cluster_cache_strategy redis
    cache_token_exchange cache_ttl_resurrect`,
  'sessions are kept in cookies alone': `session_storage session_memcached_host session_memcached_port
    session_memcached_prefix session_memcached_socket session_hash_storage_key session_hash_subject
    session_store_metadata session_enforce_same_subject session_bind session_remember
    session_remember_absolute_timeout session_remember_cookie_name session_remember_rolling_timeout
    session_request_headers session_response_headers upstream_session_id_header downstream_session_id_header`,
  'callers are applications, or the consumers that consumer_claims of the plugin find': `anonymous authenticated_groups_claim
    by_username_ignore_case consumer_by consumer_claim consumer_claims consumer_groups_claim consumer_groups_optional
    consumer_optional principals`,
  'tokens are bearer tokens here': `dpop_proof_lifetime dpop_use_nonce proof_of_possession_auth_methods_validation
    proof_of_possession_dpop proof_of_possession_mtls mtls_introspection_endpoint mtls_revocation_endpoint
    mtls_token_endpoint tls_client_auth_cert_id tls_client_auth_ssl_verify`,
  'the authorization request is a plain redirect with response_type code': `pushed_authorization_request_endpoint
    pushed_authorization_request_endpoint_auth_method require_pushed_authorization_requests
    require_signed_request_object response_mode response_type resolve_distributed_claims id_token_param_name
    id_token_param_type authorization_query_args_client`,
  'connections to the identity provider are direct, kept alive, HTTP/1.1': `http_proxy http_proxy_authorization
    http_version https_proxy https_proxy_authorization keepalive no_proxy`,
  'callers choose no arguments but those of token_post_args_client': `introspection_headers_client
    introspection_post_args_client introspection_post_args_client_headers token_headers_client token_headers_grants
    token_headers_prefix token_headers_replay userinfo_headers_client userinfo_query_args_client`,
  'the login ends at the upstream or at a redirect': 'login_methods login_redirect_mode login_tokens verify_parameters',
  'its form is not published': `domains jwt_session_claim jwt_session_cookie upstream_headers
    downstream_headers token_exchange token_exchange_endpoint upstream_user_info_jwt_header
    downstream_user_info_jwt_header`,
}

const reasons = new Map(
  Object.entries(groups).flatMap(([why, names]) => names.split(/\s+/).map((name) => [name, why] as const)),
)

/** Names that the plugin knows, and that this data plane takes without acting on them. */
export const notSimulated: ReadonlySet<string> = new Set(reasons.keys())

const known = [...Object.keys(OpenIdConnectConfig.properties), ...notSimulated]

/** Values of such fields that say no more than the default: nothing to warn about. */
const asHere: Readonly<Record<string, unknown>> = {
  session_storage: 'cookie',
  http_version: 1.1,
  keepalive: true,
  session_remember: false,
  verify_parameters: false,
  cluster_cache_strategy: 'off',
  consumer_optional: false,
}

/**
 * What a configuration asks for and does not get, in words: one warning a field.
 * @param of whose configuration it is
 */
export function warningsOf(config: Readonly<Record<string, unknown>>, of = 'the auth strategy'): string[] {
  return Object.entries(config).flatMap(([name, value]) => {
    if (value === null || name in OpenIdConnectConfig.properties || asHere[name] === value) return []
    const why = reasons.get(name)
    return [
      why === undefined
        ? `${name} of ${of} is no field of the openid-connect plugin that gateway-sim knows${nearest(name, known)}`
        : `gateway-sim does not simulate ${name} of ${of}: ${why}`,
    ]
  })
}
