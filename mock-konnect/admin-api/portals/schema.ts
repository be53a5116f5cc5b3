import Type, { type Static } from 'typebox'
import { closed, LabelChanges, Labels, nullable, orNull, ShownLabels, Uuid } from '../../problems/common-schemas.ts'

const Name = Type.String({ minLength: 1, maxLength: 255 })
const Hostname = nullable(Type.String({ maxLength: 1024, format: 'hostname' }))
const Visibility = Type.Enum(['public', 'private'])
const Flag = Type.Optional(Type.Boolean())

const common = {
  display_name: Type.Optional(Name),
  description: Type.Optional(nullable(Type.String({ maxLength: 512 }))),
  rbac_enabled: Flag,
  auto_approve_applications: Flag,
  auto_approve_developers: Flag,
  default_application_auth_strategy_id: Type.Optional(nullable(Uuid)),
}
const classic = {
  ...common,
  is_public: Flag,
  custom_domain: Type.Optional(Hostname),
  custom_client_domain: Type.Optional(Hostname),
}
const current = {
  ...common,
  authentication_enabled: Flag,
  sipr_enabled: Flag,
  default_api_visibility: Type.Optional(Visibility),
  default_page_visibility: Type.Optional(Visibility),
  notifications_developer_pii_visibility_enabled: Flag,
}

/** Bodies for classic portals (`konnect.md` 4.1). */
export const NewClassicPortal = closed({ name: Name, labels: Type.Optional(Labels), ...classic })
export type NewClassicPortal = Static<typeof NewClassicPortal>
export const ClassicPortalChanges = closed({
  name: Type.Optional(Name),
  labels: Type.Optional(LabelChanges),
  ...classic,
})

/** Bodies for current portals (`konnect.md` 4.2). */
export const NewCurrentPortal = closed({ name: Name, labels: Type.Optional(LabelChanges), ...current })
export type NewCurrentPortal = Static<typeof NewCurrentPortal>
export const CurrentPortalChanges = closed({
  name: Type.Optional(Name),
  labels: Type.Optional(LabelChanges),
  ...current,
})

const shownCommon = {
  id: Type.String(),
  name: Type.String(),
  display_name: Type.String(),
  description: orNull(Type.String()),
  rbac_enabled: Type.Boolean(),
  auto_approve_applications: Type.Boolean(),
  auto_approve_developers: Type.Boolean(),
  default_application_auth_strategy_id: orNull(Type.String()),
  default_domain: Type.String(),
  labels: ShownLabels,
  created_at: Type.String(),
  updated_at: Type.String(),
}

/** A classic portal in an answer. */
export const ShownClassicPortal = Type.Object({
  ...shownCommon,
  is_public: Type.Boolean(),
  custom_domain: orNull(Type.String()),
  custom_client_domain: orNull(Type.String()),
  application_count: Type.Integer(),
  developer_count: Type.Integer(),
  published_product_count: Type.Integer(),
})
export type ShownClassicPortal = Static<typeof ShownClassicPortal>

/** A current portal in an answer. */
export const ShownCurrentPortal = Type.Object({
  ...shownCommon,
  authentication_enabled: Type.Boolean(),
  sipr_enabled: Type.Boolean(),
  default_api_visibility: Type.String(),
  default_page_visibility: Type.String(),
  notifications_developer_pii_visibility_enabled: Type.Boolean(),
  canonical_domain: Type.String(),
})
export type ShownCurrentPortal = Static<typeof ShownCurrentPortal>

export const PortalId = Type.Object({ portalId: Type.String() })
export const Force = Type.Object({ force: Type.Optional(Type.Enum(['true', 'false'])) })
