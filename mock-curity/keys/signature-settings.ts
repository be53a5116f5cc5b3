import type { SignatureAlgorithm } from '../configuration/token-issuer-schema.ts'

/** How a JWT is signed, and which members its header has beside `alg` (`curity.md` 4.3, jwt-issuer-settings). */
export interface SignatureSettings {
  /** The `id` of a signing key. */
  keyId: string
  algorithm: SignatureAlgorithm
  /** Seconds by which the times in a JWT may be off when it is read. */
  clockSkew: number
  kid: boolean
  x5t: boolean
  x5tS256: boolean
  x5c: boolean
  jwk: boolean
  /** Where the key set is; undefined: no such member. */
  jku: string | undefined
}
