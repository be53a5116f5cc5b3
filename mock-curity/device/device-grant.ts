import { requireCapability } from '../client-authentication/capability.ts'
import { invalidRequest } from '../errors.ts'
import { tokensForUser } from '../oidc/user-tokens.ts'
import { polling, token as reasons } from '../token-reasons.ts'
import type { Grant } from '../tokens/grant-request.ts'
import { deviceTimes } from './device-codes.ts'
import { pollFor } from './user-decision.ts'

/** RFC 8628 §3.4: a device asks whether its user has approved, and gets tokens once. */
export const deviceGrant: Grant = async ({ client, form, certificate }, services) => {
  const { configuration, clock, deviceCodes } = services
  requireCapability(client, 'device-authorization', 'token', configuration.service)
  if (!form.device_code) throw invalidRequest('device_code is missing', reasons.noDeviceCode())
  const asked = {
    id: form.device_code,
    clientId: client.id,
    interval: deviceTimes.interval,
    clock,
    reasons: polling('device'),
  }
  const { username = '', scope } = await pollFor(deviceCodes, asked)
  return tokensForUser({ client, username, scope, certificate }, services)
}
