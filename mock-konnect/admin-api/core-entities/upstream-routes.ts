import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import type { GatewayUpstream } from '../../model/upstream.ts'
import { entityRoutes } from './entity-routes.ts'
import { timesOf } from './entity-times.ts'
import type { EntityMaking } from './services.ts'
import { type HealthChecks, ShownUpstream, UpstreamBody } from './upstream-schema.ts'

/** Upstreams of a control plane. Data planes are told of them; their targets go with them. */
export const gatewayUpstreams = (app: App, context: KonnectContext): void =>
  entityRoutes(app, context, {
    ...{ noun: 'upstream', path: 'upstreams', table: context.model.gatewayUpstreams, nameIndex: 'name' },
    ...{ body: UpstreamBody, answer: ShownUpstream },
    make: async (body, making) => upstreamOf(body, making),
    named: (body, name) => ({ ...body, name }),
    async beforeRemoval({ id }) {
      const { gatewayTargets } = context.model
      for (const target of await gatewayTargets.listBy('upstream', id)) await gatewayTargets.remove(target.id)
    },
  })

/** What the body leaves out stands at the defaults of the published description. */
function upstreamOf(
  body: UpstreamBody,
  { id, controlPlaneId, before, clock }: EntityMaking<GatewayUpstream>,
): GatewayUpstream {
  return {
    ...{ id, control_plane_id: controlPlaneId, name: body.name, tags: body.tags ?? null },
    algorithm: body.algorithm ?? 'round-robin',
    ...{ hash_on: body.hash_on ?? 'none', hash_fallback: body.hash_fallback ?? 'none' },
    ...{ hash_on_header: body.hash_on_header ?? null, hash_fallback_header: body.hash_fallback_header ?? null },
    ...{ hash_on_cookie: body.hash_on_cookie ?? null, hash_on_cookie_path: body.hash_on_cookie_path ?? '/' },
    hash_on_query_arg: body.hash_on_query_arg ?? null,
    hash_fallback_query_arg: body.hash_fallback_query_arg ?? null,
    hash_on_uri_capture: body.hash_on_uri_capture ?? null,
    hash_fallback_uri_capture: body.hash_fallback_uri_capture ?? null,
    sticky_sessions_cookie: body.sticky_sessions_cookie ?? null,
    sticky_sessions_cookie_path: body.sticky_sessions_cookie_path ?? '/',
    slots: body.slots ?? 10_000,
    healthchecks: healthChecksOf(body.healthchecks ?? {}),
    ...{ host_header: body.host_header ?? null, client_certificate: body.client_certificate ?? null },
    use_srv_name: body.use_srv_name ?? false,
    ...timesOf(clock, before?.created_at ?? body.created_at),
  }
}

const from = (first: number, count: number) => Array.from({ length: count }, (_, at) => first + at)
const noFailures = { http_failures: 0, tcp_failures: 0, timeouts: 0 }

/** Nothing is checked unless a count or an interval is set. */
function healthChecksOf({ active = {}, passive = {}, threshold = 0 }: HealthChecks): object {
  return {
    active: {
      ...{ type: 'http', concurrency: 10, http_path: '/', https_verify_certificate: true, timeout: 1, ...active },
      healthy: { http_statuses: [200, 302], interval: 0, successes: 0, ...active.healthy },
      unhealthy: { http_statuses: [429, 404, ...from(500, 6)], interval: 0, ...noFailures, ...active.unhealthy },
    },
    passive: {
      ...{ type: 'http', ...passive },
      healthy: { http_statuses: [...from(200, 9), 226, ...from(300, 9)], successes: 0, ...passive.healthy },
      unhealthy: { http_statuses: [429, 500, 503], ...noFailures, ...passive.unhealthy },
    },
    threshold,
  }
}
