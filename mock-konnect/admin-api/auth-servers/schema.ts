import Type, { type Static } from 'typebox'
import { signingAlgorithms } from '../../model/auth-server.ts'
import { closed, LabelChanges, Labels, nullable, orNull, ShownLabels, Uuid } from '../../problems/common-schemas.ts'

const Name = Type.String({ minLength: 1, maxLength: 255 })
const Flag = Type.Optional(Type.Boolean())
const Uri = Type.String({ format: 'uri' })
const times = { created_at: Type.String(), updated_at: Type.String() }
const Texts = Type.Array(Type.String())

/** Bodies for authorization servers, and one in an answer (`konnect.md` 8). */
const server = {
  description: Type.Optional(Type.String()),
  signing_algorithm: Type.Optional(Type.Enum([...signingAlgorithms])),
  trusted_origins: Type.Optional(Type.Array(Uri, { maxItems: 16, uniqueItems: true })),
}
export const NewAuthServer = closed({ name: Name, audience: Name, labels: Type.Optional(Labels), ...server })
export const AuthServerChanges = closed({
  ...{ name: Type.Optional(Name), audience: Type.Optional(Name), labels: Type.Optional(LabelChanges) },
  ...server,
})
export const ShownAuthServer = Type.Object({
  ...{ id: Type.String(), name: Type.String(), description: Type.String(), audience: Type.String() },
  ...{ signing_algorithm: Type.String(), issuer: Type.String(), metadata_uri: Type.String(), jwks_uri: Type.String() },
  ...{ labels: ShownLabels, trusted_origins: Texts, ...times },
})
export type ShownAuthServer = Static<typeof ShownAuthServer>

/** Bodies for clients, and one in an answer; the secret is there right after creation only. */
const GrantTypes = Type.Array(Type.Enum(['implicit', 'client_credentials']), { uniqueItems: true })
const ResponseTypes = Type.Array(Type.Enum(['none', 'token', 'code', 'id_token']))
const Duration = Type.Optional(Type.Integer({ minimum: 60, maximum: 2_592_000 }))
const Secret = Type.String({ minLength: 1 })
const client = {
  redirect_uris: Type.Optional(Type.Array(Uri)),
  login_uri: Type.Optional(nullable(Uri)),
  access_token_duration: Duration,
  id_token_duration: Duration,
  allow_all_scopes: Flag,
  allow_scopes: Type.Optional(Type.Array(Uuid, { uniqueItems: true })),
  token_endpoint_auth_method: Type.Optional(Type.Enum(['client_secret_post', 'none'])),
}
const needed = { name: Name, grant_types: GrantTypes, response_types: ResponseTypes }
export const NewClient = closed({ ...needed, ...client, labels: Type.Optional(Labels) })
export const ReplacedClient = closed({ ...needed, ...client, client_secret: Secret, labels: Type.Optional(Labels) })
export const ClientChanges = closed({
  ...Type.Partial(Type.Object(needed)).properties,
  ...client,
  ...{ client_secret: Type.Optional(Secret), labels: Type.Optional(LabelChanges) },
})
export const ShownClient = Type.Object({
  ...{ id: Type.String(), name: Type.String(), grant_types: Texts, response_types: Texts, redirect_uris: Texts },
  ...{ login_uri: orNull(Type.String()), access_token_duration: Type.Integer(), id_token_duration: Type.Integer() },
  ...{ allow_all_scopes: Type.Boolean(), allow_scopes: Texts, token_endpoint_auth_method: Type.String() },
  ...{ labels: ShownLabels, client_secret: Type.Optional(Type.String()), ...times },
})

/** Bodies for the secrets of a client, and one in an answer; the secret itself right after creation only. */
export const NewSecret = closed({ secret: Type.Optional(Secret), enabled: Flag })
export const SecretChanges = closed({ enabled: Flag })
export const ShownSecret = Type.Object({
  ...{ id: Type.String(), enabled: Type.Boolean(), secret: Type.Optional(Type.String()), ...times },
})

/** Bodies for scopes, and one in an answer. */
const scope = { description: Type.Optional(Type.String()), default: Flag, include_in_metadata: Flag, enabled: Flag }
export const NewScope = closed({ name: Name, ...scope })
export const ScopeChanges = closed({ name: Type.Optional(Name), ...scope })
export const ShownScope = Type.Object({
  ...{ id: Type.String(), name: Type.String(), description: Type.String(), default: Type.Boolean() },
  ...{ include_in_metadata: Type.Boolean(), enabled: Type.Boolean(), ...times },
})

/** Bodies for claims, and one in an answer. */
const claim = {
  ...{ include_in_token: Flag, include_in_all_scopes: Flag, enabled: Flag },
  include_in_scopes: Type.Optional(Type.Array(Uuid)),
}
export const NewClaim = closed({ name: Name, value: Type.String({ minLength: 1 }), ...claim })
export const ClaimChanges = closed({
  ...{ name: Type.Optional(Name), value: Type.Optional(Type.String({ minLength: 1 })) },
  ...claim,
})
export const ShownClaim = Type.Object({
  ...{ id: Type.String(), name: Type.String(), value: Type.String(), include_in_token: Type.Boolean() },
  ...{ include_in_all_scopes: Type.Boolean(), include_in_scopes: Texts, enabled: Type.Boolean(), ...times },
})

const authServerId = Type.String()
export const AuthServerId = Type.Object({ authServerId })
export const ClientId = Type.Object({ authServerId, clientId: Type.String() })
export const SecretId = Type.Object({ authServerId, clientId: Type.String(), clientSecretId: Type.String() })
export const PartId = Type.Object({ authServerId, partId: Type.String() })
