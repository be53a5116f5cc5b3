import Type, { type Static } from 'typebox'
import { closed, orNull, Uuid } from '../../problems/common-schemas.ts'

const Named = Type.Object({ id: Type.String(), name: Type.String() })
const shownCommon = {
  id: Type.String(),
  status: Type.String(),
  application: Named,
  created_at: Type.String(),
  updated_at: Type.String(),
}

/** A registration in the classic view (`konnect.md` 5.3). */
export const ClassicRegistration = Type.Object({
  ...shownCommon,
  product: Named,
  product_version: Named,
  developer: Named,
  granted_scopes: orNull(Type.Array(Type.String())),
})
export type ClassicRegistration = Static<typeof ClassicRegistration>

/** A registration in the current view; `consumer` when one is linked. */
export const CurrentRegistration = Type.Object({
  ...shownCommon,
  api: Type.Object({
    id: Type.String(),
    name: Type.String(),
    version: orNull(Type.String()),
    entity_type: Type.String(),
  }),
  consumer: Type.Optional(
    Type.Object({
      id: Type.String(),
      custom_id: Type.Optional(Type.String()),
      username: Type.Optional(Type.String()),
      control_plane_id: Type.String(),
    }),
  ),
})
export type CurrentRegistration = Static<typeof CurrentRegistration>

/** A registration as the list of an API's registrations shows it. */
export const ApiRegistration = Type.Object({
  id: Type.String(),
  status: Type.String(),
  portal: Named,
  application: Type.Object({
    id: Type.String(),
    name: Type.String(),
    description: Type.Optional(Type.String()),
    owner: Type.Object({ type: Type.String(), id: Type.String() }),
  }),
})
export type ApiRegistration = Static<typeof ApiRegistration>

/** Body with which an operator registers an application for an API. */
export const NewRegistration = closed({
  api_id: Uuid,
  status: Type.Optional(Type.Enum(['approved', 'pending'])),
})

export const RegistrationId = Type.Object({
  portalId: Type.String(),
  applicationId: Type.String(),
  registrationId: Type.String(),
})
