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

/** What an entity that may be absent is told by. */
type Reference = { readonly id: string } | null

/** A plugin: what is done with the requests of a route, a service, a consumer, or all of them. `name` says which. */
export interface GatewayPlugin extends CoreEntity {
  readonly name: string
  readonly instance_name: string | null
  readonly config: Readonly<Record<string, unknown>> | null
  readonly enabled: boolean
  readonly protocols: readonly string[]
  readonly service: Reference
  readonly route: Reference
  readonly consumer: Reference
  readonly consumer_group: Reference
  readonly ordering: object | null
  readonly partials: readonly { readonly id: string }[] | null
  readonly condition: string | null
}

/** A consumer: who calls. Found by id or user name; it has no `name`. */
export interface GatewayConsumer extends CoreEntity {
  readonly name: null
  readonly username: string | null
  readonly custom_id: string | null
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

export const gatewayPlugins: TableSpec<GatewayPlugin> = {
  name: 'gateway_plugins',
  indexes: {
    control_plane: (row) => row.control_plane_id,
    service: (row) => row.service?.id,
    route: (row) => row.route?.id,
    consumer: (row) => row.consumer?.id,
    consumer_group: (row) => row.consumer_group?.id,
  },
  unique: {
    instance_name: (row) => (row.instance_name === null ? undefined : `${row.control_plane_id} ${row.instance_name}`),
    'unique-plugin-per-entity': ({ control_plane_id, name, service, route, consumer, consumer_group }) =>
      [control_plane_id, name, ...[service, route, consumer, consumer_group].map((bound) => bound?.id ?? '')].join(' '),
  },
}

export const gatewayConsumers: TableSpec<GatewayConsumer> = {
  name: 'gateway_consumers',
  indexes: { control_plane: (row) => row.control_plane_id },
  unique: {
    username: (row) => (row.username === null ? undefined : `${row.control_plane_id} ${row.username}`),
    custom_id: (row) => (row.custom_id === null ? undefined : `${row.control_plane_id} ${row.custom_id}`),
  },
}
