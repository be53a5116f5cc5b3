import { randomFillSync, randomInt } from 'node:crypto'

/** Where a server gets its identifiers and secrets. `kind` says what for, so that counted ids can be told apart. */
export interface Ids {
  /** A version 4 UUID. */
  uuid(kind: string): string
  /** `bytes` random bytes as base64url: 32 bytes are 43 characters. */
  secret(kind: string, bytes?: number): string
  /** `bytes` random bytes as lower-case hex. */
  hex(kind: string, bytes: number): string
  /** A decimal number of `length` digits. */
  digits(kind: string, length: number): string
}

const pool = { bytes: Buffer.alloc(4096), used: 4096 }

/** Where `count` random bytes begin in the pool, each given out once; drawing them one id at a time costs ten times as much. */
function draw(count: number): number {
  if (pool.used + count > pool.bytes.length) {
    randomFillSync(pool.bytes)
    pool.used = 0
  }
  pool.used += count
  return pool.used - count
}

function drawn(count: number, encoding: 'hex' | 'base64url'): string {
  const from = draw(count)
  return pool.bytes.toString(encoding, from, from + count)
}

const hexDigits = Buffer.from('0123456789abcdef')

/** Writes a byte into `text` as two hex digits. */
function writeHex(text: Buffer, at: number, byte: number): void {
  text[at] = hexDigits[byte >> 4] ?? 0
  text[at + 1] = hexDigits[byte & 0x0f] ?? 0
}

/** Writes `count` random bytes into `text` as lower-case hex. For texts that are drawn so often that it matters what they are put together of. */
export function drawHexInto(text: Buffer, at: number, count: number): void {
  const from = draw(count)
  for (let n = 0; n < count; n++) writeHex(text, at + n * 2, pool.bytes[from + n] ?? 0)
}

/** Written over for each UUID; the dashes stay. */
const uuidText = Buffer.alloc(36, '-')
const uuidPlaces = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const

/**
 * A version 4 UUID (RFC 9562 §5.4). One that Node makes is put together of twenty strings, which stay as long as a row that holds it: 490
 * bytes where these are 66, and every token has two.
 */
function randomUuid(): string {
  const from = draw(16)
  for (let n = 0; n < 16; n++) {
    const drawn = pool.bytes[from + n] ?? 0
    const byte = n === 6 ? (drawn & 0x0f) | 0x40 : n === 8 ? (drawn & 0x3f) | 0x80 : drawn
    writeHex(uuidText, uuidPlaces[n] ?? 0, byte)
  }
  return uuidText.toString('latin1')
}

export const randomIds: Ids = {
  uuid: randomUuid,
  secret: (_kind, bytes = 32) => drawn(bytes, 'base64url'),
  hex: (_kind, bytes) => drawn(bytes, 'hex'),
  digits: (_kind, length) => Array.from({ length }, () => randomInt(10)).join(''),
}

/** Ids that count, so that a test can compare whole bodies: valid in form, and the n-th is known beforehand. */
export function countingIds(): Ids {
  let n = 0
  const next = () => String(++n)
  return {
    uuid: () => `00000000-0000-4000-8000-${next().padStart(12, '0')}`,
    secret: (kind) => `${kind}_${next()}`,
    hex: (_kind, bytes) => next().padStart(bytes * 2, '0'),
    digits: (_kind, length) => next().padStart(length, '0'),
  }
}
