import { refusedFor } from '../idp/refusal.ts'
import { findToken } from './bearer-token.ts'
import * as reasons from './credential-reasons.ts'
import type { Inbound } from './inbound.ts'
import type { MethodContext } from './method-context.ts'
import { type AccessToken, absent, andThen, foundIn, type MaybeSoon, type Outcome } from './outcome.ts'

/** The `introspection` method: the identity provider says what the caller's token is worth (gateway.md 3, RFC 7662). */
export const introspectionMethod = (context: MethodContext) =>
  inspecting('introspection', context, (value, inbound) => context.inspector.introspected(value, inbound))

/** The `userinfo` method: a token is good when the userinfo endpoint takes it (gateway.md 1.1). */
export const userinfoMethod = (context: MethodContext) =>
  inspecting('userinfo', context, (value, { trail }) => context.inspector.withUserInfo(value, trail))

/**
 * The `kong_oauth2` method. It takes tokens of Kong's own OAuth 2.0 plugin, of which a Konnect data plane for application auth has none: a
 * token is left to the methods after it, and refused when there are none.
 */
export const kongOauth2Method = (context: MethodContext) => {
  const last = !context.settings.methods.some((method) => method === 'introspection' || method === 'userinfo')
  return (inbound: Inbound): MaybeSoon<Outcome> =>
    andThen(findToken(inbound, context.settings), (found) =>
      found && last ? { kind: 'refused', reason: reasons.noKongOauth2() } : absent,
    )
}

function inspecting(
  method: string,
  context: MethodContext,
  ask: (value: string, inbound: Inbound) => Promise<AccessToken>,
) {
  return (inbound: Inbound): MaybeSoon<Outcome> =>
    andThen(findToken(inbound, context.settings), (found) => {
      if (!found) return absent
      inbound.trail.note(foundIn(method, found.hide))
      return ask(found.value, inbound).then(
        (token): Outcome => ({ kind: 'authenticated', token, hide: found.hide }),
        (error) => refusedFor(error, inbound.trail),
      )
    })
}
