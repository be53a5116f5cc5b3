import { defaultControlPlane } from '../../mock-konnect/first-state.ts'
import type { GatewayRoute, GatewayService } from '../../mock-konnect/model/core-entity.ts'
import type { DemoKonnect, Times } from './konnect.ts'
import { demo } from './names.ts'

const { ids } = demo

/** The control plane, and the route `/orders` to the upstream. */
export function gatewayTables({ upstream, now }: DemoKonnect, times: Times) {
  const { protocol, hostname, port } = new URL(upstream)
  const seconds = Math.floor(now / 1000)
  const core = { control_plane_id: ids.controlPlane, created_at: seconds, updated_at: seconds, tags: null }
  const controlPlane = defaultControlPlane({ id: ids.controlPlane, ...times })
  const service: GatewayService = {
    id: ids.service,
    ...core,
    name: 'orders',
    protocol: protocol.slice(0, -1),
    host: hostname,
    port: Number(port || (protocol === 'https:' ? 443 : 80)),
    path: null,
    retries: 5,
    connect_timeout: 60_000,
    write_timeout: 60_000,
    read_timeout: 60_000,
    enabled: true,
  }
  const route: GatewayRoute = {
    id: ids.route,
    ...core,
    name: 'orders',
    protocols: ['http', 'https'],
    methods: null,
    hosts: null,
    paths: ['/orders'],
    headers: null,
    snis: null,
    strip_path: true,
    preserve_host: false,
    path_handling: 'v0',
    regex_priority: 0,
    https_redirect_status_code: 426,
    request_buffering: true,
    response_buffering: true,
    service: { id: ids.service },
  }
  return { control_planes: [controlPlane], gateway_services: [service], gateway_routes: [route] }
}
