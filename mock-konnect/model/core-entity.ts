import type { TableSpec } from '../../kit/table.ts'

/** What every core entity of a control plane has. Times are epoch seconds, unlike everywhere else (`konnect.md` 1.6). */
export interface CoreEntity {
  readonly id: string
  readonly control_plane_id: string
  readonly created_at: number
  readonly updated_at: number
  readonly name: string | null
  readonly tags: readonly string[] | null
}

/** A gateway service: the upstream behind the gateway (`konnect.md` 8; defaults of Kong's schema). */
export interface GatewayService extends CoreEntity {
  readonly protocol: string
  readonly host: string
  readonly port: number
  readonly path: string | null
  readonly retries: number
  readonly connect_timeout: number
  readonly write_timeout: number
  readonly read_timeout: number
  readonly enabled: boolean
  /** Kept and shown; nothing here verifies upstream certificates. */
  readonly tls_verify?: boolean | null
  readonly tls_verify_depth?: number | null
  readonly ca_certificates?: readonly string[] | null
  readonly client_certificate?: { readonly id: string } | null
}

/** A route: which requests go to a service (`gateway.md` 8.1). */
export interface GatewayRoute extends CoreEntity {
  readonly protocols: readonly string[]
  readonly methods: readonly string[] | null
  readonly hosts: readonly string[] | null
  readonly paths: readonly string[] | null
  readonly headers: Readonly<Record<string, readonly string[]>> | null
  readonly snis: readonly string[] | null
  readonly strip_path: boolean
  readonly preserve_host: boolean
  readonly path_handling: 'v0' | 'v1'
  readonly regex_priority: number
  readonly https_redirect_status_code: number
  readonly request_buffering: boolean
  readonly response_buffering: boolean
  readonly service: { readonly id: string } | null
}

const nameInControlPlane = (row: CoreEntity) => (row.name === null ? undefined : `${row.control_plane_id} ${row.name}`)

export const gatewayServices: TableSpec<GatewayService> = {
  name: 'gateway_services',
  indexes: { control_plane: (row) => row.control_plane_id },
  unique: { name: nameInControlPlane },
}

export const gatewayRoutes: TableSpec<GatewayRoute> = {
  name: 'gateway_routes',
  indexes: { control_plane: (row) => row.control_plane_id, service: (row) => row.service?.id },
  unique: { name: nameInControlPlane },
}
