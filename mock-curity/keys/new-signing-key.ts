import { generateKeyPair, hash } from 'node:crypto'
import { promisify } from 'node:util'
import { accept } from '../../kit/complaints.ts'
import { SigningKey } from './signing-key.ts'

const generate = promisify(generateKeyPair)

/**
 * A fresh RSA key under the name `id`. It has no certificate, so its `x5t` is a thumbprint of its public half.
 * @param kid default: a signed 32-bit number taken from the key (`curity.md` 1.5)
 */
export async function newSigningKey(id: string, kid?: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 })
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
