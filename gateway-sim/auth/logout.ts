import { refusedFor } from '../idp/refusal.ts'
import { type RevokedToken, revokeToken } from '../idp/revocation.ts'
import type { Target } from '../routing/target.ts'
import * as reasons from './credential-reasons.ts'
import type { Arguments, Inbound } from './inbound.ts'
import type { MethodContext } from './method-context.ts'
import { type AccessToken, andThen, type MaybeSoon, type Outcome } from './outcome.ts'
import { clientOf } from './plugin-client.ts'
import { deletionLines } from './session-cookies.ts'
import type { LogoutSettings } from './session-settings.ts'
import type { Pairs } from './settings.ts'

/** What becomes of a request within a session that asks to end it; undefined for any other request (gateway.md 4). */
export function logoutOf(inbound: Inbound, token: AccessToken, context: MethodContext): MaybeSoon<Outcome | undefined> {
  const { logout } = context.settings.session
  const { method } = inbound.target
  if (!isPossible(logout) || !logout.methods.includes(method)) return undefined
  const path = context.behaviour.quirks.run('logoutPath', pathOf, inbound.target)
  if (isNamed(inbound.query, path, logout)) return end(inbound, token, context)
  const { postArgument } = logout
  if (postArgument === undefined || method !== 'POST') return undefined
  return andThen(inbound.bodyArguments(), (args) => (postArgument in args ? end(inbound, token, context) : undefined))
}

const isPossible = ({ queryArgument, postArgument, uriSuffix }: LogoutSettings): boolean =>
  (queryArgument ?? postArgument ?? uriSuffix) !== undefined

const pathOf = ({ path }: Target): string => path

const isNamed = (query: Arguments, path: string, { queryArgument, uriSuffix }: LogoutSettings): boolean =>
  (queryArgument !== undefined && queryArgument in query) || (uriSuffix !== undefined && path.endsWith(uriSuffix))

/** The session ends, its tokens are revoked if so configured, and the browser goes on to the identity provider's logout. */
async function end(inbound: Inbound, token: AccessToken, context: MethodContext): Promise<Outcome> {
  const setCookies = deletionLines(inbound.cookies, context.settings.session)
  try {
    await revokeTokens(token, context, inbound)
    const location = await logoutUrl(token, context, inbound)
    return { kind: 'elsewhere', location, setCookies, reason: reasons.loggedOut() }
  } catch (error) {
    return refusedFor(error, inbound.trail)
  }
}

async function revokeTokens(token: AccessToken, { settings, provider }: MethodContext, { trail }: Inbound) {
  const own = clientOf(token, settings)
  if (!own) return
  for (const one of provider.quirks.run('revoked', revokedBy, token, settings.session.logout)) {
    await revokeToken(one, own, settings, provider, trail)
  }
}

/** The refresh token first, so that nobody gets another access token meanwhile. */
function revokedBy(
  { value, refreshToken }: AccessToken,
  { revokesAccessToken, revokesRefreshToken }: LogoutSettings,
): readonly RevokedToken[] {
  const refresh = revokesRefreshToken && refreshToken !== undefined
  return [
    ...(refresh ? [{ value: refreshToken, kind: 'refresh_token' as const }] : []),
    ...(revokesAccessToken ? [{ value, kind: 'access_token' as const }] : []),
  ]
}

/** OpenID Connect RP-Initiated Logout 1.0 section 2, or the configured page alone; undefined for neither. */
async function logoutUrl(token: AccessToken, { settings, provider }: MethodContext, { trail }: Inbound) {
  const { redirectUri } = settings.session.logout
  const discovered = (await provider.knowledge(trail)).endSessionEndpoint
  const endpoint = settings.endpoints.endSession ?? discovered
  const own = clientOf(token, settings)
  if (endpoint === undefined || token.idToken === undefined) return redirectUri
  const url = new URL(endpoint)
  const args: Pairs = [
    ['id_token_hint', token.idToken],
    ...(own ? [['client_id', own.id] as const] : []),
    ...(redirectUri === undefined ? [] : [['post_logout_redirect_uri', redirectUri] as const]),
  ]
  const told = provider.quirks.run('logoutArguments', (asIs) => asIs, args)
  for (const [name, value] of told) url.searchParams.set(name, value)
  return url.href
}
