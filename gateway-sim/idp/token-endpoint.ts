import { asText, basicOf, type ClientPair } from '../auth/basic.ts'
import * as reasons from '../auth/credential-reasons.ts'
import { type IdpClients, type IdpConnection, parseObject, textOf } from './http.ts'
import { CredentialRefused, idpFailure } from './refusal.ts'

/** A client_credentials request with a caller's own credentials (gateway.md 1.3, step 4). */
export interface TokenRequest {
  endpoint: string
  client: ClientPair
  /** `client_secret_basic` or `client_secret_post`. */
  clientAuth: string
  scope: string
  extraArguments: readonly (readonly [string, string])[]
}

/** What the token endpoint gave (RFC 6749 section 5.1). */
export interface TokenAnswer {
  accessToken: string
  expiresIn: number | undefined
}

/** Asks for a token once. @throws CredentialRefused with what the token endpoint said, or that it did not */
export async function requestToken(
  clients: IdpClients,
  connection: IdpConnection,
  asked: TokenRequest,
): Promise<TokenAnswer> {
  const { endpoint, client, clientAuth, scope } = asked
  const form = new URLSearchParams([
    ['grant_type', 'client_credentials'],
    ['scope', scope],
    ...asked.extraArguments.map(mutable),
  ])
  if (clientAuth === 'client_secret_post') {
    form.append('client_id', asText(client.id))
    form.append('client_secret', asText(client.secret))
  }
  const { status, text } = await clients.send(connection, {
    method: 'POST',
    url: endpoint,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      ...(clientAuth !== 'client_secret_post' && { authorization: basicOf(client) }),
    },
    body: form.toString(),
  })
  const answer = parseObject(text)
  if (status < 200 || status > 299) throw refusal(endpoint, scope, status, textOf(answer?.error))
  if (!answer) throw idpFailure(reasons.badTokenAnswer(endpoint, 'not a JSON object'))
  const accessToken = textOf(answer.access_token)
  if (!accessToken) throw idpFailure(reasons.badTokenAnswer(endpoint, 'it has no access_token'))
  return { accessToken, expiresIn: secondsOf(answer.expires_in) }
}

/** Which way of client authentication is used: the configured one, else one that was discovered (gateway.md 1.3, step 4). */
export function clientAuthOf(configured: string | undefined, discovered: readonly string[]): string {
  if (configured !== undefined) return configured
  const known = ['client_secret_basic', 'client_secret_post']
  return known.find((method) => discovered.includes(method)) ?? 'client_secret_basic'
}

function refusal(endpoint: string, scope: string, status: number, error: string | undefined): CredentialRefused {
  if (status >= 500) return idpFailure(reasons.idpFailed(endpoint, status))
  if (error === 'invalid_scope') return new CredentialRefused(reasons.refusedScope(scope, status, error))
  if (status === 401 || error === 'invalid_client') return new CredentialRefused(reasons.wrongSecret(status, error))
  return new CredentialRefused(reasons.tokenRefused(status, error))
}

/** Some identity providers send the number as text. */
function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === 'string' ? Number(value) : value
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds : undefined
}

const mutable = ([name, value]: readonly [string, string]): [string, string] => [name, value]
