import type { KonnectContext } from '../context.ts'
import { type AuthServer, type AuthServerClient, authServerClientKey } from '../model/auth-server.ts'
import { tokenHash } from '../secrets/token-hash.ts'
import { invalidClient, OAuthError } from './oauth-errors.ts'

/** What a client sent to the token endpoint. */
export interface TokenCall {
  form: Readonly<Record<string, string>>
  headers: { authorization?: string | undefined }
}

/**
 * The client that calls, by `client_secret_post`, as its description says, or by Basic, as gateways do (RFC 6749 §2.3.1). Any of its
 * secrets that is not switched off will do.
 * @throws OAuthError
 */
export async function authenticated(
  { model }: KonnectContext,
  { id }: AuthServer,
  call: TokenCall,
): Promise<AuthServerClient> {
  const { clientId, secret } = credentialsOf(call)
  const client = await model.authServerClients.find(authServerClientKey(id, clientId))
  if (!client) throw invalidClient(`this authorization server has no client ${clientId}`)
  const secrets = await model.authServerSecrets.listBy('client', client.id)
  const known = secrets.find(({ secret_hash }) => secret_hash === tokenHash(secret))
  if (!known) throw invalidClient('the secret is not one of the client; give it a new one in the portal')
  if (!known.enabled) throw invalidClient('this secret of the client is switched off (enabled: false)')
  return client
}

function credentialsOf({ form, headers }: TokenCall): { clientId: string; secret: string } {
  const basic = /^basic +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (basic !== undefined && form.client_secret !== undefined) {
    throw new OAuthError(400, 'invalid_request', 'the client authenticates twice: by Basic and in the body')
  }
  if (basic === undefined) {
    if (!form.client_id) throw invalidClient('send client_id and client_secret in the body, or Basic credentials')
    return { clientId: form.client_id, secret: form.client_secret ?? '' }
  }
  const [, id = '', secret = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(basic, 'base64').toString('utf8')) ?? []
  return { clientId: formDecoded(id), secret: formDecoded(secret) }
}

/** Basic credentials are form-encoded before base64. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
