import Type, { type Static } from 'typebox'
import { closed, nullable, orNull, Uuid } from '../problems/common-schemas.ts'
import { ShownStrategy } from './strategies.ts'

const Text = Type.String({ maxLength: 255 })
const ClientId = Type.String({ minLength: 1, maxLength: 255 })
const Uri = Type.String({ format: 'uri' })
const Scopes = Type.Array(Type.String())
const optional = {
  description: Type.Optional(Text),
  scopes: Type.Optional(Scopes),
}
const created = {
  ...optional,
  name: Type.String({ minLength: 1, maxLength: 255 }),
  redirect_uri: Type.Optional(Uri),
  auth_strategy_id: Type.Optional(nullable(Uuid)),
}
const changed = { ...optional, name: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })) }
const team_id = Type.Optional(nullable(Uuid))

/** Bodies of the application calls, by API version (`konnect.md` 9.4). */
export const NewApplication = {
  v2: closed({ ...created, reference_id: Type.Optional(ClientId) }),
  v3: closed({ ...created, client_id: Type.Optional(ClientId), team_id }),
}
export const ApplicationChanges = {
  v2: closed({ ...changed, redirect_uri: Type.Optional(Uri), reference_id: Type.Optional(ClientId) }),
  v3: closed({ ...changed, redirect_uri: Type.Optional(nullable(Uri)), client_id: Type.Optional(ClientId), team_id }),
}

const shown = {
  id: Type.String(),
  name: Type.String(),
  description: orNull(Type.String()),
  redirect_uri: orNull(Type.String()),
  auth_strategy: Type.Optional(ShownStrategy),
  scopes: Type.Optional(Scopes),
  created_at: Type.String(),
  updated_at: Type.String(),
}
export const ClientCredentials = Type.Object({ client_id: Type.String(), client_secret: Type.String() })
export const ShownApplication = {
  v2: Type.Object({ ...shown, reference_id: Type.String(), credentials: Type.Optional(ClientCredentials) }),
  v3: Type.Object({
    ...shown,
    client_id: Type.Optional(Type.String()),
    client_secret: Type.Optional(Type.String()),
    team_id: orNull(Type.String()),
  }),
}
export type ShownApplication = Static<(typeof ShownApplication)['v2']> | Static<(typeof ShownApplication)['v3']>

export const ApplicationId = Type.Object({ applicationId: Type.String() })
