import { refusedFor } from '../idp/refusal.ts'
import { revokeToken } from '../idp/revocation.ts'
import type { Target } from '../routing/target.ts'
import * as reasons from './credential-reasons.ts'
import type { Arguments, Inbound } from './inbound.ts'
import type { MethodContext } from './method-context.ts'
import { type AccessToken, andThen, type MaybeSoon, type Outcome } from './outcome.ts'
import { authenticatingClient } from './plugin-client.ts'
import { deletionLines } from './session-cookies.ts'
import type { LogoutSettings } from './session-settings.ts'

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
  const { revokesAccessToken, revokesRefreshToken } = settings.session.logout
  const [own] = settings.clients
  if (!own) return
  const client = authenticatingClient(own)
  if (revokesRefreshToken && token.refreshToken !== undefined) {
    await revokeToken(token.refreshToken, 'refresh_token', client, settings, provider, trail)
  }
  if (revokesAccessToken) await revokeToken(token.value, 'access_token', client, settings, provider, trail)
}

/** OpenID Connect RP-Initiated Logout 1.0 section 2, or the configured page alone; undefined for neither. */
async function logoutUrl(token: AccessToken, { settings, provider }: MethodContext, { trail }: Inbound) {
  const { redirectUri } = settings.session.logout
  const discovered = (await provider.knowledge(trail)).endSessionEndpoint
  const endpoint = settings.endpoints.endSession ?? discovered
  const [own] = settings.clients
  if (endpoint === undefined || token.idToken === undefined) return redirectUri
  const url = new URL(endpoint)
  url.searchParams.set('id_token_hint', token.idToken)
  if (own) url.searchParams.set('client_id', own.id)
  if (redirectUri !== undefined) url.searchParams.set('post_logout_redirect_uri', redirectUri)
  return url.href
}
