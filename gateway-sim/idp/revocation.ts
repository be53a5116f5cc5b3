import type { StrategySettings } from '../auth/settings.ts'
import type { Trail } from '../trail.ts'
import { type AuthenticatingClient, proofOf } from './client-authentication.ts'
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
  const proof = await proofOf(client, method, url, provider.clients)
  const form = new URLSearchParams([
    [revocation.parameter, value],
    ['token_type_hint', kind],
  ])
  for (const [name, value] of proof.form) form.append(name, value)
  const { status } = await provider.clients.send(provider.connection, {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...proof.headers },
    body: form.toString(),
  })
  trail.note(`the revocation endpoint answered ${status} for the ${kind}`)
}
