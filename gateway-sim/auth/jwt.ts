import type { JWSHeaderParameters } from 'jose'
import { parseObject } from '../idp/http.ts'

/** Header and claims of a compact JWS, unverified. */
export interface DecodedJwt {
  header: JWSHeaderParameters
  claims: Readonly<Record<string, unknown>>
}

/** Takes a signed JWT apart (RFC 7519 section 7.2, steps 1 to 9), or says in words what the token is instead. */
export function decodeJwt(token: string): DecodedJwt | string {
  const parts = token.split('.')
  if (parts.length === 5) return 'encrypted (JWE)'
  const [header, claims, signature] = parts
  if (parts.length !== 3 || !header || !claims || signature === undefined) return 'opaque'
  const decoded = { header: partOf(header), claims: partOf(claims) }
  if (!decoded.header || !decoded.claims) return 'not readable as a JWT'
  return { header: decoded.header, claims: decoded.claims }
}

function partOf(part: string): Readonly<Record<string, unknown>> | undefined {
  return /^[\w-]+$/.test(part) ? parseObject(Buffer.from(part, 'base64url').toString()) : undefined
}
