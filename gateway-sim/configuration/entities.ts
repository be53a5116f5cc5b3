import Type, { type Static } from 'typebox'
import { OpenIdConnectConfig } from '../auth/openid-connect-config.ts'

const Reference = Type.Object({ id: Type.String() })
const Texts = Type.Union([Type.Array(Type.String()), Type.Null()])
const Text = Type.Union([Type.String(), Type.Null()])

/** A Gateway Service as the control plane tells it: Kong's core entity, of which these members matter here (gateway.md 8.1). */
export const Service = Type.Object({
  id: Type.String(),
  name: Type.Optional(Text),
  protocol: Type.Enum(['http', 'https', 'grpc', 'grpcs', 'tcp', 'tls', 'tls_passthrough', 'udp', 'ws', 'wss']),
  host: Type.String({ minLength: 1 }),
  port: Type.Integer({ minimum: 0, maximum: 65535 }),
  path: Type.Optional(Text),
  retries: Type.Integer({ minimum: 0 }),
  connect_timeout: Type.Integer({ minimum: 1 }),
  write_timeout: Type.Optional(Type.Integer({ minimum: 1 })),
  read_timeout: Type.Integer({ minimum: 1 }),
  enabled: Type.Optional(Type.Boolean()),
  tls_verify: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
})
/** A checked one. */
export type Service = Static<typeof Service>

/** A Route: which requests it takes, and what it does to their path (gateway.md 8.1). */
export const Route = Type.Object({
  id: Type.String(),
  name: Type.Optional(Text),
  protocols: Type.Array(Type.String()),
  methods: Type.Optional(Texts),
  hosts: Type.Optional(Texts),
  paths: Type.Optional(Texts),
  headers: Type.Optional(Type.Union([Type.Record(Type.String(), Type.Array(Type.String())), Type.Null()])),
  snis: Type.Optional(Texts),
  expression: Type.Optional(Text),
  strip_path: Type.Boolean(),
  preserve_host: Type.Boolean(),
  path_handling: Type.Optional(Type.Enum(['v0', 'v1'])),
  regex_priority: Type.Optional(Type.Integer()),
  https_redirect_status_code: Type.Optional(Type.Integer()),
  service: Type.Union([Reference, Type.Null()]),
  created_at: Type.Optional(Type.Number()),
})
/** A checked one. */
export type Route = Static<typeof Route>

const GuardStrategy = Type.Union([
  Type.Object({
    strategy_id: Type.String(),
    strategy_type: Type.Literal('openid_connect'),
    config: OpenIdConnectConfig,
  }),
  Type.Object({
    strategy_id: Type.String(),
    strategy_type: Type.Literal('key_auth'),
    config: Type.Object({ key_names: Type.Optional(Type.Array(Type.String(), { minItems: 1 })) }),
  }),
])
/** A strategy as a guard lists it. */
export type GuardStrategy = Static<typeof GuardStrategy>

/** One konnect-application-auth linkage: who may call the service, and how callers show it (gateway.md 5.1). */
export const Guard = Type.Object({
  id: Type.String(),
  service: Reference,
  scope: Type.String(),
  name: Type.Optional(Text),
  strategies: Type.Array(GuardStrategy),
})
/** A checked one. */
export type Guard = Static<typeof Guard>

/** A developer's application: its client id at the identity provider and what it is registered for (gateway.md 5.1). */
export const Application = Type.Object({
  id: Type.String(),
  client_id: Text,
  auth_strategy_id: Type.Union([Type.String(), Type.Null()]),
  scopes: Type.Array(Type.String()),
  api_keys: Type.Optional(Type.Array(Type.String())),
  /** By scope: the consumer that the registration stands for. */
  consumers: Type.Optional(Type.Record(Type.String(), Type.String())),
  /** Groups that its calls count as, for `acl`. */
  consumer_groups: Type.Optional(Type.Array(Type.String())),
})
/** A checked one. */
export type Application = Static<typeof Application>

/** Who calls, as Kong's core entity has it, with the groups that it is in. */
export const Consumer = Type.Object({
  id: Type.String(),
  username: Type.Optional(Text),
  custom_id: Type.Optional(Text),
  /** Groups of its own, which Kong keeps as `acls`. */
  groups: Type.Optional(Type.Array(Type.String())),
  consumer_groups: Type.Optional(Type.Array(Type.String())),
})
/** A checked one. */
export type Consumer = Static<typeof Consumer>

const Scope = Type.Optional(Type.Union([Reference, Type.Null()]))
const Neighbours = Type.Optional(Type.Object({ access: Type.Optional(Type.Array(Type.String())) }))

/** A plugin of the control plane, with the entities it is bound to. What its configuration means is the plugin's affair. */
export const Plugin = Type.Object({
  id: Type.String(),
  name: Type.String(),
  enabled: Type.Optional(Type.Boolean()),
  config: Type.Optional(Type.Union([Type.Object({}), Type.Null()])),
  route: Scope,
  service: Scope,
  consumer: Scope,
  consumer_group: Scope,
  /** Before or after which plugins it runs, against the usual order: Kong's dynamic plugin ordering. */
  ordering: Type.Optional(Type.Union([Type.Object({ before: Neighbours, after: Neighbours }), Type.Null()])),
})
/** A checked one. */
export type Plugin = Static<typeof Plugin>

/**
 * A published API that is linked to the control plane as a whole, and what guards it: what `ace` works with (gateway.md 5.4).
 * Each of its operations is known by its id to the upstream.
 */
export const PublishedApi = Type.Object({
  id: Type.String(),
  scope: Type.String(),
  name: Type.Optional(Text),
  strategies: Type.Array(GuardStrategy),
  operations: Type.Array(
    Type.Object({
      id: Type.String(),
      method: Type.String(),
      /** `{name}` stands for one segment. */
      path: Type.String(),
      hosts: Type.Optional(Texts),
    }),
  ),
})
/** A checked one. */
export type PublishedApi = Static<typeof PublishedApi>
