import { constants, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import type { SignatureAlgorithm } from '../configuration/token-issuer-schema.ts'
import type { SigningKey } from './signing-key.ts'

/** Made once per key, however many servers use it. */
const privateKeys = new WeakMap<object, KeyObject>()

/**
 * Signs with an RSA key (RFC 7515 section 5.1 step 5, RFC 7518 sections 3.3 and 3.5). At once and on this thread: nearly all of a token is
 * its signature, and the way through the thread pool costs another tenth of one.
 * @param signingInput `BASE64URL(header).BASE64URL(payload)`
 */
export function jwtSignature(signingInput: string, { privateJwk }: SigningKey, algorithm: SignatureAlgorithm): string {
  const key = privateKeys.get(privateJwk) ?? createPrivateKey({ key: privateJwk, format: 'jwk' })
  privateKeys.set(privateJwk, key)
  const digest = `sha${algorithm.slice(2)}`
  const data = Buffer.from(signingInput)
  // Without padding named, the key goes in bare: wrapped in an object it costs 30 µs more.
  const signature = algorithm.startsWith('PS') ? sign(digest, data, { key, ...pss }) : sign(digest, data, key)
  return signature.toString('base64url')
}

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
