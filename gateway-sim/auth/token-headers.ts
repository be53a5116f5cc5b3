import type { OpenIdConnectConfig } from './openid-connect-config.ts'
import type { AccessToken } from './outcome.ts'

/** A header that tells the upstream, or the caller, something of the token (gateway.md 7, `upstream_headers`, `downstream_headers`). */
export interface HeaderRule {
  /** In lower case. */
  name: string
  read(token: AccessToken): string | undefined
}

/** A header as it is sent. */
export type Header = readonly [name: string, value: string]

/** What a configuration sends in one direction, besides the access token that goes to the upstream. */
export function headerRules(config: OpenIdConnectConfig, direction: 'upstream' | 'downstream'): HeaderRule[] {
  const claims = config[`${direction}_headers_claims`] ?? []
  const names = config[`${direction}_headers_names`] ?? []
  const fixed = [
    rule(config[`${direction}_id_token_header`], ({ idToken }) => idToken),
    rule(config[`${direction}_refresh_token_header`], ({ refreshToken }) => refreshToken),
    rule(config[`${direction}_introspection_jwt_header`], ({ introspectionJwt }) => introspectionJwt),
    rule(config[`${direction}_introspection_header`], ({ introspection }) => encoded(introspection)),
    rule(config[`${direction}_user_info_header`], ({ userInfo }) => encoded(userInfo)),
    rule(config[`${direction}_access_token_jwk_header`], ({ key }) => encoded(key)),
    rule(config[`${direction}_id_token_jwk_header`], ({ idTokenKey }) => encoded(idTokenKey)),
    ...(direction === 'downstream' ? [rule(config.downstream_access_token_header, ({ value }) => value)] : []),
  ]
  const mapped = claims.flatMap((claim, at) => rule(names[at], (token) => claimText(claim, token)))
  return [...fixed.flat(), ...mapped]
}

/** The headers that rules make of a token. */
export function headersOf(token: AccessToken, rules: readonly HeaderRule[]): readonly Header[] {
  return rules.flatMap(({ name, read }) => {
    const value = read(token)
    return value === undefined ? [] : [[name, value] as const]
  })
}

/** `name`, or `name:bearer` for a value with the scheme before it. */
function rule(header: string | null | undefined, read: HeaderRule['read']): HeaderRule[] {
  if (!header) return []
  const [name = '', scheme] = header.toLowerCase().split(':')
  if (scheme !== 'bearer') return [{ name, read }]
  const withScheme: HeaderRule['read'] = (token) => {
    const value = read(token)
    return value === undefined ? undefined : `Bearer ${value}`
  }
  return [{ name, read: withScheme }]
}

/** Text as it is; anything else as base64 of its JSON (gateway.md 7). */
function claimText(name: string, token: AccessToken): string | undefined {
  const value = token.claims?.[name] ?? token.introspection?.[name] ?? token.userInfo?.[name]
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' && /^[\x20-\x7e]*$/.test(value) ? value : encoded(value)
}

const encoded = (value: unknown): string | undefined =>
  value === undefined ? undefined : Buffer.from(JSON.stringify(value)).toString('base64')
