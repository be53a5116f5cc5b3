import type { TableSpec } from '../../kit/table.ts'
import type { Entity } from './common.ts'

/** A team of a portal's developers; its roles say what they may see and call when the portal has `rbac_enabled`. */
export interface Team extends Entity {
  readonly portal_id: string
  readonly name: string
  readonly description: string
  /** Current view. */
  readonly can_own_applications: boolean
}

export interface TeamMember extends Entity {
  readonly team_id: string
  readonly developer_id: string
}

export const portalRoles = ['API Viewer', 'API Consumer'] as const
export const regions = ['us', 'eu', 'au', 'me', 'in', 'sg', '*'] as const
export type PortalRole = (typeof portalRoles)[number]

/** A role that a team has for one API or API product. */
export interface TeamRole extends Entity {
  readonly team_id: string
  readonly role_name: PortalRole
  readonly entity_id: string
  readonly entity_type_name: string
  readonly entity_region: (typeof regions)[number]
}

export const teams: TableSpec<Team> = { name: 'teams', indexes: { portal: (row) => row.portal_id } }

export const teamMembers: TableSpec<TeamMember> = {
  name: 'team_members',
  indexes: { team: (row) => row.team_id, developer: (row) => row.developer_id },
  unique: { once: (row) => `${row.team_id} ${row.developer_id}` },
}

export const teamRoles: TableSpec<TeamRole> = {
  name: 'team_roles',
  indexes: { team: (row) => row.team_id },
  unique: { once: (row) => `${row.team_id} ${row.role_name} ${row.entity_type_name} ${row.entity_id}` },
}
