import { generateKeyPair, hash } from 'node:crypto'
import { promisify } from 'node:util'
import { accept } from '../../kit/complaints.ts'
import { SigningKey } from './signing-key.ts'

const generate = promisify(generateKeyPair)

/** What a key is to be. */
export type KeyKind = 'RSA' | 'P-256' | 'P-384' | 'P-521'

export const kindOf = ({ privateJwk: jwk }: SigningKey): KeyKind => (jwk.kty === 'RSA' ? 'RSA' : jwk.crv)

/**
 * A fresh key under the name `id`. It has no certificate, so its `x5t` is a thumbprint of its public half.
 * @param kid default: a signed 32-bit number taken from the key (`curity.md` 1.5)
 */
export async function newSigningKey(id: string, kind: KeyKind, kid?: string): Promise<SigningKey> {
  const { privateKey, publicKey } =
    kind === 'RSA' ? await generate('rsa', { modulusLength: 2048 }) : await generate('ec', { namedCurve: kind })
  const thumbprint = hash('sha1', publicKey.export({ type: 'spki', format: 'der' }), 'buffer')
  return accept(
    SigningKey,
    {
      id,
      kid: kid ?? String(thumbprint.readInt32BE()),
      x5t: thumbprint.toString('base64url'),
      privateJwk: privateKey.export({ format: 'jwk' }),
    },
    'signing key',
  )
}
