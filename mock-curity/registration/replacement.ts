import type { RegisteredClient } from '../clients/registered-client.ts'
import { invalidClientMetadata } from '../errors.ts'
import { management as reasons } from '../reasons.ts'
import { isSecret } from '../secrets.ts'
import type { Services } from '../services.ts'
import { acceptMetadata } from './accept-metadata.ts'
import { jsonObject } from './json-body.ts'

/** Members that a replacement must not send (RFC 7592 §2.2, `curity.md` 3). */
const forbidden = [
  'registration_access_token',
  'registration_access_token_expires_in',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
]

/** `row` with the metadata of a `PUT` body. Without bounds to check it against, nothing can be replaced. @throws invalid_client_metadata */
export function replacement(row: RegisteredClient, body: unknown, services: Services): RegisteredClient {
  const { behaviour, configuration } = services
  const given = jsonObject(body, behaviour.current)
  if (given.client_id !== row.id) {
    throw invalidClientMetadata('client_id must be that of the client', reasons.clientId())
  }
  const name = forbidden.find((member) => member in given)
  if (name) throw invalidClientMetadata(`${name} must not be sent`, reasons.forbiddenMember(name))
  if (given.client_secret !== undefined && !isSecret(row.secretHash, String(given.client_secret))) {
    throw invalidClientMetadata('client_secret is not the current one', reasons.wrongSecret())
  }
  const bounds = configuration.service.registration?.bounds
  if (!bounds) throw invalidClientMetadata('Registration without a template is off', reasons.off())
  const asked = behaviour.current.replaceMode === 'merge' ? { ...row.metadata, ...given } : given
  return { ...row, metadata: acceptMetadata(asked, bounds, services) }
}
