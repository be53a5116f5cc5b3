import Type, { type Static } from 'typebox'
import { closed, nullable, orNull } from '../../problems/common-schemas.ts'

const Protocol = Type.Enum(['grpc', 'grpcs', 'http', 'https', 'tcp', 'tls', 'tls_passthrough', 'udp', 'ws', 'wss'])
const Timeout = Type.Integer({ minimum: 1, maximum: 2_147_483_646 })
const Texts = Type.Array(Type.String())
const Reference = Type.Object({ id: Type.String() })
const optional = <S extends Type.TSchema>(schema: S) => Type.Optional(nullable(schema))

const common = {
  id: optional(Type.String({ format: 'uuid' })),
  name: optional(Type.String({ minLength: 1 })),
  tags: optional(Texts),
  created_at: optional(Type.Integer()),
  updated_at: optional(Type.Integer()),
}

/** A service as it is written (`konnect.md` 8): `host` is required unless `url` brings it. Null stands for the default. */
export const ServiceBody = closed({
  ...common,
  url: optional(Type.String({ format: 'url' })),
  protocol: optional(Protocol),
  host: Type.Optional(Type.String({ minLength: 1 })),
  port: optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
  path: optional(Type.String({ pattern: '^/' })),
  retries: optional(Type.Integer({ minimum: 0, maximum: 32_767 })),
  connect_timeout: optional(Timeout),
  write_timeout: optional(Timeout),
  read_timeout: optional(Timeout),
  enabled: optional(Type.Boolean()),
  tls_verify: optional(Type.Boolean()),
  tls_verify_depth: optional(Type.Integer({ minimum: 0, maximum: 64 })),
  ca_certificates: optional(Texts),
  client_certificate: optional(Reference),
})
export type ServiceBody = Static<typeof ServiceBody>

/** A route as it is written. Expression routes, `sources` and `destinations` are not served. */
export const RouteBody = closed({
  ...common,
  protocols: optional(Type.Array(Protocol, { minItems: 1 })),
  methods: optional(Type.Array(Type.String({ pattern: '^[A-Z]+$' }))),
  hosts: optional(Texts),
  paths: optional(Type.Array(Type.String({ pattern: '^(/|~)' }))),
  headers: optional(Type.Record(Type.String(), Texts)),
  snis: optional(Texts),
  strip_path: optional(Type.Boolean()),
  preserve_host: optional(Type.Boolean()),
  path_handling: optional(Type.Enum(['v0', 'v1'])),
  regex_priority: optional(Type.Integer()),
  https_redirect_status_code: optional(Type.Enum([301, 302, 307, 308, 426])),
  request_buffering: optional(Type.Boolean()),
  response_buffering: optional(Type.Boolean()),
  service: optional(closed({ id: Type.String() })),
})
export type RouteBody = Static<typeof RouteBody>

const shownCommon = {
  id: Type.String(),
  name: orNull(Type.String()),
  tags: orNull(Texts),
  created_at: Type.Integer(),
  updated_at: Type.Integer(),
}

/** A service in an answer; `url` is write-only. */
export const ShownService = Type.Object({
  ...shownCommon,
  protocol: Type.String(),
  host: Type.String(),
  port: Type.Integer(),
  path: orNull(Type.String()),
  retries: Type.Integer(),
  connect_timeout: Type.Integer(),
  write_timeout: Type.Integer(),
  read_timeout: Type.Integer(),
  enabled: Type.Boolean(),
  tls_verify: orNull(Type.Boolean()),
  tls_verify_depth: orNull(Type.Integer()),
  ca_certificates: orNull(Texts),
  client_certificate: orNull(Reference),
})

/** A route in an answer. */
export const ShownRoute = Type.Object({
  ...shownCommon,
  protocols: Texts,
  methods: orNull(Texts),
  hosts: orNull(Texts),
  paths: orNull(Texts),
  headers: orNull(Type.Record(Type.String(), Texts)),
  snis: orNull(Texts),
  strip_path: Type.Boolean(),
  preserve_host: Type.Boolean(),
  path_handling: Type.String(),
  regex_priority: Type.Integer(),
  https_redirect_status_code: Type.Integer(),
  request_buffering: Type.Boolean(),
  response_buffering: Type.Boolean(),
  service: orNull(Reference),
})

/** A list of core entities has a form of its own (`konnect.md` 1.5). */
export const entityList = <S extends Type.TSchema>(entity: S) =>
  Type.Object({ data: Type.Array(entity), next: Type.Optional(Type.String()), offset: Type.Optional(Type.String()) })

export const InControlPlane = Type.Object({ controlPlaneId: Type.String() })
export const EntityId = Type.Object({ controlPlaneId: Type.String(), entityId: Type.String() })
