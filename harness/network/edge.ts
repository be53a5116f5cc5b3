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

/** Names and values that a header can have (RFC 9110 section 5). */
const HeaderName = Type.String({ pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" })
const HeaderValue = Type.String({ pattern: '^[\\t\\x20-\\x7e\\x80-\\xff]*$' })
const HeaderChanges = Type.Record(HeaderName, Type.Union([HeaderValue, Type.Null()]), {
  description: 'name → value; null: stripped',
  additionalProperties: false,
})

/** What the certificate of an address is like. */
export const TlsTrouble = Type.Enum(['self-signed', 'stranger', 'expired', 'other-host', 'deep-chain', 'no-chain'], {
  description:
    'what is wrong with the certificate; deep-chain: two intermediate authorities, and nothing wrong; no-chain: they are not sent along',
})
export type TlsTrouble = Static<typeof TlsTrouble>

/** The same for a hop, which may also have a good one. */
export const HopCertificate = Type.Enum(['trusted', ...TlsTrouble.enum], {
  description:
    'https at the hop, and what is wrong with its certificate; default: the certificate of the server behind it',
})
export type HopCertificate = Static<typeof HopCertificate>

const Origin = Type.String({ pattern: '^https?://[^/?#\\s]+/?$' })

/** What stands between two hops. Everything is optional: an edge without a word is a plain way through. */
export const Edge = Type.Partial(
  Type.Object({
    reach: Type.Enum(['open', 'refused', 'silent'], {
      description: 'refused: nobody listens; silent: connections are taken and nothing comes; default open',
    }),
    target: Type.Union([Origin, Type.Array(Origin, { minItems: 1 })], {
      description:
        'where requests go on to in place of the other side, as http://127.0.0.1:8443; of a list each in turn',
    }),
    latencyMs: Type.Integer({ minimum: 0, description: 'before each request goes on' }),
    host: Type.String({
      pattern: '^[\\x21-\\x7e]*$',
      description: 'Host that the other side sees: kept (default), target, or a name',
    }),
    requestHeaders: HeaderChanges,
    responseHeaders: HeaderChanges,
    rewrite: Type.Enum(['endpoints', 'all', 'nothing'], {
      description:
        "addresses of the other side in its answers become this hop's: all of them, all but issuer (default), none",
    }),
    tls: HopCertificate,
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
