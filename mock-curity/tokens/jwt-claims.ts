import type { JWTPayload } from 'jose'
import type { Switches } from '../behaviour.ts'
import type { AccessToken } from './access-tokens.ts'

/** The claims of a JWT access token, in the order in which the product writes them (`curity.md` 4.3). */
export function accessTokenClaims(token: AccessToken, issuer: string, switches: Switches): JWTPayload {
  const { clientIdClaims } = switches
  return {
    jti: token.id,
    delegationId: token.delegationId,
    exp: token.expiresAt,
    nbf: token.issuedAt,
    scope: token.scope,
    iss: issuer,
    sub: token.subject,
    aud: audienceClaim(token.audience, switches),
    iat: token.issuedAt,
    purpose: 'access_token',
    ...((clientIdClaims === 'client_id' || clientIdClaims === 'both') && { client_id: token.clientId }),
    ...((clientIdClaims === 'azp' || clientIdClaims === 'both') && { azp: token.clientId }),
    ...token.claims,
    ...confirmationOf(token),
  }
}

/** Claims that every token has, whose values a procedure does not change. */
const ownClaims = ['jti', 'delegationId', 'exp', 'nbf', 'scope', 'iss', 'sub', 'aud', 'iat', 'purpose', 'cnf']

/** What a token says beside the claims of all. */
export const addedClaims = (claims: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(claims).filter(([name]) => !ownClaims.includes(name)))

/** Binds a token to the certificate of its client (RFC 8705 §3.1, `curity.md` 4.3). */
export const confirmationOf = ({ certificate }: AccessToken) => certificate && { cnf: { 'x5t#S256': certificate } }

function audienceClaim(audience: readonly string[], { singleAudience }: Switches): string | string[] {
  const [first] = audience
  return audience.length === 1 && first !== undefined && singleAudience === 'string' ? first : [...audience]
}

/**
 * What a JWT that this server signed says as an access token; undefined when it is of another kind. Without a user the
 * subject is the client; with one, the delegation knows the client.
 */
export function tokenOf(claims: JWTPayload | undefined): AccessToken | undefined {
  if (claims?.purpose !== 'access_token') return undefined
  const { jti = '', sub = '', aud = [], iat = 0, exp = 0, scope, delegationId, cnf } = claims
  const added = addedClaims(claims)
  const certificate = (cnf as { 'x5t#S256'?: string } | undefined)?.['x5t#S256'] // as this server wrote it
  return {
    id: jti,
    delegationId: String(delegationId),
    clientId: sub,
    subject: sub,
    scope: String(scope),
    audience: [aud].flat(),
    issuedAt: iat,
    expiresAt: exp,
    ...(certificate !== undefined && { certificate }),
    ...(Object.keys(added).length > 0 && { claims: added }),
  }
}
