import Type, { type Static } from 'typebox'

const optional = <S extends Type.TSchema>(schema: S) => Type.Optional(Type.Union([schema, Type.Null()]))
const Count = optional(Type.Integer({ minimum: 0, maximum: 255 }))
const Statuses = optional(Type.Array(Type.Integer({ minimum: 100, maximum: 999 })))
const HashInput = optional(
  Type.Enum(['none', 'consumer', 'ip', 'header', 'cookie', 'path', 'query_arg', 'uri_capture']),
)

const Timed = optional(Type.Object({ interval: optional(Type.Number({ minimum: 0 })) }))

/** What the answers of targets to callers' requests tell of their health. A count of 0 tells nothing. */
export const PassiveChecks = Type.Object({
  healthy: optional(Type.Object({ http_statuses: Statuses, successes: Count })),
  unhealthy: optional(
    Type.Object({ http_statuses: Statuses, http_failures: Count, tcp_failures: Count, timeouts: Count }),
  ),
})
/** Checked ones. */
export type PassiveChecks = Static<typeof PassiveChecks>

/** An Upstream: a name that is the host of services, and how their requests are spread over its targets (gateway.md 8.4). */
export const Upstream = Type.Object({
  id: Type.String(),
  name: Type.String({ minLength: 1 }),
  algorithm: optional(
    Type.Enum(['round-robin', 'least-connections', 'consistent-hashing', 'latency', 'sticky-sessions']),
  ),
  hash_on: HashInput,
  hash_fallback: HashInput,
  hash_on_header: optional(Type.String()),
  hash_fallback_header: optional(Type.String()),
  hash_on_query_arg: optional(Type.String()),
  hash_fallback_query_arg: optional(Type.String()),
  hash_on_cookie: optional(Type.String()),
  hash_on_cookie_path: optional(Type.String()),
  host_header: optional(Type.String()),
  healthchecks: optional(
    Type.Object({
      active: optional(Type.Object({ healthy: Timed, unhealthy: Timed })),
      passive: optional(PassiveChecks),
      threshold: optional(Type.Number({ minimum: 0, maximum: 100 })),
    }),
  ),
})
/** A checked one. */
export type Upstream = Static<typeof Upstream>

/** One address of an upstream. */
export const Target = Type.Object({
  id: Type.String(),
  /** Host, and port after a colon. */
  target: Type.String({ minLength: 1 }),
  /** 0 takes it out. */
  weight: optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
  failover: optional(Type.Boolean()),
  upstream: Type.Object({ id: Type.String() }),
  created_at: optional(Type.Number()),
})
/** A checked one. */
export type Target = Static<typeof Target>
