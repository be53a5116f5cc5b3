import Type, { type Static } from 'typebox'
import { PortalStrategy } from '../../model/portal-strategy.ts'
import { closed, LabelChanges, orNull, ShownLabels, Uuid } from '../../problems/common-schemas.ts'

const Text = Type.String({ maxLength: 255 })
const Owner = closed({ type: Type.Enum(['developer', 'team']), id: Uuid })

/** Body with which an operator makes an application for a developer (`konnect.md` 5.2). */
export const NewApplication = closed({
  name: Text,
  description: Type.Optional(Text),
  labels: Type.Optional(LabelChanges),
  dcr_client_id: Type.Optional(Text),
  client_id: Type.Optional(Text),
  auth_strategy_id: Type.Optional(Uuid),
  owner: Owner,
})
export type NewApplication = Static<typeof NewApplication>

/** Body that gives an application another owner; nothing else changes from this side. */
export const ApplicationChanges = closed({ owner: Type.Optional(Owner) })

const Reference = Type.Object({ id: Type.String() })
const shownCommon = {
  id: Type.String(),
  name: Type.String(),
  description: orNull(Type.String()),
  labels: ShownLabels,
  registration_count: Type.Integer(),
  portal: Reference,
  auth_strategy: PortalStrategy,
  created_at: Type.String(),
  updated_at: Type.String(),
}

/** An application in the classic view: one shape for all credential types. */
export const ClassicApplication = Type.Object({
  ...shownCommon,
  reference_id: Type.String(),
  dcr_provider: orNull(Reference),
  developer: Type.Object({ id: Type.String(), name: Type.String(), email: Type.String() }),
  granted_scopes: orNull(Type.Array(Type.String())),
})
export type ClassicApplication = Static<typeof ClassicApplication>

/** An application in the current view; key-auth ones have no `client_id`, `dcr_provider` and `granted_scopes`. */
export const CurrentApplication = Type.Object({
  ...shownCommon,
  client_id: Type.Optional(Type.String()),
  dcr_provider: Type.Optional(orNull(Reference)),
  granted_scopes: Type.Optional(orNull(Type.Array(Type.String()))),
  owner: Type.Object({ type: Type.String(), id: Type.String() }),
})
export type CurrentApplication = Static<typeof CurrentApplication>

/** A developer as the list of an application's developers shows it. */
export const ApplicationDeveloper = Type.Object({ id: Type.String(), email: Type.String(), full_name: Type.String() })

export const ApplicationId = Type.Object({ portalId: Type.String(), applicationId: Type.String() })
export const UnscopedApplicationId = Type.Object({ applicationId: Type.String() })
