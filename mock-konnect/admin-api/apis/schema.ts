import Type, { type Static } from 'typebox'
import { closed, LabelChanges, Labels, nullable, orNull, ShownLabels, Uuid } from '../../problems/common-schemas.ts'

const Name = Type.String({ minLength: 1, maxLength: 255 })
const AttributeValues = Type.Array(Type.String({ minLength: 1, maxLength: 512, pattern: '^[^,<>]*$' }), {
  minItems: 1,
  maxItems: 20,
})
const common = {
  description: Type.Optional(nullable(Type.String())),
  version: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 255 }))),
  slug: Type.Optional(nullable(Type.String({ pattern: '^[\\w-]+$' }))),
  attributes: Type.Optional(
    Type.Unsafe<Record<string, string[] | null>>({ type: 'object', additionalProperties: nullable(AttributeValues) }),
  ),
}

/** Bodies for APIs (`konnect.md` 7). `spec_content` becomes the first version. */
export const NewApi = closed({
  name: Name,
  labels: Type.Optional(Labels),
  spec_content: Type.Optional(Type.String()),
  ...common,
})
export type NewApi = Static<typeof NewApi>
export const ApiChanges = closed({ name: Type.Optional(Name), labels: Type.Optional(LabelChanges), ...common })

/** An API in an answer. */
export const ShownApi = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: orNull(Type.String()),
  version: orNull(Type.String()),
  current_version_summary: orNull(
    Type.Object({
      id: Type.String(),
      version: Type.String(),
      spec: Type.Optional(Type.Object({ type: Type.String() })),
      created_at: Type.String(),
      updated_at: Type.String(),
    }),
  ),
  slug: Type.String(),
  api_spec_ids: Type.Array(Type.String()),
  portals: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), display_name: Type.String() })),
  labels: ShownLabels,
  implementation_mode: orNull(Type.String()),
  attributes: Type.Record(Type.String(), Type.Array(Type.String())),
  created_at: Type.String(),
  updated_at: Type.String(),
})
export type ShownApi = Static<typeof ShownApi>

/** What serves an API: a gateway service, or a whole control plane; one of the two, which a rule checks. */
export const NewImplementation = closed({
  service: Type.Optional(closed({ id: Uuid, control_plane_id: Uuid })),
  control_plane: Type.Optional(closed({ control_plane_id: Uuid })),
})
export type NewImplementation = Static<typeof NewImplementation>

/** An implementation in an answer; lists add `api_id`. */
export const ShownImplementation = Type.Object({
  id: Type.String(),
  api_id: Type.Optional(Type.String()),
  service: Type.Optional(
    Type.Object({
      id: Type.String(),
      control_plane_id: Type.String(),
      auth_strategy_sync_error: orNull(Type.Object({})),
    }),
  ),
  control_plane: Type.Optional(Type.Object({ control_plane_id: Type.String() })),
  created_at: Type.String(),
  updated_at: Type.String(),
})
export type ShownImplementation = Static<typeof ShownImplementation>

/** Body that publishes an API in a portal: an upsert (`konnect.md` 7). */
export const ApiPublication = closed({
  auth_strategy_ids: Type.Optional(nullable(Type.Array(Uuid, { minItems: 1, maxItems: 1 }))),
  visibility: Type.Optional(Type.Enum(['public', 'private'])),
  auto_approve_registrations: Type.Optional(Type.Boolean()),
})
export type ApiPublication = Static<typeof ApiPublication>

/** A publication in an answer; lists add whose it is. */
export const ShownPublication = Type.Object({
  api_id: Type.Optional(Type.String()),
  portal_id: Type.Optional(Type.String()),
  portal_ids: Type.Optional(Type.Array(Type.String())),
  entity_type: Type.Optional(Type.String()),
  auto_approve_registrations: Type.Boolean(),
  auth_strategy_ids: orNull(Type.Array(Type.String())),
  visibility: Type.String(),
  warnings: Type.Array(Type.String()),
  created_at: Type.String(),
  updated_at: Type.String(),
})
export type ShownPublication = Static<typeof ShownPublication>

export const ApiId = Type.Object({ apiId: Type.String() })
export const ImplementationId = Type.Object({ apiId: Type.String(), implementationId: Type.String() })
export const ApiPublicationId = Type.Object({ apiId: Type.String(), portalId: Type.String() })
