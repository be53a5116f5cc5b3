import type { CryptoKey, JWTPayload } from 'jose'
import type { Clock } from '../../kit/clock.ts'
import { publicJwk, type SigningKey } from './signing-key.ts'

/** Which members the header of a signed token has beside `alg` (`curity.md` 4.3, jwt-issuer-settings). */
export interface HeaderMembers {
  kid: boolean
  x5t: boolean
}

/** Signs and reads the tokens of one server. */
export interface KeyRing {
  readonly keys: readonly SigningKey[]
  /** The key set, as it is published. */
  jwks(): { keys: ReturnType<typeof publicJwk>[] }
  /** The claims, in the order given, as a JWT. @throws Error when no key has this id */
  sign(claims: JWTPayload, keyId: string, header: HeaderMembers): Promise<string>
  /** The claims of a JWT that one of the keys signed and that has not expired; undefined for any other text. */
  read(jwt: string): Promise<JWTPayload | undefined>
  /** Signs with other keys from now on. */
  replace(keys: readonly SigningKey[]): void
}

/** Imported once per key, however many servers use it. */
const imported = new WeakMap<object, Promise<{ sign: CryptoKey; verify: CryptoKey }>>()

/** A ring of `keys`. The JOSE library is loaded with the first token. */
export function keyRing(keys: readonly SigningKey[], clock: Clock): KeyRing {
  let ring = keys
  return {
    get keys() {
      return ring
    },
    jwks: () => ({ keys: ring.map(publicJwk) }),
    async sign(claims, keyId, { kid, x5t }) {
      const key = ring.find(({ id }) => id === keyId)
      if (!key) throw new Error(`there is no signing key "${keyId}"`)
      const { SignJWT } = await import('jose/jwt/sign')
      const header = { ...(kid && { kid: key.kid }), ...(x5t && { x5t: key.x5t }), alg: 'RS256' }
      return new SignJWT(claims).setProtectedHeader(header).sign((await importKey(key)).sign)
    },
    async read(jwt) {
      if (jwt.split('.').length !== 3) return undefined
      const { jwtVerify } = await import('jose/jwt/verify')
      const currentDate = new Date(clock.now())
      for (const key of ring) {
        const { verify } = await importKey(key)
        const read = await jwtVerify(jwt, verify, { algorithms: ['RS256'], currentDate }).catch(() => undefined)
        if (read) return read.payload
      }
      return undefined
    },
    replace(next) {
      ring = next
    },
  }
}

function importKey({ privateJwk }: SigningKey) {
  const known = imported.get(privateJwk)
  if (known) return known
  const fresh = importBoth(privateJwk)
  imported.set(privateJwk, fresh)
  return fresh
}

async function importBoth(privateJwk: SigningKey['privateJwk']) {
  const { importJWK } = await import('jose/key/import')
  const { kty, n, e } = privateJwk
  const [sign, verify] = await Promise.all([importJWK(privateJwk, 'RS256'), importJWK({ kty, n, e }, 'RS256')])
  // `importJWK` gives bytes only for symmetric keys, and these are RSA keys.
  return { sign: sign as CryptoKey, verify: verify as CryptoKey }
}
