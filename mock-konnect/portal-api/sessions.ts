import { isoTime } from '../../kit/clock.ts'
import type { KonnectContext } from '../context.ts'
import { unauthorized } from '../errors.ts'
import type { Developer, DeveloperSession } from '../model/developer.ts'
import { newEntity } from '../model/new-entity.ts'
import type { Portal } from '../model/portal.ts'
import { tokenHash } from '../secrets/token-hash.ts'
import { notApproved, notSignedIn, refreshRefused, sessionOver } from './reasons.ts'

/** What a sign-in gives: two tokens, each with the time after which it is dead. */
export interface SessionTokens {
  access: { token: string; expires: Date }
  refresh: { token: string; expires: Date }
}

/** Signs a developer in. Sessions of the same developer that are over are forgotten. */
export async function openSession(context: KonnectContext, developer: Developer): Promise<SessionTokens> {
  const { model, clock, ids, behaviour } = context
  for (const session of await model.developerSessions.listBy('developer', developer.id)) {
    if (session.refresh_expires_at <= isoTime(clock)) await model.developerSessions.remove(session.id)
  }
  const { portalAccessTokenSeconds, portalRefreshTokenSeconds } = behaviour.current
  const now = clock.now()
  const after = (seconds: number) => new Date(now + seconds * 1000)
  const tokens: SessionTokens = {
    access: { token: ids.secret('portal-access'), expires: after(portalAccessTokenSeconds) },
    refresh: { token: ids.secret('portal-refresh'), expires: after(portalRefreshTokenSeconds) },
  }
  await model.developerSessions.insert({
    ...newEntity(context, 'session'),
    developer_id: developer.id,
    access_hash: tokenHash(tokens.access.token),
    refresh_hash: tokenHash(tokens.refresh.token),
    access_expires_at: tokens.access.expires.toISOString(),
    refresh_expires_at: tokens.refresh.expires.toISOString(),
  })
  return tokens
}

/** The developer whose access token this is. @throws Problem 401 */
export async function signedInBy(
  context: KonnectContext,
  portal: Portal,
  token: string | undefined,
): Promise<Developer> {
  const session = token === undefined ? undefined : await sessionBy(context, 'access', token)
  if (!session) throw unauthorized(notSignedIn())
  const { access_expires_at: end } = session
  if (end <= isoTime(context.clock)) throw unauthorized(sessionOver(end))
  return developerOf(context, portal, session)
}

/** Trades a refresh token for new tokens; the old ones are dead. @throws Problem 401 */
export async function refreshSession(
  context: KonnectContext,
  portal: Portal,
  token: string | undefined,
): Promise<SessionTokens> {
  const session = token === undefined ? undefined : await sessionBy(context, 'refresh', token)
  if (!session || session.refresh_expires_at <= isoTime(context.clock)) throw unauthorized(refreshRefused())
  const developer = await developerOf(context, portal, session)
  const wasThere = await context.model.developerSessions.remove(session.id)
  if (!wasThere) throw unauthorized(refreshRefused())
  return openSession(context, developer)
}

/** Ends the session of this access token, if there is one. */
export async function closeSession(context: KonnectContext, token: string | undefined): Promise<void> {
  const session = token === undefined ? undefined : await sessionBy(context, 'access', token)
  if (session) await context.model.developerSessions.remove(session.id)
}

async function sessionBy(
  { model }: KonnectContext,
  index: 'access' | 'refresh',
  token: string,
): Promise<DeveloperSession | undefined> {
  const [session] = await model.developerSessions.listBy(index, tokenHash(token))
  return session
}

async function developerOf({ model }: KonnectContext, portal: Portal, session: DeveloperSession): Promise<Developer> {
  const developer = await model.developers.find(session.developer_id)
  if (developer?.portal_id !== portal.id) throw unauthorized(notSignedIn())
  if (developer.status !== 'approved') throw unauthorized(notApproved(developer.status))
  return developer
}
