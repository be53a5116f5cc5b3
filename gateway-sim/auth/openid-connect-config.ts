import type { TSchema } from 'typebox'
import Type, { type Static } from 'typebox'

const optional = <S extends TSchema>(schema: S) => Type.Optional(Type.Union([schema, Type.Null()]))
const Texts = Type.Array(Type.String())
const Seconds = Type.Number({ minimum: 0 })
const Places = Type.Array(Type.Enum(['header', 'query', 'body', 'cookie']))

/**
 * The `openid-connect` object of an auth strategy with its advanced configuration, as far as this data plane acts on it
 * (gateway.md 7). Null means the default, as in Kong. Members it does not name are taken, and reported as not simulated.
 */
export const OpenIdConnectConfig = Type.Object({
  issuer: Type.String({ minLength: 1 }),
  credential_claim: optional(Type.Union([Texts, Type.String()])),
  scopes: optional(Texts),
  auth_methods: optional(Texts),
  client_credentials_param_type: optional(Places),
  bearer_token_param_type: optional(Places),
  bearer_token_cookie_name: optional(Type.String()),
  bearer_token_header_name: optional(Type.String()),
  hide_credentials: optional(Type.Boolean()),
  upstream_access_token_header: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  cache_tokens: optional(Type.Boolean()),
  cache_tokens_salt: optional(Type.String()),
  cache_ttl: optional(Seconds),
  cache_ttl_min: optional(Seconds),
  cache_ttl_max: optional(Seconds),
  token_cache_key_include_scope: optional(Type.Boolean()),
  token_post_args_names: optional(Texts),
  token_post_args_values: optional(Texts),
  token_endpoint: optional(Type.String()),
  token_endpoint_auth_method: optional(Type.String()),
  client_auth: optional(Texts),
  rediscovery_lifetime: optional(Seconds),
  timeout: optional(Type.Integer({ minimum: 1 })),
  ssl_verify: optional(Type.Boolean()),
  verify_signature: optional(Type.Boolean()),
  verify_claims: optional(Type.Boolean()),
  ignore_signature: optional(Texts),
  leeway: optional(Seconds),
  issuers_allowed: optional(Texts),
  scopes_claim: optional(Texts),
  scopes_required: optional(Texts),
  audience_claim: optional(Texts),
  audience_required: optional(Texts),
  groups_claim: optional(Texts),
  groups_required: optional(Texts),
  roles_claim: optional(Texts),
  roles_required: optional(Texts),
  claims_forbidden: optional(Texts),
  expose_error_code: optional(Type.Boolean()),
  unauthorized_error_message: optional(Type.String()),
  forbidden_error_message: optional(Type.String()),
  forbidden_destroy_session: optional(Type.Boolean()),
  unauthorized_destroy_session: optional(Type.Boolean()),
  disable_session: optional(Texts),
  reverify: optional(Type.Boolean()),
  session_secret: optional(Type.String()),
  session_audience: optional(Type.String()),
  session_cookie_name: optional(Type.String({ minLength: 1 })),
  session_cookie_path: optional(Type.String()),
  session_cookie_domain: optional(Type.String()),
  session_cookie_same_site: optional(Type.String()),
  session_cookie_http_only: optional(Type.Boolean()),
  session_cookie_secure: optional(Type.Boolean()),
  session_idling_timeout: optional(Seconds),
  session_rolling_timeout: optional(Seconds),
  session_absolute_timeout: optional(Seconds),
})
/** An `openid-connect` object that has been checked. */
export type OpenIdConnectConfig = Static<typeof OpenIdConnectConfig>
