import type { TableSpec } from '../../kit/table.ts'
import type { CoreEntity } from './core-entity.ts'

/** A name that stands for several addresses: the host of gateway services (`konnect.md` 8; members of the published description). */
export interface GatewayUpstream extends CoreEntity {
  readonly name: string
  readonly algorithm: string
  readonly hash_on: string
  readonly hash_fallback: string
  readonly hash_on_header: string | null
  readonly hash_fallback_header: string | null
  readonly hash_on_cookie: string | null
  readonly hash_on_cookie_path: string
  readonly hash_on_query_arg: string | null
  readonly hash_fallback_query_arg: string | null
  readonly hash_on_uri_capture: string | null
  readonly hash_fallback_uri_capture: string | null
  readonly sticky_sessions_cookie: string | null
  readonly sticky_sessions_cookie_path: string
  readonly slots: number
  readonly healthchecks: object
  readonly host_header: string | null
  readonly client_certificate: { readonly id: string } | null
  readonly use_srv_name: boolean
}

/** One address of an upstream. */
export interface GatewayTarget extends CoreEntity {
  readonly name: null
  readonly target: string
  readonly weight: number
  readonly failover: boolean
  readonly upstream: { readonly id: string }
}

export const gatewayUpstreams: TableSpec<GatewayUpstream> = {
  name: 'gateway_upstreams',
  indexes: { control_plane: (row) => row.control_plane_id },
  unique: { name: (row) => `${row.control_plane_id} ${row.name}` },
}

export const gatewayTargets: TableSpec<GatewayTarget> = {
  name: 'gateway_targets',
  indexes: { control_plane: (row) => row.control_plane_id, upstream: (row) => row.upstream.id },
}
