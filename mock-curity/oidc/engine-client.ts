import type { AdapterPayload } from 'oidc-provider'
import type { Client } from '../clients/client.ts'

/** Members of a client that the engine only hands back to us. */
export const ownMembers = [
  'requires_consent',
  'require_proof_key',
  'refresh_token_ttl',
  'reuse_refresh_tokens',
] as const

/**
 * A client as the engine knows it. It never authenticates clients, since that has happened when it is asked; and it never limits
 * scopes, since those a client does not have are dropped before (`curity.md` 4.2).
 */
export function engineClient(client: Client): AdapterPayload {
  const code = client.capabilities.has('code')
  const web = client.redirectUris.every((uri) => /^https?:/i.test(uri))
  return {
    client_id: client.id,
    application_type: web ? 'web' : 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: [...client.redirectUris],
    post_logout_redirect_uris: [...client.postLogoutRedirectUris],
    response_types: code ? ['code'] : [],
    grant_types: [...(code ? ['authorization_code'] : []), ...(client.refreshTokenTtl > 0 ? ['refresh_token'] : [])],
    require_pushed_authorization_requests: client.pushedRequestsOnly,
    ...(client.defaultMaxAge !== undefined && { default_max_age: client.defaultMaxAge }),
    requires_consent: client.consent !== undefined,
    require_proof_key: client.requireProofKey,
    refresh_token_ttl: client.refreshTokenTtl,
    reuse_refresh_tokens: client.reuseRefreshTokens,
  }
}
