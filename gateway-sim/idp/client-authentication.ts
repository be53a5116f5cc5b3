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
  /** With which it signs assertions; default: as the key says. */
  alg?: string | undefined
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
  { pair, jwk, alg }: AuthenticatingClient,
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
    const header = { alg: alg ?? 'HS256' }
    return { headers: {}, form: [...id, ...(await assertion(pair, endpoint, clients, header, secret))] }
  }
  if (method === 'private_key_jwt' && jwk) {
    const header = { alg: alg ?? jwk.alg ?? 'RS256', ...(jwk.kid !== undefined && { kid: jwk.kid }) }
    return { headers: {}, form: [...id, ...(await assertion(pair, endpoint, clients, header, jwk))] }
  }
  throw new CredentialRefused(reasons.clientAuthUnknown(method))
}

/** RFC 7523 section 2.2. @throws CredentialRefused when the key signs nothing by that algorithm */
async function assertion(
  { id }: ClientPair,
  endpoint: string,
  { clock, ids }: IdpClients,
  header: { alg: string; kid?: string },
  key: JWK | Uint8Array,
): Promise<Pairs> {
  const { SignJWT } = await import('jose')
  const now = epochSeconds(clock)
  const name = asText(id)
  const claims = { iss: name, sub: name, aud: endpoint, iat: now, exp: now + 60, jti: ids.hex('assertion', 16) }
  // Whatever is wrong with a configured key, only trying it tells.
  const signed = await new SignJWT(claims)
    .setProtectedHeader(header)
    .sign(key)
    .catch(() => {
      throw new CredentialRefused(reasons.clientKeyUnusable(header.alg))
    })
  return [
    ['client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
    ['client_assertion', signed],
  ]
}
