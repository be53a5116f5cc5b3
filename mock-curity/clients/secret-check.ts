import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Ids } from '../../kit/ids.ts'
import { isSecret } from '../secrets.ts'
import { isCrypt, isOfCrypt } from '../sha256-crypt.ts'

/** Whether a secret is the one whose hash is kept. */
export type SecretCheck = (kept: string | undefined, secret: string) => boolean

interface SecretCheckOptions {
  ids: Ids
  /** Compares with a hash for the first time. */
  slow?: (kept: string, secret: string) => boolean
}

/** As many hashes as are remembered; the one that was first seen goes first. */
const capacity = 1000

/**
 * The check of one server. A hash of the kind that the product keeps (`$5$…`, `curity.md` 6) takes thousands of rounds to compare with,
 * so the secret that it was made of is remembered once somebody has shown it: as a digest under a key of this server, and in memory
 * alone. From then on any other is known to be wrong, too.
 */
export function secretCheck({ ids, slow = isOfCrypt }: SecretCheckOptions): SecretCheck {
  const shown = new Map<string, Buffer>()
  let key: string | undefined
  const digestOf = (secret: string) => {
    key ??= ids.secret('digest-key')
    return createHmac('sha256', key).update(secret).digest()
  }
  return (kept, secret) => {
    if (kept === undefined || !isCrypt(kept)) return isSecret(kept, secret)
    const digest = digestOf(secret)
    const known = shown.get(kept)
    if (known) return timingSafeEqual(known, digest)
    if (!slow(kept, secret)) return false
    for (const oldest of shown.keys()) {
      if (shown.size < capacity) break
      shown.delete(oldest)
    }
    shown.set(kept, digest)
    return true
  }
}
