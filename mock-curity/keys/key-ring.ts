import type { CryptoKey, JWTHeaderParameters, JWTPayload } from 'jose'
import type { Clock } from '../../kit/clock.ts'
import type { SignatureAlgorithm } from '../configuration/token-issuer-schema.ts'
import { jwtHeader } from './jwt-header.ts'
import type { SignatureSettings } from './signature-settings.ts'
import type { SigningKey } from './signing-key.ts'

/** How one key gives way to the next: both published, the new one alone, or the new one under the old one's `kid`. */
export type Rotation = 'overlap' | 'abrupt' | 'same-kid'

/** Signs and reads the tokens of one server. */
export interface KeyRing {
  /** All of them are published. */
  readonly keys: readonly SigningKey[]
  /** The claims, in the order given, as a JWT. @throws Error when no key has the id */
  sign(claims: JWTPayload, settings: SignatureSettings): Promise<string>
  /** The claims of a JWT that one of the keys signed and that has not expired; undefined for any other text. */
  read(jwt: string): Promise<JWTPayload | undefined>
  /** Has other keys from now on. */
  replace(keys: readonly SigningKey[]): void
  /** Gives the key called `id` a successor, which has this name from now on. @throws Error when no key has the id */
  rotate(id: string, how: Rotation): Promise<SigningKey>
}

/** Imported once per key and algorithm, however many servers use it. */
const imported = new WeakMap<object, Map<string, Promise<{ sign: CryptoKey; verify: CryptoKey }>>>()

/** A ring of `keys`. The JOSE library is loaded with the first token. */
export function keyRing(keys: readonly SigningKey[], clock: Clock): KeyRing {
  let ring = keys
  // Settings stay the same object until the configuration changes.
  const headers = new WeakMap<SignatureSettings, { key: SigningKey; header: JWTHeaderParameters }>()
  const headerOf = (key: SigningKey, settings: SignatureSettings): JWTHeaderParameters => {
    const known = headers.get(settings)
    if (known?.key === key) return known.header
    const header = jwtHeader(key, settings)
    headers.set(settings, { key, header })
    return header
  }
  const named = (keyId: string): SigningKey => {
    const key = ring.find(({ id }) => id === keyId)
    if (!key) throw new Error(`there is no signing key "${keyId}"`)
    return key
  }
  return {
    get keys() {
      return ring
    },
    async sign(claims, settings) {
      const key = named(settings.keyId)
      const { SignJWT } = await import('jose/jwt/sign')
      const { sign } = await importKey(key, settings.algorithm)
      return new SignJWT(claims).setProtectedHeader(headerOf(key, settings)).sign(sign)
    },
    async read(jwt) {
      const algorithm = algorithmOf(jwt)
      if (!algorithm) return undefined
      const { jwtVerify } = await import('jose/jwt/verify')
      const currentDate = new Date(clock.now())
      for (const key of ring) {
        const { verify } = await importKey(key, algorithm)
        const read = await jwtVerify(jwt, verify, { algorithms: [algorithm], currentDate }).catch(() => undefined)
        if (read) return read.payload
      }
      return undefined
    },
    replace(next) {
      ring = next
    },
    async rotate(id, how) {
      const old = named(id)
      const { newSigningKey } = await import('./new-signing-key.ts')
      const fresh = await newSigningKey(id, how === 'same-kid' ? old.kid : undefined)
      const kept = how === 'overlap' ? [{ ...old, id: `${id}${old.kid}` }] : []
      ring = [fresh, ...kept, ...ring.filter((key) => key !== old)]
      return fresh
    },
  }
}

/** The algorithm that a JWT names, if it is one of ours. */
function algorithmOf(jwt: string): SignatureAlgorithm | undefined {
  const [header = '', , signature] = jwt.split('.')
  if (signature === undefined) return undefined
  try {
    const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg?: unknown }
    // The pattern has the members of the enumeration and no other text.
    return /^[RP]S(256|384|512)$/.test(String(alg)) ? (alg as SignatureAlgorithm) : undefined
  } catch {
    return undefined
  }
}

function importKey({ privateJwk }: SigningKey, algorithm: string) {
  const known = imported.get(privateJwk) ?? new Map<string, ReturnType<typeof importBoth>>()
  imported.set(privateJwk, known)
  const fresh = known.get(algorithm) ?? importBoth(privateJwk, algorithm)
  known.set(algorithm, fresh)
  return fresh
}

async function importBoth(privateJwk: SigningKey['privateJwk'], algorithm: string) {
  const { importJWK } = await import('jose/key/import')
  const { kty, n, e } = privateJwk
  const [sign, verify] = await Promise.all([importJWK(privateJwk, algorithm), importJWK({ kty, n, e }, algorithm)])
  // `importJWK` gives bytes only for symmetric keys, and these are RSA keys.
  return { sign: sign as CryptoKey, verify: verify as CryptoKey }
}
