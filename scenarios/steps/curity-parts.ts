import { expectStatus, type Reply } from '../../harness/drivers/caller.ts'
import type { ClientCredentials, CurityDriver } from '../../harness/drivers/curity.ts'
import type { World } from '../../harness/world.ts'
import { registrarOf } from './registrar.ts'

/** Parts of the authorization server's section of Curity's configuration. */
export const authorizationServer = (parts: object): object => ({
  profiles: { profile: [{ id: 'token-service', settings: { 'authorization-server': parts } }] },
})

/** Parts of Dynamic Client Registration. */
export const registrationParts = (parts: object): object =>
  authorizationServer({ 'dynamic-client-registration': parts })

/** One client of the configuration. */
export const configuredClient = (parts: object): object =>
  authorizationServer({ 'client-store': { 'config-backed': { client: [parts] } } })

export const billing = { client_name: 'billing', grant_types: ['client_credentials'] }

/** Registers as a portal does: an initial token, then the metadata. Gives what registration answers, whatever it is. */
export async function registerAt({ curity, addresses }: World, metadata: object = billing): Promise<Reply> {
  const { access_token } = await curity.clientCredentials(registrarOf(addresses), { scope: 'dcr' })
  return curity.register(metadata, access_token)
}

/** What a registration answered, as far as it is used to manage the client. */
export interface Registered {
  client_id: string
  client_secret: string
  registration_client_uri: string
  registration_access_token: string
}

/** Registers, and gives the client. @throws StepRefused */
export const registeredAt = async (world: World, metadata?: object): Promise<Registered> =>
  expectStatus(await registerAt(world, metadata), 201).body as Registered // as RFC 7591 and RFC 7592 have it

/** One call to a client's registration_client_uri. */
export const manage = (
  curity: CurityDriver,
  method: 'GET' | 'PUT' | 'DELETE',
  client: Registered,
  json?: object,
): Promise<Reply> =>
  curity.call(method, client.registration_client_uri, {
    json,
    headers: { authorization: `Bearer ${client.registration_access_token}` },
  })

/** The credentials of a registered client. */
export const credentialsOf = (client: Registered): ClientCredentials => ({
  clientId: client.client_id,
  clientSecret: client.client_secret,
})
