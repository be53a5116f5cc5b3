import { epochSeconds } from '../../kit/clock.ts'
import { requireCapability } from '../client-authentication/capability.ts'
import { authorizationPending, deniedByUser, expiredToken, invalidGrant, invalidRequest, slowDown } from '../errors.ts'
import { tokensForUser } from '../oidc/user-tokens.ts'
import { token as reasons } from '../token-reasons.ts'
import type { Grant } from '../tokens/grant-request.ts'
import { deviceTimes } from './device-codes.ts'

/** RFC 8628 §3.4: a device asks whether its user has approved, and gets tokens once. */
export const deviceGrant: Grant = async ({ client, form, certificate }, services) => {
  const { configuration, clock, deviceCodes } = services
  requireCapability(client, 'device-authorization', 'token', configuration.service)
  if (!form.device_code) throw invalidRequest('device_code is missing', reasons.noDeviceCode())
  const code = await deviceCodes.find(form.device_code)
  if (code?.clientId !== client.id) throw invalidGrant('The device code is not valid', reasons.deviceUnknown())
  const now = epochSeconds(clock)
  if (code.expiresAt <= now) throw expiredToken('The device code has expired', reasons.deviceExpired())
  if (code.state === 'denied') throw deniedByUser('The user refused', reasons.deviceDenied())
  if (code.state === 'pending') {
    await deviceCodes.replace({ ...code, polledAt: now })
    const tooFast = code.polledAt !== undefined && now - code.polledAt < deviceTimes.interval
    if (tooFast) throw slowDown('Polled too often', reasons.deviceTooFast(deviceTimes.interval))
    throw authorizationPending('The user has not decided yet', reasons.devicePending())
  }
  if (!(await deviceCodes.remove(code.id))) throw invalidGrant('The device code is not valid', reasons.deviceUnknown())
  return tokensForUser({ client, username: code.username ?? '', scope: code.scope, certificate }, services)
}
