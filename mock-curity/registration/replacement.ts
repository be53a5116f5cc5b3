import type { RegisteredClient } from '../clients/registered-client.ts'
import { invalidClientMetadata } from '../errors.ts'
import { management as reasons } from '../reasons.ts'
import { isSecret } from '../secrets.ts'
import type { Services } from '../services.ts'
import { acceptMetadata } from './accept-metadata.ts'
import { instanceMetadata } from './instance-metadata.ts'
import { jsonObject } from './json-body.ts'
import type { ClientMetadata } from './metadata.ts'
import { preprocess } from './preprocess.ts'

/** Members that a replacement must not send (RFC 7592 §2.2, `curity.md` 3). */
const forbidden = [
  'registration_access_token',
  'registration_access_token_expires_in',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
]

/** `row` with the metadata of a `PUT` body. Without bounds to check it against, nothing can be replaced. @throws invalid_client_metadata */
export async function replacement(row: RegisteredClient, body: unknown, services: Services): Promise<RegisteredClient> {
  const given = jsonObject(body, services.behaviour.current)
  refuseOthersMembers(row, given)
  const call = {
    method: 'PUT' as const,
    initialClient: row.initialClient ?? undefined,
    authenticatedUser: row.authenticatedUser,
    existing: row.metadata,
  }
  const { asked: changed, properties } = await preprocess(given, call, services)
  const asked = { ...given, ...(changed as object) } // an object, as `given` is one
  const { properties: _, ...kept } = row
  return {
    ...kept,
    metadata:
      row.instanceOf === undefined ? byBounds(row, asked, services) : byTemplate(row.instanceOf, asked, services),
    ...(Object.keys(properties).length > 0 && { properties }),
  }
}

function refuseOthersMembers(row: RegisteredClient, given: Record<string, unknown>): void {
  if (given.client_id !== row.id) {
    throw invalidClientMetadata('client_id must be that of the client', reasons.clientId())
  }
  const name = forbidden.find((member) => member in given)
  if (name) throw invalidClientMetadata(`${name} must not be sent`, reasons.forbiddenMember(name))
  if (given.client_secret !== undefined && !isSecret(row.secretHash, String(given.client_secret))) {
    throw invalidClientMetadata('client_secret is not the current one', reasons.wrongSecret())
  }
}

function byBounds(row: RegisteredClient, given: Record<string, unknown>, services: Services): ClientMetadata {
  const bounds = services.configuration.service.registration?.bounds
  if (!bounds) throw invalidClientMetadata('Registration without a template is off', reasons.off())
  const asked = services.behaviour.current.replaceMode === 'merge' ? { ...row.metadata, ...given } : given
  return acceptMetadata(asked, bounds, services)
}

/** An instance has what its template has: a replacement brings it up to date. */
function byTemplate(
  id: string,
  { software_id = id }: Record<string, unknown>,
  { configuration }: Services,
): ClientMetadata {
  const template = configuration.service.registration?.templates.get(id)
  if (!template || software_id !== id) throw invalidClientMetadata('There is no such template', reasons.template(id))
  return instanceMetadata(template.client)
}
