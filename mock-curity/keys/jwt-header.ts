import { hash } from 'node:crypto'
import type { JWTHeaderParameters } from 'jose'
import type { SignatureSettings } from './signature-settings.ts'
import { publicHalf, type SigningKey } from './signing-key.ts'

/**
 * The header of a JWT: `kid`, `x5t` and `alg` in this order, with no `typ`, and what else is switched on (`curity.md` 4.3). What
 * comes from a certificate is left out for a key that has none.
 */
export function jwtHeader(key: SigningKey, settings: SignatureSettings): JWTHeaderParameters {
  const { certificate } = key
  return {
    ...(settings.kid && { kid: key.kid }),
    ...(settings.x5t && { x5t: key.x5t }),
    ...(settings.x5tS256 && certificate && { 'x5t#S256': sha256Thumbprint(certificate) }),
    ...(settings.x5c && certificate && { x5c: [certificate] }),
    ...(settings.jwk && { jwk: publicHalf(key) }),
    ...(settings.jku && { jku: settings.jku }),
    alg: settings.algorithm,
  }
}

const sha256Thumbprint = (certificate: string) => hash('sha256', Buffer.from(certificate, 'base64'), 'base64url')
