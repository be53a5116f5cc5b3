import * as reasons from '../auth/credential-reasons.ts'
import type { Pairs } from '../auth/settings.ts'
import type { Trail } from '../trail.ts'
import { type AuthenticatingClient, proofOf } from './client-authentication.ts'
import { type IdpClients, type IdpConnection, parseObject, textOf } from './http.ts'
import { CredentialRefused, idpFailure } from './refusal.ts'

/** A request to the token endpoint (RFC 6749 section 4, gateway.md 1.3, step 4). */
export interface TokenRequest {
  endpoint: string
  client: AuthenticatingClient
  clientAuth: string
  /** The grant and what belongs to it. */
  grant: Pairs
  extraArguments: Pairs
  headers: Pairs
}

/** What the token endpoint gave (RFC 6749 section 5.1). */
export interface TokenAnswer {
  accessToken: string
  expiresIn: number | undefined
  refreshToken: string | undefined
  idToken: string | undefined
}

/** Asks for a token once. @throws CredentialRefused with what the token endpoint said, or that it did not */
export async function requestToken(
  clients: IdpClients,
  connection: IdpConnection,
  { endpoint, client, clientAuth, grant, extraArguments, headers }: TokenRequest,
  trail: Trail,
): Promise<TokenAnswer> {
  trail.log('notice', '[openid-connect] loading tokens from the identity provider')
  const proof = await proofOf(client, clientAuth, endpoint, clients)
  const form = new URLSearchParams()
  for (const [name, value] of [...grant, ...extraArguments, ...proof.form]) form.append(name, value)
  const { status, text } = await clients.send(connection, {
    method: 'POST',
    url: endpoint,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      ...Object.fromEntries(headers),
      ...proof.headers,
    },
    body: form.toString(),
  })
  trail.note(`the token endpoint answered ${status}`)
  const answer = parseObject(text)
  if (status < 200 || status > 299) {
    const error = textOf(answer?.error)
    // Of an error answer only its two members of RFC 6749 section 5.2: others may repeat what was sent.
    if (answer) trail.log('debug', JSON.stringify({ error, error_description: textOf(answer.error_description) }))
    throw refusal(endpoint, Object.fromEntries(grant), status, error)
  }
  if (!answer) throw idpFailure(reasons.badTokenAnswer(endpoint, 'not a JSON object'))
  const accessToken = textOf(answer.access_token)
  if (!accessToken) throw idpFailure(reasons.badTokenAnswer(endpoint, 'it has no access_token'))
  return {
    accessToken,
    expiresIn: secondsOf(answer.expires_in),
    refreshToken: textOf(answer.refresh_token),
    idToken: textOf(answer.id_token),
  }
}

function refusal(
  endpoint: string,
  { scope = '', grant_type: grant = '' }: Readonly<Record<string, string>>,
  status: number,
  error: string | undefined,
): CredentialRefused {
  const log = `failed to get from node cache: invalid status code received from the token endpoint (${status})`
  if (status >= 500) return idpFailure(reasons.idpFailed(endpoint, status), log)
  if (status === 429) return idpFailure(reasons.idpThrottles(endpoint), log)
  if (error === 'invalid_scope') return new CredentialRefused(reasons.refusedScope(scope, status, error), { log })
  if (grant !== 'client_credentials') return new CredentialRefused(reasons.grantRefused(grant, status, error), { log })
  if (status === 401 || error === 'invalid_client') {
    return new CredentialRefused(reasons.wrongSecret(status, error), { log })
  }
  return new CredentialRefused(reasons.tokenRefused(status, error), { log })
}

/** Some identity providers send the number as text. */
function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === 'string' ? Number(value) : value
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds : undefined
}
