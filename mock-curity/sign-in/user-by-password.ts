import { timingSafeEqual } from 'node:crypto'
import type { TokenService } from '../configuration/token-service.ts'
import { hashOf } from '../secrets.ts'

/** The name of the user who has this name and this password; undefined when nobody has. */
export function userByPassword(
  { username = '', password = '' }: { username?: string; password?: string },
  { accounts }: TokenService,
): string | undefined {
  const account = accounts.get(username)
  const fits = timingSafeEqual(Buffer.from(hashOf(account?.password ?? '')), Buffer.from(hashOf(password)))
  return account && fits ? account.username : undefined
}
