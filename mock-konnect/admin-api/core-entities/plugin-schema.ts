import Type, { type Static } from 'typebox'
import { closed, nullable, orNull } from '../../problems/common-schemas.ts'

const optional = <S extends Type.TSchema>(schema: S) => Type.Optional(nullable(schema))
const Reference = closed({ id: Type.String() })
const Texts = Type.Array(Type.String())
const Protocols = Type.Array(
  Type.Enum(['grpc', 'grpcs', 'http', 'https', 'tcp', 'tls', 'tls_passthrough', 'udp', 'ws', 'wss']),
)
const Access = Type.Object({ access: Type.Optional(Texts) })
const common = {
  id: optional(Type.String({ format: 'uuid' })),
  tags: optional(Texts),
  created_at: optional(Type.Integer()),
  updated_at: optional(Type.Integer()),
}

/** A plugin as it is written (`konnect.md` 8). What its `config` may hold is not checked. */
export const PluginBody = closed({
  ...common,
  name: Type.String({ minLength: 1 }),
  instance_name: optional(Type.String({ minLength: 1 })),
  config: optional(Type.Record(Type.String(), Type.Unknown())),
  enabled: optional(Type.Boolean()),
  protocols: optional(Protocols),
  service: optional(Reference),
  route: optional(Reference),
  consumer: optional(Reference),
  consumer_group: optional(Reference),
  ordering: optional(closed({ before: Type.Optional(Access), after: Type.Optional(Access) })),
  partials: optional(
    Type.Array(
      closed({
        id: Type.String({ minLength: 1 }),
        name: Type.Optional(Type.String()),
        path: Type.Optional(Type.String()),
      }),
    ),
  ),
  condition: optional(Type.String({ maxLength: 1024 })),
})
export type PluginBody = Static<typeof PluginBody>

/** A consumer as it is written: a user name or an id of the caller's own. */
export const ConsumerBody = closed({
  ...common,
  username: optional(Type.String({ minLength: 1 })),
  custom_id: optional(Type.String({ minLength: 1 })),
})
export type ConsumerBody = Static<typeof ConsumerBody>

/** Tags in an answer: rows are frozen, and an answer only reads them. */
export const ShownTags = Type.Unsafe<readonly string[] | null>(orNull(Texts))
const shown = { id: Type.String(), tags: ShownTags, created_at: Type.Integer(), updated_at: Type.Integer() }
const reference = orNull(Type.Object({ id: Type.String() }))
const open = Type.Unsafe<object | null>({})

/** A plugin in an answer. */
export const ShownPlugin = Type.Object({
  ...shown,
  name: Type.String(),
  instance_name: orNull(Type.String()),
  config: open,
  enabled: Type.Boolean(),
  protocols: Texts,
  service: reference,
  route: reference,
  consumer: reference,
  consumer_group: reference,
  ordering: open,
  partials: open,
  condition: orNull(Type.String()),
})

/** A consumer in an answer. */
export const ShownConsumer = Type.Object({
  ...shown,
  username: orNull(Type.String()),
  custom_id: orNull(Type.String()),
})
