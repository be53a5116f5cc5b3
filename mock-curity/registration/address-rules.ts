import type { Switches } from '../behaviour.ts'
import { invalidClientMetadata, invalidRedirectUri } from '../errors.ts'
import { dcr as reasons } from '../reasons.ts'
import type { ClientMetadata } from './metadata.ts'

/** Where users are sent back to: absolute, without a fragment (RFC 6749 §3.1.2), and there when a grant needs one. */
export function redirectUrisOf({ redirect_uris = [] }: ClientMetadata, grants: readonly string[]): string[] {
  const wrong = redirect_uris.find(isNoTarget)
  if (wrong !== undefined) {
    const what = `redirect_uris has "${wrong}"; each must be absolute and without a fragment`
    throw invalidRedirectUri('A redirect URI is malformed', reasons.redirectUri(what))
  }
  const redirecting = grants.find((grant) => grant === 'authorization_code' || grant === 'implicit')
  if (redirecting && redirect_uris.length === 0) {
    const what = `send redirect_uris: the grant ${redirecting} needs one (grant_types defaults to authorization_code)`
    throw invalidRedirectUri('A redirect URI is required', reasons.redirectUri(what))
  }
  return redirect_uris
}

/** The same for where users are sent after signing out (OpenID Connect RP-Initiated Logout 1.0 §3.1). @throws invalid_client_metadata */
export function postLogoutRedirectUrisOf({ post_logout_redirect_uris = [] }: ClientMetadata): string[] {
  const wrong = post_logout_redirect_uris.find(isNoTarget)
  if (wrong === undefined) return post_logout_redirect_uris
  const what = `post_logout_redirect_uris has "${wrong}"; each must be absolute and without a fragment`
  throw invalidClientMetadata('A post-logout redirect URI is malformed', reasons.redirectUri(what))
}

const isNoTarget = (uri: string) => !URL.canParse(uri) || uri.includes('#') || isScript(uri)

const isScript = (uri: string) => /^(javascript|data|vbscript|blob):/i.test(uri)

const sameOriginMembers = [
  'application_url',
  'client_uri',
  'initiate_login_uri',
  'logo_uri',
  'policy_uri',
  'tos_uri',
] as const

/**
 * Addresses that users see must share a domain with a redirect URI (`curity.md` 2.5). A client without redirect URIs has none to
 * share. @throws invalid_client_metadata
 */
export function refuseForeignAddresses(asked: ClientMetadata, { sameOriginCheck }: Switches): void {
  const homes = (asked.redirect_uris ?? []).map(hostOf)
  if (!sameOriginCheck || homes.length === 0) return
  const foreign = sameOriginMembers.find((member) => {
    const address = asked[member]
    return address !== undefined && !homes.some((home) => sharesDomain(hostOf(address), home))
  })
  if (foreign) throw invalidClientMetadata(`${foreign} is of another domain`, reasons.sameOrigin(foreign))
}

const hostOf = (uri: string) => (URL.canParse(uri) ? new URL(uri).hostname : '')

const sharesDomain = (a: string, b: string) => a !== '' && (a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`))
