import type { CryptoKey, JWTHeaderParameters, JWTPayload } from 'jose'
import type { Clock } from '../../kit/clock.ts'
import type { SignatureAlgorithm } from '../configuration/token-issuer-schema.ts'
import { jwtHeader } from './jwt-header.ts'
import { jwtSignature } from './jwt-signature.ts'
import type { KeyKind } from './new-signing-key.ts'
import type { SignatureSettings } from './signature-settings.ts'
import { algorithmsOf, publicHalf, type SigningKey } from './signing-key.ts'

/** How one key gives way to the next: both published, the new one alone, or the new one under the old one's `kid`. */
export type Rotation = 'overlap' | 'abrupt' | 'same-kid'

/** Makes another JOSE header of the usual one. */
export type Reshape = (header: JWTHeaderParameters) => JWTHeaderParameters

/** Signs and reads the tokens of one server. */
export interface KeyRing {
  /** All of them are published. */
  readonly keys: readonly SigningKey[]
  /** The claims, in the order given, as a JWT; `reshape` changes its header. @throws Error when no key has the id */
  sign(claims: JWTPayload, settings: SignatureSettings, reshape?: Reshape): string
  /**
   * The claims of a JWT that one of the keys signed and that has not expired; undefined for any other text.
   * @param leeway seconds by which its times may be off
   */
  read(jwt: string, leeway: number): Promise<JWTPayload | undefined>
  /** Has other keys from now on. Resolves when that is kept. */
  replace(keys: readonly SigningKey[]): Promise<void>
  /** Has the keys that another process made it have. Nobody keeps that again. */
  follow(keys: readonly SigningKey[]): void
  /** Back to the keys of the start. Whoever keeps keys forgets them. */
  reset(): void
  /** Generates a key more. */
  add(id: string, kind: KeyKind): Promise<void>
  /** Gives the key called `id` a successor, which has this name from now on. @throws Error when no key has the id */
  rotate(id: string, how: Rotation): Promise<SigningKey>
}

/** Imported once per key and algorithm, however many servers use it. */
const imported = new WeakMap<object, Map<string, Promise<CryptoKey>>>()

/**
 * A ring that resets to `keys`. The JOSE library is loaded with the first token that is read.
 * @param now what it is at first, when an earlier process has rotated them
 * @param keep puts the keys down when they change
 */
export function keyRing(
  keys: readonly SigningKey[],
  clock: Clock,
  {
    now = keys,
    keep = async () => {},
  }: { now?: readonly SigningKey[]; keep?: (keys: readonly SigningKey[]) => Promise<void> } = {},
): KeyRing {
  let ring = now
  // Settings stay the same object until the configuration changes.
  const headers = new WeakMap<SignatureSettings, { key: SigningKey; encoded: string }>()
  const headerOf = (key: SigningKey, settings: SignatureSettings): string => {
    const known = headers.get(settings)
    if (known?.key === key) return known.encoded
    const encoded = base64url(jwtHeader(key, settings))
    headers.set(settings, { key, encoded })
    return encoded
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
    sign(claims, settings, reshape) {
      const key = named(settings.keyId)
      const header = reshape ? base64url(reshape(jwtHeader(key, settings))) : headerOf(key, settings)
      const signingInput = `${header}.${base64url(claims)}`
      return `${signingInput}.${jwtSignature(signingInput, key, settings.algorithm)}`
    },
    async read(jwt, leeway) {
      const algorithm = algorithmOf(jwt)
      if (!algorithm) return undefined
      const { jwtVerify } = await import('jose/jwt/verify')
      const currentDate = new Date(clock.now())
      for (const key of ring) {
        if (!algorithmsOf(key).includes(algorithm)) continue
        const read = await jwtVerify(jwt, await importKey(key, algorithm), {
          algorithms: [algorithm],
          currentDate,
          clockTolerance: leeway,
        }).catch(() => undefined)
        if (read) return read.payload
      }
      return undefined
    },
    async replace(next) {
      ring = next
      await keep(next)
    },
    follow(next) {
      ring = next
    },
    reset() {
      ring = keys
    },
    async add(id, kind) {
      const { newSigningKey } = await import('./new-signing-key.ts')
      ring = [...ring, await newSigningKey(id, kind)]
      await keep(ring)
    },
    async rotate(id, how) {
      const old = named(id)
      const { kindOf, newSigningKey } = await import('./new-signing-key.ts')
      const fresh = await newSigningKey(id, kindOf(old), how === 'same-kid' ? old.kid : undefined)
      const kept = how === 'overlap' ? [{ ...old, id: `${id}${old.kid}` }] : []
      ring = [fresh, ...kept, ...ring.filter((key) => key !== old)]
      await keep(ring)
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
    return /^[RPE]S(256|384|512)$/.test(String(alg)) ? (alg as SignatureAlgorithm) : undefined
  } catch {
    return undefined
  }
}

const base64url = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url')

/** The public half, for reading. */
function importKey(key: SigningKey, algorithm: string): Promise<CryptoKey> {
  const known = imported.get(key.privateJwk) ?? new Map<string, Promise<CryptoKey>>()
  imported.set(key.privateJwk, known)
  const fresh = known.get(algorithm) ?? importPublic(key, algorithm)
  known.set(algorithm, fresh)
  return fresh
}

async function importPublic(key: SigningKey, algorithm: string): Promise<CryptoKey> {
  const { importJWK } = await import('jose/key/import')
  // `importJWK` gives bytes only for symmetric keys, and this is none.
  return (await importJWK(publicHalf(key), algorithm)) as CryptoKey
}
