import type { TableSpec } from '../../kit/table.ts'
import type { Entity, Labels, PortalVersion } from './common.ts'

interface AnyPortal extends Entity {
  readonly version: PortalVersion
  readonly name: string
  readonly display_name: string
  readonly description: string | null
  readonly labels: Labels
  readonly rbac_enabled: boolean
  readonly auto_approve_developers: boolean
  readonly auto_approve_applications: boolean
  readonly default_application_auth_strategy_id: string | null
  /** Host under which the portal is reached: `<portal id>.localhost`. */
  readonly default_domain: string
  readonly custom_domain: string | null
}

/** A classic portal (`konnect.md` 4.1). */
export interface ClassicPortal extends AnyPortal {
  readonly version: 'v2'
  readonly is_public: boolean
  readonly custom_client_domain: string | null
}

/** A current portal (`konnect.md` 4.2). */
export interface CurrentPortal extends AnyPortal {
  readonly version: 'v3'
  readonly authentication_enabled: boolean
  readonly sipr_enabled: boolean
  readonly default_api_visibility: 'public' | 'private'
  readonly default_page_visibility: 'public' | 'private'
  readonly notifications_developer_pii_visibility_enabled: boolean
}

export type Portal = ClassicPortal | CurrentPortal

export const portals: TableSpec<Portal> = {
  name: 'portals',
  indexes: { version: (row) => row.version },
  unique: {
    name: (row) => `${row.version} ${row.name}`,
    default_domain: (row) => row.default_domain,
    custom_domain: (row) => row.custom_domain ?? undefined,
  },
}
