import Type, { type Static } from 'typebox'
import { Application, Consumer, Guard, Plugin, PublishedApi, Route, Service } from './entities.ts'
import { Target, Upstream } from './upstream.ts'

const kinds = {
  services: Type.Array(Service),
  routes: Type.Array(Route),
  guards: Type.Array(Guard),
  applications: Type.Array(Application),
}
/** What a control plane that has none need not say. */
const optionalKinds = {
  plugins: Type.Optional(Type.Array(Plugin)),
  apis: Type.Optional(Type.Array(PublishedApi)),
  consumers: Type.Optional(Type.Array(Consumer)),
  upstreams: Type.Optional(Type.Array(Upstream)),
  targets: Type.Optional(Type.Array(Target)),
}
const Ids = Type.Array(Type.String())
const version = { version: Type.Integer({ minimum: 0 }), hash: Type.String() }

/** Everything a node serves with. */
export const Entities = Type.Object({ ...kinds, ...optionalKinds })
/** All entities, checked. */
export type Entities = Static<typeof Entities>

/** First line of a stream, and again after the control plane was reset: replaces everything. */
export const FullLine = Type.Object({
  type: Type.Literal('full'),
  ...version,
  control_plane: Type.Object({ id: Type.String(), name: Type.String() }),
  entities: Entities,
})
/** A `full` line, checked. */
export type FullLine = Static<typeof FullLine>

/** What changed since the line before. Kinds that are absent did not change. */
export const DeltaLine = Type.Object({
  type: Type.Literal('delta'),
  ...version,
  set: Type.Optional(Type.Partial(Type.Object({ ...kinds, ...optionalKinds }))),
  removed: Type.Optional(
    Type.Object({
      services: Type.Optional(Ids),
      routes: Type.Optional(Ids),
      guards: Type.Optional(Ids),
      applications: Type.Optional(Ids),
      plugins: Type.Optional(Ids),
      apis: Type.Optional(Ids),
      consumers: Type.Optional(Ids),
      upstreams: Type.Optional(Ids),
      targets: Type.Optional(Ids),
    }),
  ),
})
/** A `delta` line, checked. */
export type DeltaLine = Static<typeof DeltaLine>

/** The control plane is still there. */
export const PingLine = Type.Object({ type: Type.Literal('ping'), ...version })

/** A line that changes what the node serves with. */
export type ConfigurationLine = FullLine | DeltaLine
