import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** Texts that only their maker can read, and nobody can change. */
export interface Sealing {
  seal(value: unknown): string
  /** Undefined: it was not sealed here, or was changed. */
  open(sealed: string): unknown
}

const cipher = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

/** Seals by AES-256-GCM with a key of its own: what one process sealed, another cannot open. */
export function sealing(): Sealing {
  const key = randomBytes(32)
  return {
    seal(value) {
      const iv = randomBytes(ivBytes)
      const sealing = createCipheriv(cipher, key, iv)
      const text = Buffer.concat([sealing.update(JSON.stringify(value)), sealing.final()])
      return Buffer.concat([iv, sealing.getAuthTag(), text]).toString('base64url')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length <= ivBytes + tagBytes) return undefined
      const opening = createDecipheriv(cipher, key, bytes.subarray(0, ivBytes))
      opening.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      try {
        const text = Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()])
        return JSON.parse(text.toString()) as unknown
      } catch {
        return undefined
      }
    },
  }
}
