import { isoTime } from '../../kit/clock.ts'
import type { KonnectContext } from '../context.ts'
import { gone, Problem } from '../errors.ts'
import type { Developer, MailToken } from '../model/developer.ts'
import { newEntity } from '../model/new-entity.ts'
import type { Portal } from '../model/portal.ts'
import { tokenHash } from '../secrets/token-hash.ts'
import { mailTokenExpired, mailTokenUnknown } from './reasons.ts'

type Purpose = MailToken['purpose']

/** Sends a developer a mail with a new token (`konnect.md` 9.2; what the mails look like is not documented). */
export async function sendMail(context: KonnectContext, developer: Developer, purpose: Purpose): Promise<void> {
  const token = await newMailToken(context, developer, purpose)
  const { email: to, portal_id } = developer
  await context.mailbox.send({ to, portal_id, purpose, token, sent_at: isoTime(context.clock) })
}

/** A token for one use. Only its hash is kept. */
export async function newMailToken(context: KonnectContext, developer: Developer, purpose: Purpose): Promise<string> {
  const { model, clock, ids, behaviour } = context
  const token = ids.uuid('mail-token')
  await model.mailTokens.insert({
    ...newEntity(context, 'mail'),
    developer_id: developer.id,
    purpose,
    token_hash: tokenHash(token),
    expires_at: new Date(clock.now() + behaviour.current.mailTokenSeconds * 1000).toISOString(),
  })
  return token
}

/** Uses a token up. Gives the developer it was sent to. @throws Problem 404 for a token that was not sent, 410 for an old one */
export async function takeMailToken(
  { model, clock }: KonnectContext,
  portal: Portal,
  token: string,
  purpose: Purpose,
): Promise<Developer> {
  const [row] = await model.mailTokens.listBy('token', tokenHash(token))
  const developer = row?.purpose === purpose ? await model.developers.find(row.developer_id) : undefined
  if (!row || developer?.portal_id !== portal.id) throw unknownToken()
  if (!(await model.mailTokens.remove(row.id))) throw unknownToken()
  if (row.expires_at <= isoTime(clock)) throw gone('The token has expired', mailTokenExpired())
  return developer
}

const unknownToken = () =>
  new Problem(404, 'Not Found', 'The provided token was not found', { reason: mailTokenUnknown() })
