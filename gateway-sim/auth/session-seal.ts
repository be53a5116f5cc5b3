import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto'
import { type Packed, unpack } from './session-content.ts'
import {
  headerBytes,
  headerLength,
  headerOf,
  macBytes,
  readHeader,
  type SessionTimes,
  tagAt,
  tagBytes,
  touchedAt,
} from './session-header.ts'

/** A session that was opened. */
export interface OpenedSession extends SessionTimes {
  text: string
}

const ivBytes = 12

/**
 * Seals and opens sessions as lua-resty-session does (gateway.md 4): a header whose last bytes authenticate it, followed by the content
 * under AES-256-GCM, so that nobody reads or changes one without the secret. How keys come of the secret is ours.
 */
export class SessionSeal {
  readonly #key: KeyObject
  readonly #macKey: KeyObject

  constructor(secret: string, audience: string) {
    const keyFor = (use: string) =>
      createSecretKey(createHash('sha256').update([use, audience, secret].join('\n')).digest())
    this.#key = keyFor('encryption')
    this.#macKey = keyFor('authentication')
  }

  /** @param id 32 bytes that are used once */
  seal({ bytes, deflated }: Packed, times: SessionTimes, id: Buffer): string {
    const header = headerOf({ id, deflated, size: bytes.length, ...times })
    const cipher = createCipheriv('aes-256-gcm', this.#key, id.subarray(0, ivBytes)).setAAD(header.subarray(0, tagAt))
    const sealed = Buffer.concat([cipher.update(bytes), cipher.final()])
    cipher.getAuthTag().copy(header, tagAt)
    return this.#signed(header) + sealed.toString('base64url')
  }

  /** The same session with another time of its last use: only its header changes. */
  touched(text: string, { rolled, touched }: SessionTimes): string {
    const header = Buffer.from(text.slice(0, headerLength), 'base64url').subarray(0, headerBytes - macBytes)
    const sealed = text.slice(headerLength, headerLength + Math.ceil((readHeader(header).size * 4) / 3))
    return this.#signed(touchedAt(header, touched - rolled)) + sealed
  }

  /** The session, or in lua-resty-session's words why the text is none of this secret and audience. */
  open(text: string): OpenedSession | string {
    const whole = Buffer.from(text.slice(0, headerLength), 'base64url')
    if (whole.length !== headerBytes) return 'invalid session header'
    const header = whole.subarray(0, -macBytes)
    if (!timingSafeEqual(this.#macOf(header), whole.subarray(-macBytes))) return forged
    const { id, deflated, size, ...times } = readHeader(header)
    const sealed = Buffer.from(text.slice(headerLength), 'base64url')
    if (sealed.length < size) return 'missing session cookie chunk'
    const decipher = createDecipheriv('aes-256-gcm', this.#key, id.subarray(0, ivBytes), { authTagLength: tagBytes })
    decipher.setAAD(header.subarray(0, tagAt)).setAuthTag(header.subarray(tagAt, tagAt + tagBytes))
    try {
      const bytes = Buffer.concat([decipher.update(sealed.subarray(0, size)), decipher.final()])
      return { ...times, text: unpack({ bytes, deflated }) }
    } catch {
      return forged
    }
  }

  #signed(header: Buffer): string {
    return Buffer.concat([header, this.#macOf(header)]).toString('base64url')
  }

  #macOf(header: Buffer): Buffer {
    return createHmac('sha256', this.#macKey).update(header).digest().subarray(0, macBytes)
  }
}

const forged = 'invalid session message authentication code'
