import type { KonnectContext } from '../context.ts'
import { conflict, signInRefused } from '../errors.ts'
import type { Developer } from '../model/developer.ts'
import type { Model } from '../model/model.ts'
import type { Portal } from '../model/portal.ts'
import { taken } from '../reasons.ts'
import { verifyPassword } from '../secrets/password.ts'
import { approvalRequired, notApproved, passwordNotSet, wrongCredentials } from './reasons.ts'

/** The developer of this portal with this e-mail address, in any case. */
export async function developerBy(model: Model, { id }: Portal, email: string): Promise<Developer | undefined> {
  const [developer] = await model.developers.listBy('email', `${id} ${email.toLowerCase()}`)
  return developer
}

/**
 * The approved developer whose e-mail address and password these are. Whether the address or the password was wrong is told
 * to nobody but the exchange. @throws Problem 401
 */
export async function developerByCredentials(
  { model }: KonnectContext,
  portal: Portal,
  { username, password }: { username: string; password: string },
): Promise<Developer> {
  const developer = await developerBy(model, portal, username)
  const isRight = await verifyPassword(password, developer?.password_hash ?? null)
  if (!developer) throw invalidCredentials(wrongCredentials())
  if (developer.password_hash === null) throw invalidCredentials(passwordNotSet())
  if (!isRight) throw invalidCredentials(wrongCredentials())
  if (developer.status === 'pending') {
    throw signInRefused('Approval Required', 'Your account is pending approval for access.', approvalRequired())
  }
  if (developer.status !== 'approved') throw invalidCredentials(notApproved(developer.status))
  return developer
}

/** @throws Problem 409, when the switch says that a sign-up may tell who has an account */
export function refuseKnownEmail(signUpTaken: 'neutral' | 'conflict'): void {
  if (signUpTaken === 'neutral') return
  throw conflict('Developer with the given email already exists', taken('this e-mail address'))
}

const invalidCredentials = (reason: ReturnType<typeof wrongCredentials>) =>
  signInRefused('Invalid Credentials', 'You have entered an invalid email or password.', reason)
