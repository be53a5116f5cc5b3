import { hash } from 'node:crypto'
import type { JWTPayload } from 'jose'
import type { Client } from '../clients/client.ts'
import { defaultTtl } from '../clients/client.ts'
import { authenticator } from '../configuration/defaults.ts'
import type { Services } from '../services.ts'
import type { AccessToken } from '../tokens/access-tokens.ts'
import { encryptedToken } from './encrypted-token.ts'

/** What a sign-in left behind for the ID token. */
export interface SignIn {
  /** Epoch seconds by the server's clock. */
  authTime: number
  sid: string | undefined
  nonce: string | undefined
  /** Of the authorization request. */
  state: string | undefined
  /** Claims asked for by name, with their values. */
  claims: Record<string, unknown>
}

/** The ID token that goes with an access token: always a JWT, with the members of `curity.md` 4.3; encrypted for clients that registered so. */
export async function idToken(
  { client, token, accessToken, signIn }: { client: Client; token: AccessToken; accessToken: string; signIn: SignIn },
  services: Services,
): Promise<string> {
  const { configuration, keys, ids } = services
  const { service } = configuration
  const claims: JWTPayload = {
    ...signIn.claims,
    exp: token.issuedAt + (client.idTokenTtl ?? service.idTokenTtl ?? defaultTtl.idToken),
    nbf: token.issuedAt,
    jti: ids.uuid('jti'),
    iss: service.issuer,
    aud: client.id,
    sub: token.subject,
    auth_time: signIn.authTime,
    iat: token.issuedAt,
    purpose: 'id',
    at_hash: leftHalfOfHash(accessToken, service.signing.algorithm),
    ...(signIn.state !== undefined && { s_hash: leftHalfOfHash(signIn.state, service.signing.algorithm) }),
    acr: authenticator,
    delegation_id: token.delegationId,
    azp: client.id,
    amr: authenticator,
    ...(signIn.sid !== undefined && { sid: signIn.sid }),
    ...(signIn.nonce !== undefined && { nonce: signIn.nonce }),
  }
  const signed = keys.sign(claims, service.signing)
  return client.idTokenEncryption ? encryptedToken(signed, client.idTokenEncryption, services) : signed
}

/** OpenID Connect Core §3.1.3.6: by the hash of the algorithm that signs. */
function leftHalfOfHash(text: string, algorithm: string): string {
  const bits = Number(algorithm.slice(2))
  return hash(`sha${bits}`, text, 'buffer')
    .subarray(0, bits / 16)
    .toString('base64url')
}
