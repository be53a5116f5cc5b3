import type { Client } from '../clients/client.ts'
import { grantsOf } from '../clients/grant-capabilities.ts'
import type { ClientMetadata } from './metadata.ts'

/** What the instance of a template is answered with: the template's settings in the words of client metadata (`curity.md` 2.1, 2.6). */
export function instanceMetadata(template: Client): ClientMetadata {
  const grants = grantsOf(template.capabilities)
  const forUsers = grants.includes('authorization_code') || grants.includes('implicit')
  return {
    ...(template.name !== undefined && { client_name: template.name }),
    access_token_ttl: template.accessTokenTtl,
    grant_types: forUsers && template.refreshTokenTtl > 0 ? [...grants, 'refresh_token'] : grants,
    redirect_uris: [...template.redirectUris],
    require_proof_key: template.requireProofKey,
    response_types: [
      ...(grants.includes('authorization_code') ? ['code'] : []),
      ...(grants.includes('implicit') ? ['token', 'id_token'] : []),
    ],
    scope: template.scopes.join(' '),
    subject_type: template.sector === undefined ? 'public' : 'pairwise',
    token_endpoint_auth_method: 'client_secret_basic',
    ...(forUsers && {
      post_logout_redirect_uris: [...template.postLogoutRedirectUris],
      requires_consent: template.consent !== undefined,
      ...(template.refreshTokenTtl > 0 && { refresh_token_ttl: template.refreshTokenTtl }),
    }),
  }
}
