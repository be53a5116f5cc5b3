import { createCipheriv, createDecipheriv, createHmac, createSecretKey } from 'node:crypto'

/** A text as it is stored: encrypted, never in plain. */
export type Sealed = string & { readonly sealed: unique symbol }

/** Encrypts what must be kept but never shown. */
export interface Seals {
  seal(text: string): Sealed
  /** @throws Error when `sealed` was changed, or sealed under another key */
  open(sealed: string): string
  /** A secret that whoever holds the key knows, one for each purpose. */
  derive(purpose: string): string
}

const cipherName = 'aes-256-gcm'
const nonceLength = 12
const tagLength = 16

/**
 * Seals under `key` (32 bytes) by AES-256-GCM. The nonce is derived from key and text, so that no nonce ever meets two texts
 * without a source of randomness; the price, that equal secrets seal equally, is one a test harness can pay.
 */
export function seals(key: Uint8Array): Seals {
  // Key objects: from bytes Node would make one with each call, which costs more than the cipher.
  const encryptionKey = createSecretKey(derived(key, 'encryption'))
  const nonceKey = createSecretKey(derived(key, 'nonce'))
  return {
    seal(text) {
      const nonce = createHmac('sha256', nonceKey).update(text).digest().subarray(0, nonceLength)
      const cipher = createCipheriv(cipherName, encryptionKey, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      // The brand says that a value came out of here.
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url') as Sealed
    },
    derive: (purpose) => derived(key, purpose).toString('base64url'),
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      const nonce = bytes.subarray(0, nonceLength)
      const decipher = createDecipheriv(cipherName, encryptionKey, nonce, { authTagLength: tagLength })
      decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength))
      return decipher.update(bytes.subarray(nonceLength + tagLength), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}

const derived = (key: Uint8Array, purpose: string): Buffer => createHmac('sha256', key).update(purpose).digest()
