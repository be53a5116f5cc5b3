import type { RegisteredClient } from '../clients/registered-client.ts'
import type { Services } from '../services.ts'
import type { ClientInformation, FreshSecrets } from './answer.ts'

/** A stored client as it is answered, with the secrets that were just made (`curity.md` 2.6). */
export function clientInformation(row: RegisteredClient, fresh: FreshSecrets, services: Sources): ClientInformation {
  const own = (of: RegisteredClient, secrets: FreshSecrets) => information(of, secrets, services)
  return services.behaviour.quirks.run('clientInformation', own, row, fresh)
}

type Sources = Pick<Services, 'configuration' | 'behaviour'>

function information(
  { id, created, updated, metadata, properties, secretExpiresAt = 0, registrationToken }: RegisteredClient,
  fresh: FreshSecrets,
  { configuration, behaviour }: Sources,
): ClientInformation {
  const told: ClientInformation = {
    ...properties,
    ...metadata,
    client_id: id,
    client_id_issued_at: created,
    ...(fresh.clientSecret !== undefined && {
      client_secret: fresh.clientSecret,
      client_secret_expires_at: secretExpiresAt,
    }),
    ...withMethods(metadata.token_endpoint_auth_method),
    ...(fresh.registrationToken !== undefined &&
      registrationToken && {
        registration_access_token: fresh.registrationToken,
        registration_access_token_expires_in: registrationToken.expiresAt - updated,
        registration_client_uri: `${configuration.service.url('oauth-dynamic-client-registration')}/${encodeURIComponent(id)}`,
      }),
  }
  return behaviour.current.emptyArrays === 'written' ? told : withoutEmptyArrays(told)
}

/** Beside the one method that was chosen, every one that the client may use (`curity.md` 2.5, 2.6). */
function withMethods(method = 'client_secret_basic'): Pick<ClientInformation, 'token_endpoint_auth_methods'> {
  if (method === 'none') return {}
  const secret = ['client_secret_basic', 'client_secret_post']
  return { token_endpoint_auth_methods: secret.includes(method) ? secret : [method] }
}

function withoutEmptyArrays(information: ClientInformation): ClientInformation {
  const kept = Object.entries(information).filter(([, value]) => !Array.isArray(value) || value.length > 0)
  // Only lists went, and every list is optional.
  return Object.fromEntries(kept) as ClientInformation
}
