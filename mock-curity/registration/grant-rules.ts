import type { Switches } from '../behaviour.ts'
import { capabilityFor } from '../clients/grant-capabilities.ts'
import type { Capability } from '../configuration/client-schema.ts'
import type { Bounds } from '../configuration/registration.ts'
import { invalidClientMetadata } from '../errors.ts'
import { dcr as reasons } from '../reasons.ts'
import type { ClientMetadata } from './metadata.ts'

/**
 * The grants a registered client gets: those asked for, `authorization_code` when none are (RFC 7591 §2), as far as the
 * capabilities reach. The lifetime of refresh tokens decides about `refresh_token` (`curity.md` 2.4).
 * @throws invalid_client_metadata
 */
export function grantTypes(asked: ClientMetadata, bounds: Bounds, refreshTtl: number, switches: Switches): string[] {
  const wanted = asked.grant_types ?? ['authorization_code']
  const within = withinBounds(
    wanted.filter((grant) => grant !== 'refresh_token'),
    (grant) => isWithin(capabilityFor(grant), bounds),
    'grant type',
    switches,
  )
  const refresh = refreshTtl > 0 && (within.includes('authorization_code') || wanted.includes('refresh_token'))
  return refresh && within.length > 0 ? [...within, 'refresh_token'] : within
}

/** The response types: those that the grants allow, and no others. @throws invalid_client_metadata */
export function responseTypes(asked: ClientMetadata, grants: readonly string[], switches: Switches): string[] {
  const byGrants = [
    ...(grants.includes('authorization_code') ? ['code'] : []),
    ...(grants.includes('implicit') ? ['token', 'id_token'] : []),
  ]
  if (!asked.response_types) return byGrants
  return withinBounds(asked.response_types, (type) => byGrants.includes(type), 'response type', switches)
}

const isWithin = (capability: Capability | undefined, { capabilities }: Bounds) =>
  capability !== undefined && capabilities.has(capability)

function withinBounds(
  asked: readonly string[],
  isWithin: (one: string) => boolean,
  noun: string,
  { registrationOutsideCapabilities }: Switches,
): string[] {
  const outside = asked.find((one) => !isWithin(one))
  if (outside !== undefined && registrationOutsideCapabilities === 'reject') {
    const what = `${noun} ${outside}`
    throw invalidClientMetadata(`The ${what} is not allowed`, reasons.outsideCapabilities(what))
  }
  return [...new Set(asked.filter(isWithin))]
}
