import type { StrategySettings } from '../auth/settings.ts'
import type { Trail } from '../trail.ts'
import { authenticatedPost } from './authenticated-post.ts'
import type { AuthenticatingClient } from './client-authentication.ts'
import type { IdentityProvider } from './identity-provider.ts'
import { clientAuthAt, endpointOf } from './token-inspection.ts'

/** A token to revoke, and what it is. */
export interface RevokedToken {
  value: string
  kind: 'access_token' | 'refresh_token'
}

/** Revokes a token (RFC 7009). What the endpoint answers changes nothing. @throws CredentialRefused when there is no answer */
export async function revokeToken(
  { value, kind }: RevokedToken,
  client: AuthenticatingClient,
  { endpoints, tokens, revocation }: StrategySettings,
  provider: IdentityProvider,
  trail: Trail,
): Promise<void> {
  const known = await provider.knowledge(trail)
  const url = endpointOf('revocation_endpoint', endpoints.revocation ?? known.revocationEndpoint, known)
  const method = clientAuthAt('revocation', revocation.auth ?? tokens.clientAuth, known, provider)
  const form = [[revocation.parameter, value] as const, ['token_type_hint', kind] as const]
  const { status } = await authenticatedPost({ url, client, method, form }, provider)
  trail.note(`the revocation endpoint answered ${status} for the ${kind}`)
}
