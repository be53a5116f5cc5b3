import Type, { type Static } from 'typebox'
import type { SignatureAlgorithm } from '../configuration/token-issuer-schema.ts'

const Base64Url = Type.String({ pattern: '^[A-Za-z0-9_-]+$' })

/** RFC 7518 §6.3. */
const RsaKey = Type.Object({
  kty: Type.Literal('RSA'),
  n: Base64Url,
  e: Base64Url,
  d: Base64Url,
  p: Base64Url,
  q: Base64Url,
  dp: Base64Url,
  dq: Base64Url,
  qi: Base64Url,
})

/** RFC 7518 §6.2. */
const EcKey = Type.Object({
  kty: Type.Literal('EC'),
  crv: Type.Enum(['P-256', 'P-384', 'P-521']),
  x: Base64Url,
  y: Base64Url,
  d: Base64Url,
})

/** A key that signs tokens, with the names it has in the key set and in token headers (`curity.md` 1.5, 4.3). */
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
    privateJwk: Type.Union([RsaKey, EcKey]),
  },
  { additionalProperties: false },
)
export type SigningKey = Static<typeof SigningKey>

const algorithms = {
  RSA: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  'P-256': ['ES256'],
  'P-384': ['ES384'],
  'P-521': ['ES512'],
} as const satisfies Record<string, readonly SignatureAlgorithm[]>

/** What a key can sign with (RFC 7518 §3.1); the first is what it signs with when nothing else is said. */
export const algorithmsOf = ({
  privateJwk: jwk,
}: Pick<SigningKey, 'privateJwk'>): readonly [SignatureAlgorithm, ...SignatureAlgorithm[]] =>
  algorithms[jwk.kty === 'RSA' ? 'RSA' : jwk.crv]

/** The public half, as a JWK. */
export function publicHalf({ privateJwk: jwk }: Pick<SigningKey, 'privateJwk'>) {
  if (jwk.kty === 'EC') return { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }
  return { kty: jwk.kty, n: jwk.n, e: jwk.e }
}

/**
 * The key as the key set publishes it: with `x5t`, and without the certificate, unless told otherwise (`curity.md` 1.5).
 * @param signs the algorithm that tokens are signed with; a key that cannot has its own
 */
export function publicJwk(key: SigningKey, signs: SignatureAlgorithm, include: { x5t: boolean; x5c: boolean }) {
  const [own, ...others] = algorithmsOf(key)
  const { kty, ...half } = publicHalf(key)
  return {
    kty,
    kid: key.kid,
    use: 'sig',
    alg: others.includes(signs) ? signs : own,
    ...half,
    ...(include.x5t && { x5t: key.x5t }),
    ...(include.x5c && key.certificate && { x5c: [key.certificate] }),
  }
}
