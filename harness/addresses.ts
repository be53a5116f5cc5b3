import Type, { type Static } from 'typebox'

/** An http or https address. */
export const Url = Type.String({ pattern: '^https?://', examples: ['http://127.0.0.1:8443'] })
const Client = Type.Object({ id: Type.String(), secret: Type.String() }, { additionalProperties: false })

/** Where one data plane node of several is. */
export const GatewayNodeAddress = Type.Object({ url: Url, admin: Url }, { additionalProperties: false })
export type GatewayNodeAddress = Static<typeof GatewayNodeAddress>

/**
 * Where the three servers are, and the credentials to use there: what `up --addresses FILE` writes and `run --against FILE`
 * reads. Any of the three can be the real product.
 */
export const Addresses = Type.Object(
  {
    curity: Type.Object(
      {
        url: Url,
        /** The admin node: RESTCONF. */
        admin: Type.Optional(Url),
        issuer: Url,
        /** May register clients. */
        registrar: Client,
        /** May introspect. */
        introspector: Client,
      },
      { additionalProperties: false },
    ),
    konnect: Type.Object(
      {
        url: Url,
        /** Where the developer's portal is, when that is another address. */
        portal: Type.Optional(Url),
        token: Type.String({ description: 'a personal or system access token' }),
        developer: Type.Object({ email: Type.String(), password: Type.String() }, { additionalProperties: false }),
      },
      { additionalProperties: false },
    ),
    gateway: Type.Object(
      {
        /** Of several nodes, the address that spreads requests over them. */
        url: Url,
        /** Of several nodes, the first one's. */
        admin: Type.Optional(Url),
        /** Of the listener for TLS, where there is one beside the plain one. */
        tls: Type.Optional(Url),
        nodes: Type.Optional(Type.Array(GatewayNodeAddress, { minItems: 1 })),
        settleMs: Type.Optional(
          Type.Integer({
            minimum: 0,
            description: 'of a real data plane: how long a change at Konnect takes until it is there',
          }),
        ),
      },
      { additionalProperties: false },
    ),
    /** An API that gateway services of scenarios may have as upstream. */
    upstream: Url,
    /** Where the levers of that API are, when it is the built-in echo API. */
    upstreamLevers: Type.Optional(Url),
    /** Of the authority whose certificates the servers have; PEM. */
    certificateAuthority: Type.Optional(Type.String()),
    /** Opens the levers of mocks that do not listen on loopback. */
    controlToken: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
)
export type Addresses = Static<typeof Addresses>
