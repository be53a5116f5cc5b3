import Type, { type Static } from 'typebox'
import { closed, nullable, orNull } from '../../problems/common-schemas.ts'
import { ShownTags } from './plugin-schema.ts'

const optional = <S extends Type.TSchema>(schema: S) => Type.Optional(nullable(schema))
const Reference = Type.Object({ id: Type.String() })
const HashInput = Type.Enum(['consumer', 'cookie', 'header', 'ip', 'none', 'path', 'query_arg', 'uri_capture'])
const Name = Type.String({ minLength: 1 })
const Path = Type.String({ pattern: '^/' })
const CheckType = Type.Optional(Type.Enum(['grpc', 'grpcs', 'http', 'https', 'tcp']))
const Statuses = Type.Optional(Type.Array(Type.Integer({ minimum: 100, maximum: 999 })))
const Count = Type.Optional(Type.Integer({ minimum: 0, maximum: 255 }))
const Seconds = Type.Optional(Type.Number({ minimum: 0, maximum: 65_535 }))
const healthy = { http_statuses: Statuses, successes: Count }
const unhealthy = { http_statuses: Statuses, http_failures: Count, tcp_failures: Count, timeouts: Count }

/** How the health of targets is found out: by asking them, and by what they answer callers. */
export const HealthChecks = Type.Object({
  active: Type.Optional(
    Type.Object({
      type: CheckType,
      concurrency: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_648 })),
      headers: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()))),
      http_path: Type.Optional(Path),
      https_sni: Type.Optional(Type.String()),
      https_verify_certificate: Type.Optional(Type.Boolean()),
      timeout: Seconds,
      healthy: Type.Optional(Type.Object({ ...healthy, interval: Seconds })),
      unhealthy: Type.Optional(Type.Object({ ...unhealthy, interval: Seconds })),
    }),
  ),
  passive: Type.Optional(
    Type.Object({
      type: CheckType,
      healthy: Type.Optional(Type.Object(healthy)),
      unhealthy: Type.Optional(Type.Object(unhealthy)),
    }),
  ),
  threshold: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
})
export type HealthChecks = Static<typeof HealthChecks>

const common = { id: optional(Type.String({ format: 'uuid' })), tags: optional(Type.Array(Type.String())) }

/** An upstream as it is written. Null stands for the default. */
export const UpstreamBody = closed({
  ...common,
  name: Type.String({ minLength: 1 }),
  algorithm: optional(
    Type.Enum(['consistent-hashing', 'latency', 'least-connections', 'round-robin', 'sticky-sessions']),
  ),
  hash_on: optional(HashInput),
  hash_fallback: optional(HashInput),
  hash_on_header: optional(Type.String()),
  hash_fallback_header: optional(Type.String()),
  hash_on_cookie: optional(Type.String()),
  hash_on_cookie_path: optional(Path),
  hash_on_query_arg: optional(Name),
  hash_fallback_query_arg: optional(Name),
  hash_on_uri_capture: optional(Name),
  hash_fallback_uri_capture: optional(Name),
  sticky_sessions_cookie: optional(Type.String()),
  sticky_sessions_cookie_path: optional(Path),
  slots: optional(Type.Integer({ minimum: 10, maximum: 65_536 })),
  healthchecks: optional(HealthChecks),
  host_header: optional(Type.String()),
  client_certificate: optional(Reference),
  use_srv_name: optional(Type.Boolean()),
  created_at: optional(Type.Integer()),
  updated_at: optional(Type.Integer()),
})
export type UpstreamBody = Static<typeof UpstreamBody>

/** A target as it is written below its upstream. */
export const TargetBody = closed({
  ...common,
  target: Type.String({ minLength: 1 }),
  weight: optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
  failover: optional(Type.Boolean()),
  upstream: optional(Reference),
  created_at: optional(Type.Number()),
  updated_at: optional(Type.Number()),
})
export type TargetBody = Static<typeof TargetBody>

const text = orNull(Type.String())
const shown = { id: Type.String(), tags: ShownTags, created_at: Type.Integer(), updated_at: Type.Integer() }

/** An upstream in an answer. */
export const ShownUpstream = Type.Object({
  ...shown,
  ...{ name: Type.String(), algorithm: Type.String(), hash_on: Type.String(), hash_fallback: Type.String() },
  ...{ hash_on_header: text, hash_fallback_header: text, hash_on_cookie: text, hash_on_cookie_path: Type.String() },
  ...{ hash_on_query_arg: text, hash_fallback_query_arg: text },
  ...{ hash_on_uri_capture: text, hash_fallback_uri_capture: text },
  ...{ sticky_sessions_cookie: text, sticky_sessions_cookie_path: Type.String(), slots: Type.Integer() },
  healthchecks: Type.Unsafe<object>({}),
  ...{ host_header: text, client_certificate: orNull(Reference), use_srv_name: Type.Boolean() },
})

/** A target in an answer. */
export const ShownTarget = Type.Object({
  ...shown,
  ...{ target: Type.String(), weight: Type.Integer(), failover: Type.Boolean(), upstream: Reference },
})

const OfUpstream = { controlPlaneId: Type.String(), upstreamId: Type.String() }
export const UpstreamId = Type.Object(OfUpstream)
export const TargetId = Type.Object({ ...OfUpstream, targetId: Type.String() })
