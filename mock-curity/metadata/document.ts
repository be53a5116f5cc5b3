import type { Switches } from '../behaviour.ts'
import { methodNames } from '../configuration/authentication-methods.ts'
import type { TokenService } from '../configuration/token-service.ts'
import { encryptionAlgorithms } from '../keys/encryption-algorithms.ts'

/** The metadata document: the members of `curity.md` 1.4, each only when there is something behind it. */
export function metadataDocument(service: TokenService, { registrationEndpointInMetadata }: Switches): object {
  const { issuer, jwksUri, scopes, capabilities, authentication, signing } = service
  const session = service.url('oauth-session')
  const authorize = service.url('oauth-authorize')
  const registers = service.registration !== undefined && registrationEndpointInMetadata === 'when-deployed'
  const devices = capabilities.has('device-authorization')
  const backchannel = capabilities.has('backchannel-authentication')
  return {
    issuer,
    jwks_uri: jwksUri,
    authorization_endpoint: authorize,
    pushed_authorization_request_endpoint: authorize && `${authorize}/par`,
    token_endpoint: service.url('oauth-token'),
    userinfo_endpoint: service.url('oauth-userinfo'),
    introspection_endpoint: service.url('oauth-introspect'),
    revocation_endpoint: service.url('oauth-revoke'),
    end_session_endpoint: session && `${session}/logout`,
    registration_endpoint: registers ? service.url('oauth-dynamic-client-registration') : undefined,
    device_authorization_endpoint: devices ? service.url('oauth-device-authorization') : undefined,
    backchannel_authentication_endpoint: backchannel ? service.url('oauth-backchannel-authentication') : undefined,
    ...(backchannel && { backchannel_token_delivery_modes_supported: ['poll'] }),
    scopes_supported: scopes.filter(({ exposed }) => exposed).map(({ id }) => id),
    response_types_supported: capabilities.has('code') ? ['code'] : [],
    ...(capabilities.has('code') && responseModes(signing.algorithm)),
    subject_types_supported: ['public', 'pairwise'],
    grant_types_supported: grantTypes(capabilities),
    token_endpoint_auth_methods_supported: methodNames(authentication),
    ...signedAuthentication(service),
    id_token_signing_alg_values_supported: [signing.algorithm],
    ...(service.registration && capabilities.has('code') && encryption),
    code_challenge_methods_supported: ['S256', 'plain'],
    claims_parameter_supported: true,
    request_parameter_supported: true,
    authorization_response_iss_parameter_supported: true,
    ...(authentication.mutualTls && { tls_client_certificate_bound_access_tokens: true }),
  }
}

/** How authorization responses come, plain and signed (JARM §3). */
const responseModes = (algorithm: string) => ({
  response_modes_supported: ['query', 'fragment', 'form_post', 'jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt'],
  authorization_signing_alg_values_supported: [algorithm],
})

/** Clients that register say how their ID tokens are encrypted. */
const encryption = {
  id_token_encryption_alg_values_supported: encryptionAlgorithms.key,
  id_token_encryption_enc_values_supported: encryptionAlgorithms.content,
}

const grantTypes = (capabilities: TokenService['capabilities']) => [
  ...(capabilities.has('code') ? ['authorization_code', 'refresh_token'] : []),
  ...(capabilities.has('client-credentials') ? ['client_credentials'] : []),
  ...(capabilities.has('resource-owner-password-credentials') ? ['password'] : []),
  ...(capabilities.has('oauth-token-exchange') ? ['urn:ietf:params:oauth:grant-type:token-exchange'] : []),
  ...(capabilities.has('backchannel-authentication') ? ['urn:openid:params:grant-type:ciba'] : []),
  ...(capabilities.has('device-authorization') ? ['urn:ietf:params:oauth:grant-type:device_code'] : []),
]

/** The algorithms of client assertions, while they are taken. */
function signedAuthentication({ authentication: { asymmetric, symmetric } }: TokenService): object {
  const algorithms = [...asymmetric, ...symmetric]
  if (algorithms.length === 0) return {}
  return {
    token_endpoint_auth_signing_alg_values_supported: algorithms,
    introspection_endpoint_auth_signing_alg_values_supported: algorithms,
  }
}
