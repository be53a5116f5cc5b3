import { fromText } from '../../kit/from-text.ts'
import { violations } from '../../kit/validation.ts'
import type { Switches } from '../behaviour.ts'
import { invalidClientMetadata, invalidRedirectUri } from '../errors.ts'
import { dcr as reasons } from '../reasons.ts'
import { ClientMetadata, isMember } from './metadata.ts'

/** Members of an answer that a client may send back; at the first registration they are dropped. */
export const answered: ReadonlySet<string> = new Set([
  'client_id',
  'client_id_issued_at',
  'client_secret',
  'client_secret_expires_at',
  'registration_access_token',
  'registration_access_token_expires_in',
  'registration_client_uri',
  'token_endpoint_auth_methods',
])

/**
 * The metadata in a request body. Scalars are taken leniently, as clients of the product send them: `"false"` for a boolean,
 * one string for a list, null for a member left out (`curity.md` 2.5).
 * @throws invalid_client_metadata, or invalid_redirect_uri for that member
 */
export function readMetadata(body: Record<string, unknown>, { unknownMembers }: Switches): ClientMetadata {
  const given = Object.fromEntries(
    Object.entries(body).filter(([name, value]) => value !== null && !answered.has(name) && name !== 'software_id'),
  )
  const known = Object.fromEntries(Object.entries(given).filter(([name]) => isMember(name)))
  const stranger = Object.keys(given).find((name) => !isMember(name))
  if (stranger !== undefined && unknownMembers === 'rejected') {
    throw invalidClientMetadata('The request has an unknown member', reasons.unknownMember(stranger))
  }
  const metadata = fromText(ClientMetadata, unknownMembers === 'echoed' ? given : known)
  refuseMisfits(metadata)
  return metadata as ClientMetadata // the line above checked it
}

function refuseMisfits(metadata: unknown): void {
  const [first] = violations(ClientMetadata, metadata)
  if (!first) return
  const member = first.instancePath.slice(1).replaceAll('/', '.')
  const what = `${member} ${first.message}`
  if (member.startsWith('redirect_uris')) throw invalidRedirectUri(what, reasons.redirectUri(what))
  throw invalidClientMetadata(what, reasons.metadata(what))
}
