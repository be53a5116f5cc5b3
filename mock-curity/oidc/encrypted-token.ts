import type { TokenEncryption } from '../clients/client.ts'
import { invalidRequest } from '../errors.ts'
import type { Services } from '../services.ts'
import { token as reasons } from '../token-reasons.ts'

/**
 * A JWT encrypted to a key of the client (RFC 7519 §5.2, RFC 7516).
 * @throws invalid_request when the client's key set cannot be had, or has no key for it
 */
export async function encryptedToken(
  jwt: string,
  { algorithm, content, keys }: TokenEncryption,
  { remoteKeys }: Services,
): Promise<string> {
  const [{ CompactEncrypt }, { importJWK }] = await Promise.all([
    import('jose/jwe/compact/encrypt'),
    import('jose/key/import'),
  ])
  try {
    const set = 'uri' in keys ? await remoteKeys.at(keys.uri, '') : keys
    const jwk = (set.keys as Jwk[]).find((one) => isFor(algorithm, one)) // the library checks their members
    if (!jwk) throw new Error(`no key of the client is for ${algorithm}`)
    const header = { alg: algorithm, enc: content, cty: 'JWT', ...(jwk.kid !== undefined && { kid: jwk.kid }) }
    return await new CompactEncrypt(Buffer.from(jwt))
      .setProtectedHeader(header)
      .encrypt(await importJWK(jwk, algorithm))
  } catch (error) {
    throw invalidRequest('The ID token cannot be encrypted', reasons.encryptionKey((error as Error).message))
  }
}

interface Jwk {
  kty: string
  kid?: string
  use?: string
  alg?: string
}

const isFor = (algorithm: string, { kty, use, alg }: Jwk): boolean =>
  (algorithm.startsWith('RSA') ? kty === 'RSA' : kty === 'EC' || kty === 'OKP') &&
  use !== 'sig' &&
  (alg === undefined || alg === algorithm)
