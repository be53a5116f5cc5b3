import type { HttpAnswer } from '../../kit/http-client.ts'
import type { MadeClient } from './driver.ts'
import { DcrFailure, type Left } from './failure.ts'
import { isSuccess, saidBy } from './identity-provider.ts'
import { answerUnusable, type Orphan, registrationRefused } from './reasons.ts'

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

/**
 * The client in the answer to a create. Without an id or a secret nobody can use it: it is deleted again by `undo`, or reported.
 * @throws DcrFailure
 */
export async function usableClient(
  { clientId, clientSecret, ...rest }: Partial<MadeClient> & Pick<MadeClient, 'kept'>,
  undo: (clientId: string | undefined) => Promise<unknown>,
): Promise<MadeClient> {
  if (clientId && clientSecret) return { ...rest, clientId, clientSecret }
  const what = 'the registration answer lacks client_id or client_secret'
  throw await undone(clientId, undo, (orphan) => answerUnusable(what, orphan))
}

/** The failure of a create whose client was deleted again; when even that did not work, it says which client stays. */
export async function undone(
  clientId: string | undefined,
  undo: (clientId: string | undefined) => Promise<unknown>,
  reasonWith: (orphan: Orphan) => DcrFailure['reason'],
): Promise<DcrFailure> {
  try {
    await undo(clientId)
    return new DcrFailure(reasonWith('deleted'))
  } catch (error) {
    if (!(error instanceof DcrFailure)) throw error
    const left: Left = clientId ? { clientId } : 'unknown'
    return new DcrFailure(reasonWith({ left: clientId ?? 'without an id' }), { left })
  }
}
