import { scrypt, timingSafeEqual } from 'node:crypto'
import { type Ids, randomIds } from '../../kit/ids.ts'

/** Far below what a real service takes: this one is for tests, and sign-ins are frequent there. */
const cost = 256
const length = 32

/** A salted hash of a developer's password, for `Developer.password_hash`. The work is done off the main thread. */
export async function hashPassword(password: string, ids: Ids = randomIds): Promise<string> {
  const salt = ids.hex('password-salt', 16)
  return `scrypt$${cost}$${salt}$${(await derive(password, salt, cost)).toString('hex')}`
}

/**
 * Whether `password` is the one that was hashed. Takes as long when there is no hash, so that the time does not tell
 * who has an account.
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [, storedCost, salt = '', expected = ''] = (hash ?? '').split('$')
  const actual = await derive(password, salt, Number(storedCost ?? cost))
  const wanted = Buffer.from(expected, 'hex')
  return wanted.length === actual.length && timingSafeEqual(wanted, actual)
}

const derive = (password: string, salt: string, N: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password, salt, length, { N }, (error, key) => (error ? reject(error) : resolve(key)))
  })
