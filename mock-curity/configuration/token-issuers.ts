import type { SignatureSettings } from '../keys/signature-settings.ts'
import { present } from './leaf.ts'
import type { JwtIssuer, TokenIssuers } from './token-issuer-schema.ts'

/** Forms of access tokens (`curity.md` 4.3). */
export type AccessTokenForm = 'opaque' | 'jwt' | 'wrapped'

/** What the issuers of a profile mean to the endpoints. */
export interface Issuing {
  accessTokens: AccessTokenForm
  /** How access and ID tokens are signed. */
  signing: SignatureSettings
  /** How userinfo is signed; undefined: there is no issuer for it. */
  userinfoSigning: SignatureSettings | undefined
  /** What a key of the key set has beside itself. */
  jwks: { x5t: boolean; x5c: boolean }
}

/** @param jwksUri where the key set is, for `jku` */
export function tokenIssuers(issuers: TokenIssuers = {}, jwksUri: string): Issuing {
  const standard = issuers['default-token-issuer'] ?? {}
  const settings = standard['jwt-issuer-settings'] ?? {}
  const [userinfo] = issuers['custom-token-issuer'] ?? []
  return {
    accessTokens: formOf(standard),
    signing: signatureSettings(settings, jwksUri),
    userinfoSigning: userinfo && signatureSettings({ ...settings, ...userinfo.jwt }, jwksUri),
    jwks: { x5t: settings['include-x5t-in-jwks'] ?? true, x5c: settings['include-x5c-in-jwks'] ?? false },
  }
}

function formOf(standard: NonNullable<TokenIssuers['default-token-issuer']>): AccessTokenForm {
  if (present(standard['access-token-as-jwt'])) return 'jwt'
  return present(standard['use-wrapped-opaque-tokens']) ? 'wrapped' : 'opaque'
}

const signatureSettings = (given: JwtIssuer, jwksUri: string): SignatureSettings => ({
  keyId: given['signing-key-id'] ?? 'default-signing-key',
  algorithm: given.algorithm ?? 'RS256',
  clockSkew: given['clock-skew'] ?? 3,
  kid: given['include-key-identifier'] ?? true,
  x5t: given['include-sha-1-thumbprint'] ?? true,
  x5tS256: given['include-sha-256-thumbprint'] ?? false,
  x5c: given['include-x5c'] ?? false,
  jwk: given['include-jwk'] ?? false,
  jku: given['include-jku'] ? jwksUri : undefined,
})
