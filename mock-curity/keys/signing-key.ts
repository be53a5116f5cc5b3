import Type, { type Static } from 'typebox'

const Base64Url = Type.String({ pattern: '^[A-Za-z0-9_-]+$' })

/** An RSA key that signs tokens (RS256), with the names it has in the key set and in token headers (`curity.md` 1.5, 4.3). */
export const SigningKey = Type.Object(
  {
    /** What the configuration calls it: `signing-key-id`. */
    id: Type.String({ minLength: 1 }),
    /** A signed 32-bit number in decimal, often negative. */
    kid: Type.String({ minLength: 1 }),
    /** SHA-1 thumbprint of its certificate. */
    x5t: Base64Url,
    /** DER in base64, for `x5c` and `x5t#S256`. */
    certificate: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9+/]+={0,2}$' })),
    privateJwk: Type.Object({
      kty: Type.Literal('RSA'),
      n: Base64Url,
      e: Base64Url,
      d: Base64Url,
      p: Base64Url,
      q: Base64Url,
      dp: Base64Url,
      dq: Base64Url,
      qi: Base64Url,
    }),
  },
  { additionalProperties: false },
)
export type SigningKey = Static<typeof SigningKey>

/** The key as the key set publishes it: with `x5t`, and without the certificate, unless told otherwise (`curity.md` 1.5). */
export const publicJwk = (
  { kid, x5t, certificate, privateJwk: { kty, n, e } }: SigningKey,
  alg: string,
  include: { x5t: boolean; x5c: boolean },
) => ({
  kty,
  kid,
  use: 'sig',
  alg,
  n,
  e,
  ...(include.x5t && { x5t }),
  ...(include.x5c && certificate && { x5c: [certificate] }),
})
