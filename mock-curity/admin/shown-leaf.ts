import { hashOf } from '../secrets.ts'
import { isCrypt, sha256Crypt } from '../sha256-crypt.ts'

/**
 * How the admin API shows leaves: a client's secret as the hash that the product keeps of it (`curity.md` 6), the profile's type as
 * an identity with its module. Hashes are slow to make, and are remembered.
 */
export function shownLeaf(): (name: string, value: unknown) => unknown {
  const hashes = new Map<string, string>()
  const shownSecret = (secret: string): string => {
    if (isCrypt(secret)) return secret
    const known =
      hashes.get(secret) ?? sha256Crypt(secret, hashOf(`salt of ${secret}`).replace(/[-_]/g, '.').slice(0, 16))
    hashes.set(secret, known)
    return known
  }
  return (name, value) => {
    if (name === 'secret' && typeof value === 'string') return shownSecret(value)
    return name === 'type' ? `profile-oauth:${value}` : value
  }
}
