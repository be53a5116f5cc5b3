import type { Switches } from '../behaviour.ts'
import type { TokenService } from '../configuration/token-service.ts'

/** The metadata document: the members of `curity.md` 1.4, each only when there is something behind it. */
export function metadataDocument(service: TokenService, { registrationEndpointInMetadata }: Switches): object {
  const { issuer, scopes, capabilities, takesSecrets, takesPublicClients } = service
  const session = service.url('oauth-session')
  const authorize = service.url('oauth-authorize')
  const registers = service.registration !== undefined && registrationEndpointInMetadata === 'when-deployed'
  const methods = [
    ...(takesSecrets ? ['client_secret_post', 'client_secret_basic'] : []),
    ...(takesPublicClients ? ['none'] : []),
  ]
  return {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    authorization_endpoint: authorize,
    pushed_authorization_request_endpoint: authorize && `${authorize}/par`,
    token_endpoint: service.url('oauth-token'),
    userinfo_endpoint: service.url('oauth-userinfo'),
    introspection_endpoint: service.url('oauth-introspect'),
    revocation_endpoint: service.url('oauth-revoke'),
    end_session_endpoint: session && `${session}/logout`,
    registration_endpoint: registers ? service.url('oauth-dynamic-client-registration') : undefined,
    scopes_supported: scopes.filter(({ exposed }) => exposed).map(({ id }) => id),
    response_types_supported: capabilities.has('code') ? ['code'] : [],
    subject_types_supported: ['public', 'pairwise'],
    grant_types_supported: [
      ...(capabilities.has('code') ? ['authorization_code', 'refresh_token'] : []),
      ...(capabilities.has('client-credentials') ? ['client_credentials'] : []),
    ],
    token_endpoint_auth_methods_supported: methods,
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256', 'plain'],
    claims_parameter_supported: true,
    request_parameter_supported: true,
    authorization_response_iss_parameter_supported: true,
  }
}
