import { hash } from 'node:crypto'

const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Whether a text is a hash of the kind that Curity keeps secrets as (`curity.md` 6). */
export const isCrypt = (text: string): boolean => /^\$5\$(rounds=\d+\$)?[^$]{0,16}\$[./0-9A-Za-z]{43}$/.test(text)

/** Whether `kept` was made of `secret`. */
export function isOfCrypt(kept: string, secret: string): boolean {
  const [, rounds, salt = ''] = /^\$5\$(?:rounds=(\d+)\$)?([^$]*)\$/.exec(kept) ?? []
  return sha256Crypt(secret, salt, rounds === undefined ? undefined : Number(rounds)) === kept
}

/**
 * SHA-256-crypt, as Unix has it for passwords (U. Drepper, "Unix crypt using SHA-256 and SHA-512"): `$5$salt$hash`.
 * @param salt at most 16 characters
 * @param rounds written into the result when it is given; default 5000. At most a million: more would hold the server up
 */
export function sha256Crypt(secret: string, salt: string, rounds?: number): string {
  const key = Buffer.from(secret)
  const saltBytes = Buffer.from(salt.slice(0, 16))
  const times = Math.min(Math.max(rounds ?? 5000, 1000), 1_000_000)
  const digest = roundsOf(key, saltBytes, times)
  const marked = rounds === undefined ? '' : `rounds=${times}$`
  return `$5$${marked}${salt.slice(0, 16)}$${encoded(digest)}`
}

function roundsOf(key: Buffer, salt: Buffer, times: number): Buffer {
  const inner = sha256(key, salt, key)
  let digest = sha256(key, salt, stretched(inner, key.length), ...bitsOf(key.length, inner, key))
  const keys = stretched(sha256(...Array<Buffer>(key.length).fill(key)), key.length)
  const salts = stretched(sha256(...Array<Buffer>(16 + (digest[0] ?? 0)).fill(salt)), salt.length)
  for (let round = 0; round < times; round++) {
    const odd = round % 2 === 1
    const parts = [odd ? keys : digest]
    if (round % 3 !== 0) parts.push(salts)
    if (round % 7 !== 0) parts.push(keys)
    parts.push(odd ? digest : keys)
    digest = sha256(...parts)
  }
  return digest
}

const sha256 = (...parts: Buffer[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer')

const stretched = (digest: Buffer, length: number): Buffer =>
  Buffer.concat(Array<Buffer>(Math.ceil(length / 32)).fill(digest)).subarray(0, length)

/** For each bit of the length, from the lowest: the one for 1, the other for 0. */
function bitsOf(length: number, one: Buffer, zero: Buffer): Buffer[] {
  const bits: Buffer[] = []
  for (let rest = length; rest > 0; rest >>= 1) bits.push(rest & 1 ? one : zero)
  return bits
}

/** The digest in crypt's own base 64: bytes in a fixed order by three, each three from the lowest six bits. */
function encoded(digest: Buffer): string {
  const byte = (at: number) => digest[at] ?? 0
  const groups = Array.from({ length: 10 }, (_, group) => {
    const order = [0, 10, 20].map((at) => (at + group * 21) % 30) as [number, number, number] // three in, three out
    const [high, middle, low] = order
    return sixBits((byte(high) << 16) | (byte(middle) << 8) | byte(low), 4)
  })
  return groups.join('') + sixBits((byte(31) << 8) | byte(30), 3)
}

const sixBits = (value: number, count: number): string =>
  Array.from({ length: count }, (_, at) => alphabet[(value >> (6 * at)) & 63]).join('')
