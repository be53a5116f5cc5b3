import { createCipheriv, createDecipheriv, createHash, createSecretKey, type KeyObject } from 'node:crypto'

/** What a session cookie holds. Times are epoch seconds. */
export interface Session {
  token: string
  refreshToken?: string | undefined
  idToken?: string | undefined
  created: number
  /** Start of the running rolling period. */
  rolled: number
  /** Last use that was noted. */
  touched: number
}

const ivBytes = 12
const tagBytes = 16

/** Seals and opens sessions: AES-256-GCM, so that nobody reads or changes one without the secret (gateway.md 4). */
export class SessionSeal {
  readonly #key: KeyObject
  readonly #audience: Buffer

  constructor(secret: string, audience: string) {
    this.#key = createSecretKey(createHash('sha256').update(secret).digest())
    this.#audience = Buffer.from(audience)
  }

  /** @param iv twelve bytes that are used once */
  seal({ token, refreshToken, idToken, created, rolled, touched }: Session, iv: Buffer): string {
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(this.#audience)
    const tokens = refreshToken || idToken ? [token, refreshToken, idToken].join('\n') : token
    const text = `${created}.${rolled}.${touched}.${tokens}`
    return Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64url')
  }

  /** The session, or undefined when the text was not sealed with this secret for this audience. */
  open(sealed: string): Session | undefined {
    const bytes = Buffer.from(sealed, 'base64url')
    if (bytes.length <= ivBytes + tagBytes) return undefined
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
    decipher.setAAD(this.#audience).setAuthTag(bytes.subarray(-tagBytes))
    try {
      const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]).toString()
      const [, created, rolled, touched, tokens] = /^(\d+)\.(\d+)\.(\d+)\.(.*)$/s.exec(text) ?? []
      if (tokens === undefined) return undefined
      const [token = '', refreshToken, idToken] = tokens.split('\n')
      const others = { refreshToken: refreshToken || undefined, idToken: idToken || undefined }
      return { token, ...others, created: Number(created), rolled: Number(rolled), touched: Number(touched) }
    } catch {
      return undefined
    }
  }
}
