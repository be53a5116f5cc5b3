import { type AuthenticatingClient, proofOf } from './client-authentication.ts'
import type { IdentityProvider } from './identity-provider.ts'

export interface AuthenticatedPost {
  url: string
  client: AuthenticatingClient
  /** How the client shows itself, as RFC 8414 names it. */
  method: string
  form: readonly (readonly [name: string, value: string])[]
  headers?: Readonly<Record<string, string>>
}

/** Sends a form to an endpoint of the identity provider as one of the gateway's clients. @throws CredentialRefused when no answer comes */
export async function authenticatedPost(
  { url, client, method, form, headers = {} }: AuthenticatedPost,
  { clients, connection }: IdentityProvider,
): Promise<{ status: number; text: string }> {
  const proof = await proofOf(client, method, url, clients)
  const body = new URLSearchParams()
  for (const [name, value] of [...form, ...proof.form]) body.append(name, value)
  return clients.send(connection, {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers, ...proof.headers },
    body: body.toString(),
  })
}
