import type { Client } from '../clients/client.ts'
import type { Capability } from '../configuration/client-schema.ts'
import type { TokenService } from '../configuration/token-service.ts'
import { OAuthError, unauthorizedClient } from '../errors.ts'
import { type ClientEndpoint, client as reasons } from '../token-reasons.ts'

/** Refuses a client for which this call is not switched on, in the profile and in the client. @throws OAuthError */
export function requireCapability(
  client: Client,
  capability: Capability,
  at: ClientEndpoint,
  { capabilities }: TokenService,
  status = 400,
): void {
  const where = !capabilities.has(capability)
    ? 'the profile (client-capabilities)'
    : !client.capabilities.has(capability)
      ? `client "${client.id}"`
      : undefined
  if (!where) return
  const refusal = unauthorizedClient(`The client may not use ${capability}`, reasons.capability(at, capability, where))
  throw status === 400 ? refusal : new OAuthError(status, refusal.error, refusal.message, refusal.reason)
}
