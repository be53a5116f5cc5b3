import type { Switches } from '../behaviour.ts'
import { defaultTtl } from '../clients/client.ts'
import type { Bounds } from '../configuration/registration.ts'
import type { TokenService } from '../configuration/token-service.ts'
import { postLogoutRedirectUrisOf, redirectUrisOf, refuseForeignAddresses } from './address-rules.ts'
import {
  acrValuesOf,
  authMethodOf,
  refuseAgainstPolicy,
  refuseForeignFilters,
  refuseUnsignableUserinfo,
  scopeOf,
} from './bound-rules.ts'
import { refuseUnfitEncryption } from './encryption-rules.ts'
import { grantTypes, responseTypes } from './grant-rules.ts'
import type { ClientMetadata } from './metadata.ts'

/**
 * The metadata a client is stored with: what was asked for, within the bounds, with the defaults of `curity.md` 2.4 to 2.6.
 * @throws invalid_client_metadata, invalid_redirect_uri
 */
export function resolveMetadata(
  asked: ClientMetadata,
  bounds: Bounds,
  service: TokenService,
  switches: Switches,
): ClientMetadata {
  const refreshTtl = bounds.refreshTokenTtl === 0 ? 0 : (asked.refresh_token_ttl ?? bounds.refreshTokenTtl)
  const grants = grantTypes(asked, bounds, refreshTtl, switches)
  refuseForeignAddresses(asked, switches)
  refuseUnsignableUserinfo(asked, service)
  refuseForeignFilters(asked, bounds)
  refuseUnfitEncryption(asked)
  const forUsers = grants.includes('authorization_code') || grants.includes('implicit')
  if (forUsers) refuseAgainstPolicy(asked, bounds)
  const { refresh_token_ttl: _, refresh_token_max_rolling_lifetime: __, ...kept } = asked
  return {
    ...kept,
    access_token_ttl: asked.access_token_ttl ?? defaultTtl.accessToken,
    grant_types: grants,
    redirect_uris: redirectUrisOf(asked, grants),
    require_proof_key: asked.require_proof_key ?? false,
    response_types: responseTypes(asked, grants, switches),
    scope: scopeOf(asked, bounds, service, switches),
    subject_type: asked.subject_type ?? 'public',
    token_endpoint_auth_method: authMethodOf(asked, bounds, switches),
    ...whereSent(asked, bounds),
    ...(forUsers && alwaysForUsers(asked, bounds)),
    ...refreshLifetimes(asked, bounds, grants.includes('refresh_token') ? refreshTtl : 0),
  }
}

/** What has bounds whatever the grants are. @throws invalid_client_metadata */
const whereSent = (asked: ClientMetadata, bounds: Bounds): ClientMetadata => ({
  ...(asked.default_acr_values && { default_acr_values: [...acrValuesOf(asked, bounds)] }),
  ...(asked.post_logout_redirect_uris && { post_logout_redirect_uris: postLogoutRedirectUrisOf(asked) }),
})

/** What is written for clients that sign users in, even if not asked for (`curity.md` 2.6). */
const alwaysForUsers = (asked: ClientMetadata, bounds: Bounds): ClientMetadata => ({
  default_acr_values: [...acrValuesOf(asked, bounds)],
  id_token_signed_response_alg: asked.id_token_signed_response_alg ?? 'RS256',
  post_logout_redirect_uris: postLogoutRedirectUrisOf(asked),
  requires_consent: asked.requires_consent ?? bounds.consent,
})

/** Echoed while there are refresh tokens, absent otherwise. */
function refreshLifetimes(asked: ClientMetadata, bounds: Bounds, ttl: number): ClientMetadata {
  if (ttl === 0) return {}
  return {
    refresh_token_max_rolling_lifetime:
      asked.refresh_token_max_rolling_lifetime ?? bounds.refreshTokenMaxRollingLifetime,
    refresh_token_ttl: ttl,
  }
}
