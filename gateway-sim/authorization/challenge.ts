import type { GatewayBehaviour } from '../behaviour.ts'

/** What a refusal of the OpenID Connect part says: nothing found, found and no good, or good and not enough (RFC 6750 section 3.1). */
export type Challenge = 'realm' | 'invalid_token' | 'insufficient_scope'

/**
 * `WWW-Authenticate` of a 401 or 403. The exact words of the real one are not published; this has RFC 6750's form with the issuer's host as
 * realm (gateway.md 3.1). Undefined when it is switched off.
 */
export function challengeOf(
  challenge: Challenge,
  issuer: string,
  exposeErrorCode: boolean,
  { wwwAuthenticate }: GatewayBehaviour,
): string | undefined {
  if (wwwAuthenticate === 'off') return undefined
  const realm = `Bearer realm="${URL.canParse(issuer) ? new URL(issuer).host : issuer.replaceAll('"', '')}"`
  const withCode = wwwAuthenticate === 'rfc6750' && exposeErrorCode && challenge !== 'realm'
  return withCode ? `${realm}, error="${challenge}"` : realm
}
