import Type, { type Static } from 'typebox'

/** From whom to whom: each edge is a way of its own, so that two callers may reach one server differently. */
export const edgeNames = [
  'konnect-curity',
  'gateway-curity',
  'gateway-konnect',
  'gateway-upstream',
  'client-gateway',
] as const
export type EdgeName = (typeof edgeNames)[number]

const HeaderChanges = Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()]), {
  description: 'name → value; null: stripped',
})

/** What stands between two hops. Everything is optional: an edge without a word is a plain way through. */
export const Edge = Type.Partial(
  Type.Object({
    reach: Type.Enum(['open', 'refused', 'silent'], {
      description: 'refused: nobody listens; silent: connections are taken and nothing comes; default open',
    }),
    latencyMs: Type.Integer({ minimum: 0, description: 'before each request goes on' }),
    host: Type.String({ description: 'Host that the other side sees: kept (default), target, or a name' }),
    requestHeaders: HeaderChanges,
    responseHeaders: HeaderChanges,
    rewrite: Type.Enum(['endpoints', 'all', 'nothing'], {
      description:
        "addresses of the other side in its answers become this hop's: all of them, all but issuer (default), none",
    }),
    from: Type.String({ description: 'address that the other side sees the caller come from, as 127.0.0.9' }),
    breakEvery: Type.Integer({ minimum: 1, description: 'every n-th request finds its connection closed' }),
  }),
  { additionalProperties: false },
)
export type Edge = Static<typeof Edge>

/** The edges of a world, by name. Only those that stand here have a hop; a world without edges has none. */
export const Edges = Type.Partial(
  Type.Object({
    'konnect-curity': Edge,
    'gateway-curity': Edge,
    'gateway-konnect': Edge,
    'gateway-upstream': Edge,
    'client-gateway': Edge,
  } satisfies Record<EdgeName, typeof Edge>),
  { additionalProperties: false },
)
export type Edges = Static<typeof Edges>
