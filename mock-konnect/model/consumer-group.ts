import type { TableSpec } from '../../kit/table.ts'
import type { CoreEntity } from './core-entity.ts'

/** A group of a consumer's own, which the plugin `acl` goes by: Kong's `acls`. */
export interface GatewayAcl extends CoreEntity {
  readonly name: null
  readonly consumer: { readonly id: string }
  readonly group: string
}

/** A group that consumers are put into. */
export interface ConsumerGroup extends CoreEntity {
  readonly name: string
}

/** One consumer in one group. */
export interface GroupMember {
  readonly id: string
  readonly control_plane_id: string
  readonly group_id: string
  readonly consumer_id: string
}

export const gatewayAcls: TableSpec<GatewayAcl> = {
  name: 'gateway_acls',
  indexes: { control_plane: (row) => row.control_plane_id, consumer: (row) => row.consumer.id },
  unique: { group: (row) => `${row.consumer.id} ${row.group}` },
}

export const consumerGroups: TableSpec<ConsumerGroup> = {
  name: 'gateway_consumer_groups',
  indexes: { control_plane: (row) => row.control_plane_id },
  unique: { name: (row) => `${row.control_plane_id} ${row.name}` },
}

export const groupMembers: TableSpec<GroupMember> = {
  name: 'gateway_consumer_group_members',
  indexes: { group: (row) => row.group_id, consumer: (row) => row.consumer_id },
  unique: { once: (row) => `${row.group_id} ${row.consumer_id}` },
}
