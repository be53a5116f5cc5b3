import { importJWK, type JWTPayload, SignJWT } from 'jose'
import { parseJson } from '../../kit/http-client.ts'
import type { KonnectContext } from '../context.ts'
import type { AuthServer, AuthServerClient, AuthServerScope } from '../model/auth-server.ts'
import { authServerAddresses } from './addresses.ts'
import { authenticated, type TokenCall } from './client-authentication.ts'
import { OAuthError } from './oauth-errors.ts'
import { signingKeyOf } from './signing-key.ts'

/** An answer of the token endpoint (RFC 6749 §5.1). */
export interface TokenAnswer {
  access_token: string
  token_type: 'Bearer'
  expires_in: number
  scope?: string
}

/**
 * A token by client credentials: a JWT whose `sub` is the client id, which is the claim that strategies of Kong Identity read
 * (`konnect.md` 3.1). Other grants are not simulated.
 * @throws OAuthError
 */
export async function tokenAnswer(context: KonnectContext, server: AuthServer, call: TokenCall): Promise<TokenAnswer> {
  const client = await authenticated(context, server, call)
  const { grant_type } = call.form
  if (!grant_type) throw new OAuthError(400, 'invalid_request', 'grant_type is missing')
  if (grant_type !== 'client_credentials') {
    throw new OAuthError(400, 'unsupported_grant_type', 'this server simulates client_credentials alone')
  }
  if (!client.grant_types.includes(grant_type)) {
    throw new OAuthError(400, 'unauthorized_client', 'the client may not use client_credentials: see its grant_types')
  }
  const scopes = await grantedScopes(context, client, call.form.scope)
  const access_token = await signed(context, server, client, scopes)
  const names = scopes.map(({ name }) => name).join(' ')
  return {
    ...{ access_token, token_type: 'Bearer', expires_in: client.access_token_duration },
    ...(names !== '' && { scope: names }),
  }
}

/** The scopes asked for, and those that come by default as far as the client may have them. @throws OAuthError */
async function grantedScopes(
  { model }: KonnectContext,
  { auth_server_id, allow_all_scopes, allow_scopes }: AuthServerClient,
  asked = '',
): Promise<AuthServerScope[]> {
  const known = await model.authServerScopes.listBy('auth_server', auth_server_id)
  const allowed = known.filter(({ id, enabled }) => enabled && (allow_all_scopes || allow_scopes.includes(id)))
  const names = asked.split(' ').filter((name) => name !== '')
  const refused = names.filter((name) => !allowed.some((scope) => scope.name === name))
  if (refused.length > 0) {
    throw new OAuthError(
      400,
      'invalid_scope',
      `unknown, switched off or not allowed to the client: ${refused.join(' ')}`,
    )
  }
  return allowed.filter((scope) => scope.default || names.includes(scope.name))
}

async function signed(
  context: KonnectContext,
  server: AuthServer,
  client: AuthServerClient,
  scopes: readonly AuthServerScope[],
): Promise<string> {
  const { clock, ids, baseUrl } = context
  const now = Math.floor(clock.now() / 1000)
  const key = await signingKeyOf(context, server)
  const payload: JWTPayload = {
    ...(await customClaims(context, server, scopes)),
    iss: authServerAddresses(baseUrl(), server.id).issuer,
    aud: server.audience,
    sub: client.client_id,
    client_id: client.client_id,
    ...(scopes.length > 0 && { scope: scopes.map(({ name }) => name).join(' ') }),
    ...{ iat: now, nbf: now, exp: now + client.access_token_duration, jti: ids.uuid('token') },
  }
  const header = { alg: server.signing_algorithm, typ: 'JWT', ...(key.kid && { kid: key.kid }) }
  return new SignJWT(payload).setProtectedHeader(header).sign(await importJWK(key, server.signing_algorithm))
}

/** Claims with static values: what is JSON becomes a value, anything else is text. Templates are not simulated. */
async function customClaims(
  { model }: KonnectContext,
  { id }: AuthServer,
  scopes: readonly AuthServerScope[],
): Promise<Record<string, unknown>> {
  const claims = await model.authServerClaims.listBy('auth_server', id)
  const included = claims.filter(
    ({ enabled, include_in_token, include_in_all_scopes, include_in_scopes }) =>
      enabled &&
      include_in_token &&
      (include_in_all_scopes || scopes.some((scope) => include_in_scopes.includes(scope.id))),
  )
  return Object.fromEntries(included.map(({ name, value }) => [name, parseJson(value) ?? value]))
}
