import { constants, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import type { SignatureAlgorithm } from '../configuration/token-issuer-schema.ts'
import type { SigningKey } from './signing-key.ts'

/** Made once per key, however many servers use it. */
const privateKeys = new WeakMap<object, KeyObject>()

/**
 * Signs (RFC 7515 section 5.1 step 5, RFC 7518 sections 3.3 to 3.5). At once and on this thread: nearly all of a token is
 * its signature, and the way through the thread pool costs another tenth of one.
 * @param signingInput `BASE64URL(header).BASE64URL(payload)`
 */
export function jwtSignature(signingInput: string, { privateJwk }: SigningKey, algorithm: SignatureAlgorithm): string {
  const key = privateKeys.get(privateJwk) ?? createPrivateKey({ key: privateJwk, format: 'jwk' })
  privateKeys.set(privateJwk, key)
  const digest = `sha${algorithm.slice(2)}`
  const data = Buffer.from(signingInput)
  // Without padding named, the key goes in bare: wrapped in an object it costs 30 µs more.
  const signature = algorithm.startsWith('RS')
    ? sign(digest, data, key)
    : sign(digest, data, { key, ...formOf(algorithm) })
  return signature.toString('base64url')
}

const formOf = (algorithm: SignatureAlgorithm) => (algorithm.startsWith('PS') ? pss : bothNumbers)

/** RFC 7518 section 3.4: R and S one after the other, in place of ASN.1. */
const bothNumbers = { dsaEncoding: 'ieee-p1363' } as const

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
