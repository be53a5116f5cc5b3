import Type, { type Static } from 'typebox'
import { PortalStrategy } from '../../model/portal-strategy.ts'
import { closed, nullable, orNull, ShownLabels, Uuid } from '../../problems/common-schemas.ts'

const PublishStatus = Type.Enum(['published', 'unpublished'])

/** Body of `POST /v2/portals/{id}/publish`: what becomes of each product. */
export const ProductsToPublish = closed({
  api_products: Type.Unsafe<Record<string, { publish_status: 'published' | 'unpublished' } | null>>({
    type: 'object',
    additionalProperties: nullable(closed({ publish_status: PublishStatus })),
  }),
})

/** A product as a portal's list shows it. */
export const ShownPortalProduct = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: orNull(Type.String()),
  portal_ids: Type.Array(Type.String()),
  version_count: Type.Integer(),
  labels: ShownLabels,
  created_at: Type.String(),
  updated_at: Type.String(),
})
export type ShownPortalProduct = Static<typeof ShownPortalProduct>

const publication = {
  publish_status: PublishStatus,
  auth_strategy_ids: Type.Array(Uuid, { maxItems: 1 }),
  application_registration_enabled: Type.Boolean(),
  auto_approve_registration: Type.Boolean(),
  deprecated: Type.Boolean(),
}
const Notify = Type.Optional(Type.Boolean())

/** Bodies that publish a product version in a classic portal (`konnect.md` 6). */
export const NewVersionPublication = closed({ product_version_id: Uuid, ...publication })
export const VersionPublication = closed({ ...publication, notify_developers: Notify })
export type VersionPublication = Static<typeof VersionPublication>
export const VersionPublicationChanges = closed({
  publish_status: Type.Optional(publication.publish_status),
  auth_strategy_ids: Type.Optional(publication.auth_strategy_ids),
  application_registration_enabled: Type.Optional(Type.Boolean()),
  auto_approve_registration: Type.Optional(Type.Boolean()),
  deprecated: Type.Optional(Type.Boolean()),
  notify_developers: Notify,
})

/** A published product version in an answer; its path key is the product version's id, not `id`. */
export const ShownVersionPublication = Type.Object({
  id: Type.String(),
  product_version_id: Type.String(),
  publish_status: Type.String(),
  auth_strategies: Type.Array(PortalStrategy),
  application_registration_enabled: Type.Boolean(),
  auto_approve_registration: Type.Boolean(),
  deprecated: Type.Boolean(),
  created_at: Type.String(),
  updated_at: Type.String(),
})
export type ShownVersionPublication = Static<typeof ShownVersionPublication>

export const PublicationId = Type.Object({ portalId: Type.String(), productVersionId: Type.String() })
