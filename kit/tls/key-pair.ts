import { webcrypto } from 'node:crypto'

/** A private and a public key. */
export type KeyPair = webcrypto.CryptoKeyPair

/** The kind of all keys here: made in a millisecond, and taken by every TLS library. */
export const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** A fresh pair. */
export const newKeyPair = (): Promise<KeyPair> => webcrypto.subtle.generateKey(ecdsa, true, ['sign', 'verify'])

/** A private key as PEM (PKCS #8). */
export async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----'].join('\n')
}

/** The private key of a PEM text. @throws DOMException when it is none of this kind */
export function privateKeyOf(pem: string): Promise<webcrypto.CryptoKey> {
  const bytes = Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64')
  return webcrypto.subtle.importKey('pkcs8', bytes, ecdsa, true, ['sign'])
}
