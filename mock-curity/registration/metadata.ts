import Type, { type Static } from 'typebox'
import { longest } from '../configuration/leaf.ts'

const Text = Type.Optional(Type.String())
const Texts = Type.Optional(Type.Array(Type.String()))
const Flag = Type.Optional(Type.Boolean())
const WebAddress = Type.String({ pattern: '^https?://[^\\s/]+' })
const Uri = Type.Optional(WebAddress)
const Ttl = Type.Optional(Type.Integer({ minimum: 1, maximum: longest }))

const open = { additionalProperties: true }
/** RFC 7517 §5: a key says of what kind it is; its other members are the library's to judge that verifies with it. */
const KeySet = Type.Object({ keys: Type.Array(Type.Object({ kty: Type.String() }, open)) }, open)

/**
 * The members of client metadata, by their names on the wire (`curity.md` 2.5). What the rules fill in or change they say
 * themselves; the rest is stored and answered as it was sent.
 */
export const ClientMetadata = Type.Object({
  access_token_ttl: Ttl,
  allow_per_request_redirect_uris: Flag,
  allowed_origins: Texts,
  application_type: Text,
  application_url: Uri,
  authenticator_filters: Texts,
  authorization_signed_response_alg: Text,
  backchannel_authentication_request_signing_alg: Text,
  backchannel_client_notification_endpoint: Uri,
  backchannel_logout_session_required: Flag,
  backchannel_logout_uri: Uri,
  backchannel_token_delivery_mode: Type.Optional(Type.Enum(['poll'])),
  backchannel_user_code_parameter: Flag,
  client_name: Text,
  client_uri: Uri,
  default_acr_values: Texts,
  default_max_age: Type.Optional(Type.Integer({ minimum: 0, maximum: longest })),
  disallowed_proof_key_challenge_methods: Texts,
  frontchannel_logout_session_required: Flag,
  frontchannel_logout_uri: Uri,
  grant_types: Texts,
  id_token_encrypted_response_alg: Text,
  id_token_encrypted_response_enc: Text,
  id_token_signed_response_alg: Text,
  id_token_ttl: Ttl,
  initiate_login_uri: Uri,
  jwks: Type.Optional(KeySet),
  jwks_uri: Uri,
  logo_uri: Uri,
  policy_uri: Uri,
  post_logout_redirect_uris: Texts,
  redirect_uris: Texts,
  refresh_token_max_rolling_lifetime: Ttl,
  refresh_token_ttl: Type.Optional(Type.Integer({ minimum: 0, maximum: longest })),
  request_object_signing_alg: Text,
  request_uris: Type.Optional(Type.Array(WebAddress)),
  require_proof_key: Flag,
  require_pushed_authorization_requests: Flag,
  requires_consent: Flag,
  response_types: Texts,
  reuse_refresh_tokens: Flag,
  scope: Text,
  sector_identifier_uri: Uri,
  subject_type: Type.Optional(Type.Enum(['public', 'pairwise'])),
  tls_client_auth_subject_dn: Text,
  token_endpoint_auth_method: Text,
  token_endpoint_auth_signing_alg: Text,
  tos_uri: Uri,
  userinfo_signed_response_alg: Type.Optional(Type.Enum(['RS256'])),
})
export type ClientMetadata = Static<typeof ClientMetadata>

/** Whether a name is that of client metadata. */
export const isMember = (name: string): boolean => Object.hasOwn(ClientMetadata.properties, name)
