import type { JWK } from 'jose'
import { epochSeconds } from '../../kit/clock.ts'
import { asText, basicOf, type ClientPair } from '../auth/basic.ts'
import * as reasons from '../auth/credential-reasons.ts'
import type { Pairs } from '../auth/settings.ts'
import type { IdpClients } from './http.ts'
import { CredentialRefused } from './refusal.ts'

/** Who calls an endpoint of the identity provider: a caller's own pair, or a client of the plugin's. */
export interface AuthenticatingClient {
  pair: ClientPair
  /** The private key of `private_key_jwt`. */
  jwk?: JWK | undefined
}

/** What a client adds to a request to show who it is. */
export interface ClientProof {
  headers: Record<string, string>
  form: Pairs
}

/** Which way of client authentication is used: the configured one, else one that was discovered (gateway.md 1.3, step 4). */
export function clientAuthOf(configured: string | undefined, discovered: readonly string[]): string {
  if (configured !== undefined) return configured
  const known = ['client_secret_basic', 'client_secret_post']
  return known.find((method) => discovered.includes(method)) ?? 'client_secret_basic'
}

/** Shows a client's identity to `endpoint` by `method` (OpenID Connect Core 1.0 section 9). @throws CredentialRefused */
export async function proofOf(
  { pair, jwk }: AuthenticatingClient,
  method: string,
  endpoint: string,
  clients: IdpClients,
): Promise<ClientProof> {
  const id: Pairs = [['client_id', asText(pair.id)]]
  if (method === 'client_secret_basic') return { headers: { authorization: basicOf(pair) }, form: [] }
  if (method === 'client_secret_post') {
    return { headers: {}, form: [...id, ['client_secret', asText(pair.secret)]] }
  }
  if (method === 'none') return { headers: {}, form: id }
  if (method === 'client_secret_jwt') {
    const secret = Buffer.from(pair.secret, 'latin1')
    return { headers: {}, form: [...id, ...(await assertion(pair, endpoint, clients, { alg: 'HS256' }, secret))] }
  }
  if (method === 'private_key_jwt' && jwk) {
    const { importJWK } = await import('jose')
    const header = { alg: jwk.alg ?? 'RS256', ...(jwk.kid !== undefined && { kid: jwk.kid }) }
    const key = await importJWK(jwk, header.alg)
    return { headers: {}, form: [...id, ...(await assertion(pair, endpoint, clients, header, key))] }
  }
  throw new CredentialRefused(reasons.clientAuthUnknown(method))
}

/** RFC 7523 section 2.2. */
async function assertion(
  { id }: ClientPair,
  endpoint: string,
  { clock, ids }: IdpClients,
  header: { alg: string; kid?: string },
  key: Parameters<import('jose').SignJWT['sign']>[0],
): Promise<Pairs> {
  const { SignJWT } = await import('jose')
  const now = epochSeconds(clock)
  const name = asText(id)
  const claims = { iss: name, sub: name, aud: endpoint, iat: now, exp: now + 60, jti: ids.hex('assertion', 16) }
  return [
    ['client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
    ['client_assertion', await new SignJWT(claims).setProtectedHeader(header).sign(key)],
  ]
}
