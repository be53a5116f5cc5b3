import type { JWK } from 'jose'
import { CredentialRefused } from '../idp/refusal.ts'
import type { Trail } from '../trail.ts'
import * as reasons from './credential-reasons.ts'
import { type DecodedJwt, decodeJwt } from './jwt.ts'
import type { MethodContext } from './method-context.ts'
import type { PluginClient } from './settings.ts'
import { outsideItsTime } from './token-times.ts'
import { wrongIssuer } from './token-verifier.ts'

/** For whom an id token must be, and of which login; without `nonce` any login. */
export interface ExpectedIdToken {
  client: PluginClient
  nonce: string | undefined
}

/** Verifies an id token (OpenID Connect Core 1.0 section 3.1.3.7). @throws CredentialRefused */
export async function verifyIdToken(
  value: string,
  { client, nonce }: ExpectedIdToken,
  { settings, provider, verifier, clock }: MethodContext,
  trail: Trail,
): Promise<{ claims: DecodedJwt['claims']; key: JWK | undefined }> {
  const jwt = decodeJwt(value)
  if (typeof jwt === 'string') throw new CredentialRefused(reasons.loginFailed(`the id token is ${jwt}`))
  const { claims } = jwt
  const key = settings.verifySignature ? await verifier.verifySignature(value, jwt, trail) : undefined
  if (!settings.verifyClaims) return { claims, key }
  const issuer = (await provider.knowledge(trail)).issuer
  const outside = outsideItsTime(claims, clock.now(), settings.leeway)
  if (claims.iss !== issuer)
    throw wrongIssuer({ issuer: claims.iss, expected: issuer, token: 'id token' }, provider.quirks)
  if (![claims.aud].flat().includes(client.id)) {
    throw new CredentialRefused(reasons.loginFailed(`the id token is not for client "${client.id}"`))
  }
  if (outside) throw new CredentialRefused(outside.reason)
  if (nonce !== undefined && claims.nonce !== nonce) {
    throw new CredentialRefused(reasons.loginFailed('the id token has another nonce'))
  }
  trail.note('id token verified')
  return { claims, key }
}
