import { grantedTo } from '../oidc/parameters.ts'
import { subjectFor } from '../oidc/subject.ts'
import type { Services } from '../services.ts'

/**
 * What introspection says of a refresh token: the members of RFC 7662 §2.2, and the delegation that it belongs to. The public record has
 * no such answer of the product. Undefined: it is none, or not any more.
 */
export async function refreshTokenClaims(value: string, services: Services): Promise<object | undefined> {
  const { configuration, interactive, clients, delegations } = services
  const found = await interactive.findRefreshToken(value)
  const client = found && (await clients.find(found.clientId))
  if (!found || found.used || !client) return undefined
  const delegation = await delegations.find(found.delegationId)
  if (delegation?.username === undefined || delegation.revoked) return undefined
  return {
    sub: subjectFor(client, delegation.username),
    iss: configuration.service.issuer,
    active: true,
    client_id: client.id,
    scope: grantedTo(client, found.scope, configuration.service),
    exp: found.expiresAt,
    delegationId: found.delegationId,
  }
}
