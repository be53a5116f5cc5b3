import type { HttpAnswer } from '../../kit/http-client.ts'
import type { MadeClient } from './driver.ts'
import { DcrFailure, type Left } from './failure.ts'
import { isSuccess, saidBy, textOf } from './identity-provider.ts'
import { answerUnusable, orphaned, registrationRefused } from './reasons.ts'

/** Told of every create whose answer does not come. */
export const mayHaveMade = (name: string): string => `a client named "${name}" may have been made there`

/**
 * Refuses an answer to a create that is no success. After a failure inside (5xx) nobody knows what was made.
 * @param secrets that the answer may repeat; opened for a refusal alone
 * @throws DcrFailure
 */
export function refuseFailedCreate(answer: HttpAnswer, name: string, secrets: () => readonly string[]): void {
  if (isSuccess(answer)) return
  const said = saidBy(answer, secrets())
  const unsure = answer.status >= 500
  const reason = registrationRefused(unsure ? `${said}; ${mayHaveMade(name)}` : said)
  throw new DcrFailure(reason, { left: unsure ? 'unknown' : 'nothing', said })
}

/** The credentials in an answer, as far as they are there, under the names that RFC 7591 §3.2.1 gives them. */
export const credentialsIn = (members: Readonly<Record<string, unknown>>) => ({
  clientId: textOf(members, 'client_id'),
  clientSecret: textOf(members, 'client_secret'),
})
type Credentials = ReturnType<typeof credentialsIn>

type Undo = (clientId: string | undefined) => Promise<unknown>

/** Undoes by deleting, where a client is addressed by its id. */
export const undoById =
  (remove: (clientId: string) => Promise<unknown>): Undo =>
  async (clientId) => {
    if (!clientId) throw new DcrFailure(answerUnusable('it gave no client_id'))
    return remove(clientId)
  }

/**
 * The client in the answer to a create. Without an id or a secret nobody can use it: it is deleted again by `undo`, or reported.
 * @throws DcrFailure
 */
export async function usableClient(
  { clientId, clientSecret, ...rest }: Omit<MadeClient, keyof Credentials> & Credentials,
  undo: Undo,
): Promise<MadeClient> {
  if (clientId && clientSecret) return { ...rest, clientId, clientSecret }
  const what = 'the registration answer lacks client_id or client_secret'
  if (!(await failureOf(undo(clientId)))) throw new DcrFailure(answerUnusable(what, 'deleted'))
  const left: Left = clientId ? { clientId } : 'unknown'
  throw new DcrFailure(answerUnusable(what, { left: clientId ?? 'without an id' }), { left })
}

/** What to throw when a later step of a create failed: its client is deleted again, or the reason says that it stays. */
export async function undoneAfter(
  { reason }: DcrFailure,
  clientId: string,
  undo: Promise<unknown>,
): Promise<DcrFailure> {
  const stays = await failureOf(undo)
  if (!stays) return new DcrFailure(reason)
  return new DcrFailure(orphaned(clientId, reason.advice, stays.reason.code), { left: { clientId } })
}

async function failureOf(work: Promise<unknown>): Promise<DcrFailure | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof DcrFailure) return error
    throw error
  }
}
