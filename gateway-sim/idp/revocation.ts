import type { StrategySettings } from '../auth/settings.ts'
import type { Trail } from '../trail.ts'
import { type AuthenticatingClient, clientAuthOf, proofOf } from './client-authentication.ts'
import type { IdentityProvider } from './identity-provider.ts'
import { endpointOf } from './token-inspection.ts'

/** Revokes a token (RFC 7009). What the endpoint answers changes nothing. @throws CredentialRefused when there is no answer */
export async function revokeToken(
  token: string,
  kind: 'access_token' | 'refresh_token',
  client: AuthenticatingClient,
  { endpoints, tokens, revocation }: StrategySettings,
  provider: IdentityProvider,
  trail: Trail,
): Promise<void> {
  const known = await provider.knowledge(trail)
  const url = endpointOf('revocation_endpoint', endpoints.revocation ?? known.revocationEndpoint, known)
  const method = clientAuthOf(revocation.auth ?? tokens.clientAuth, known.clientAuthMethods)
  const proof = await proofOf(client, method, url, provider.clients)
  const form = new URLSearchParams([
    [revocation.parameter, token],
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
