import { authenticatingClient } from '../auth/plugin-client.ts'
import type { PluginClient, StrategySettings } from '../auth/settings.ts'
import type { Trail } from '../trail.ts'
import { authenticatedPost } from './authenticated-post.ts'
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
  own: PluginClient,
  { endpoints, revocation }: StrategySettings,
  provider: IdentityProvider,
  trail: Trail,
): Promise<void> {
  const known = await provider.knowledge(trail)
  const url = endpointOf('revocation_endpoint', endpoints.revocation ?? known.revocationEndpoint, known)
  const method = clientAuthAt('revocation', revocation.auth ?? own.auth, known, provider)
  const form = [[revocation.parameter, value] as const, ['token_type_hint', kind] as const]
  const { status } = await authenticatedPost({ url, client: authenticatingClient(own), method, form }, provider)
  trail.note(`the revocation endpoint answered ${status} for the ${kind}`)
}
