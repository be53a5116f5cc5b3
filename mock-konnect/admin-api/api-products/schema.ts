import Type, { type Static } from 'typebox'
import { closed, LabelChanges, Labels, nullable, orNull, ShownLabels, Uuid } from '../../problems/common-schemas.ts'

const Name = Type.String({ minLength: 1, maxLength: 100 })
const PublishStatus = Type.Enum(['published', 'unpublished'])
const Portals = Type.Optional(Type.Array(Uuid, { uniqueItems: true }))

/** Bodies for API products (`konnect.md` 6). */
export const NewApiProduct = closed({
  name: Name,
  description: Type.Optional(nullable(Type.String())),
  labels: Type.Optional(Labels),
  public_labels: Type.Optional(Labels),
  portal_ids: Portals,
})
export const ApiProductChanges = closed({
  name: Type.Optional(Name),
  description: Type.Optional(nullable(Type.String())),
  labels: Type.Optional(LabelChanges),
  public_labels: Type.Optional(LabelChanges),
  portal_ids: Portals,
})

/** An API product in an answer. */
export const ShownApiProduct = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: orNull(Type.String()),
  portal_ids: Type.Array(Type.String()),
  portals: Type.Array(Type.Object({ portal_id: Type.String(), portal_name: Type.String() })),
  version_count: Type.Integer(),
  labels: ShownLabels,
  public_labels: ShownLabels,
  created_at: Type.String(),
  updated_at: Type.String(),
})
export type ShownApiProduct = Static<typeof ShownApiProduct>

/** Which service stands behind a version; `runtime_group_id` is the old name of `control_plane_id`. */
const GatewayService = Type.Optional(
  nullable(closed({ id: Uuid, control_plane_id: Type.Optional(Uuid), runtime_group_id: Type.Optional(Uuid) })),
)
const version = {
  publish_status: Type.Optional(PublishStatus),
  deprecated: Type.Optional(Type.Boolean()),
  gateway_service: GatewayService,
}

/** Bodies for product versions (`konnect.md` 6). */
export const NewProductVersion = closed({
  name: Type.String({ minLength: 1 }),
  labels: Type.Optional(Labels),
  ...version,
})
export const ProductVersionChanges = closed({
  name: Type.Optional(Type.String({ minLength: 1 })),
  labels: Type.Optional(LabelChanges),
  notify: Type.Optional(Type.Boolean()),
  ...version,
})
export type SentService = NonNullable<Static<typeof ProductVersionChanges>['gateway_service']>

/** A product version in an answer. */
export const ShownProductVersion = Type.Object({
  id: Type.String(),
  name: Type.String(),
  gateway_service: orNull(
    Type.Object({ id: Type.String(), runtime_group_id: Type.String(), control_plane_id: Type.String() }),
  ),
  publish_status: Type.String(),
  deprecated: Type.Boolean(),
  labels: ShownLabels,
  auth_strategy_sync_errors: Type.Array(Type.Object({})),
  portals: Type.Array(
    Type.Object({
      portal_id: Type.String(),
      portal_name: Type.String(),
      portal_product_version_id: Type.String(),
      publish_status: Type.String(),
      deprecated: Type.Boolean(),
      application_registration_enabled: Type.Boolean(),
      auto_approve_registration: Type.Boolean(),
      auth_strategies: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
    }),
  ),
  created_at: Type.String(),
  updated_at: Type.String(),
})
export type ShownProductVersion = Static<typeof ShownProductVersion>

export const ProductId = Type.Object({ apiProductId: Type.String() })
export const VersionId = Type.Object({ apiProductId: Type.String(), versionId: Type.String() })
