import Type, { type Static, type TSchema } from 'typebox'
import { ClientMetadata } from './metadata.ts'

const added = {
  client_id: Type.Optional(Type.String()),
  client_id_issued_at: Type.Optional(Type.Integer()),
  client_secret: Type.Optional(Type.String()),
  client_secret_expires_at: Type.Optional(Type.Integer()),
  registration_access_token: Type.Optional(Type.String()),
  registration_access_token_expires_in: Type.Optional(Type.Integer()),
  registration_client_uri: Type.Optional(Type.String()),
  token_endpoint_auth_methods: Type.Optional(Type.Array(Type.String())),
}

/** Members in the order of the alphabet, as the product writes them (`curity.md` 2.6); all optional, since required ones are written first. */
const sorted = <M extends Record<string, TSchema>>(members: M): M =>
  // The same members, so the same type.
  Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1))) as M

/** The answer to a registration, and to reading or replacing a client. Members that only a switch lets through come last. */
export const ClientInformation = Type.Object(sorted({ ...ClientMetadata.properties, ...added }), {
  additionalProperties: true,
})
export type ClientInformation = Static<typeof ClientInformation>

/** What is answered once and kept only as a hash. */
export interface FreshSecrets {
  clientSecret?: string | undefined
  registrationToken?: string | undefined
}
