import { createHash } from 'node:crypto'
import { CredentialRefused, refusedFor } from '../idp/refusal.ts'
import { endpointOf } from '../idp/token-inspection.ts'
import { asClientId, valueAt } from './claim-path.ts'
import * as reasons from './credential-reasons.ts'
import { verifyIdToken } from './id-token.ts'
import type { Inbound } from './inbound.ts'
import { type Login, loginCookies } from './login-cookie.ts'
import type { MethodContext } from './method-context.ts'
import type { AccessToken, Authenticated, MaybeSoon, Outcome } from './outcome.ts'
import { authenticatingClient, clientFor } from './plugin-client.ts'
import type { PluginClient } from './settings.ts'

/** What the identity provider adds to the redirect URI: it does not go on to the upstream. */
const callbackNames = ['code', 'state', 'iss', 'session_state']

/**
 * The `authorization_code` method: a caller without a credential is sent to log in, and comes back with a code (gateway.md 1.1; OpenID
 * Connect Core 1.0 section 3.1, RFC 7636). State, nonce and verifier wait in a sealed cookie.
 */
export function authorizationCodeMethod(context: MethodContext) {
  const cookies = loginCookies(context)

  return (inbound: Inbound): MaybeSoon<Outcome> => {
    const client = clientFor(inbound, context.settings)
    if (!client) return { kind: 'absent', reason: reasons.noPluginClient('authorization_code') }
    const { state } = inbound.query
    const login = state === undefined ? undefined : cookies.read(inbound)
    const act = login && login.state === state ? comeBack(inbound, login, client) : sendAway(inbound, client)
    return act.catch((error) => refusedFor(error, inbound.trail))
  }

  async function sendAway(inbound: Inbound, client: PluginClient): Promise<Outcome> {
    const { provider, settings, ids } = context
    const known = await provider.knowledge(inbound.trail)
    const endpoint = settings.endpoints.authorization ?? known.authorizationEndpoint
    const url = new URL(endpointOf('authorization_endpoint', endpoint, known))
    const login: Login = {
      state: ids.hex('login-state', 16),
      nonce: ids.hex('login-nonce', 16),
      verifier: ids.hex('login-verifier', 32),
      redirectUri: settings.login.redirectUri ?? addressOf(inbound),
      from: addressOf(inbound) + inbound.target.query,
    }
    for (const [name, value] of askedOf(client, login)) url.searchParams.set(name, value)
    return { kind: 'elsewhere', location: url.href, setCookies: cookies.write(login), reason: reasons.sentToLogin() }
  }

  function askedOf({ id }: PluginClient, { state, nonce, verifier, redirectUri }: Login): [string, string][] {
    const { scope, audience, login } = context.settings
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    return [
      ['response_type', 'code'],
      ['client_id', id],
      ['redirect_uri', redirectUri],
      ['scope', scope],
      ['state', state],
      ['nonce', nonce],
      ...(login.pkce
        ? ([
            ['code_challenge', challenge],
            ['code_challenge_method', 'S256'],
          ] as [string, string][])
        : []),
      ...(audience.length > 0 ? ([['audience', audience.join(' ')]] as [string, string][]) : []),
      ...(login.maxAge === undefined ? [] : ([['max_age', String(login.maxAge)]] as [string, string][])),
      ...login.arguments.map(([name, value]): [string, string] => [name, value]),
    ]
  }

  async function comeBack(inbound: Inbound, login: Login, client: PluginClient): Promise<Outcome> {
    const { code, error } = inbound.query
    if (code === undefined) throw new CredentialRefused(reasons.loginFailed(error ?? 'there is no code'))
    const token = await exchange(code, login, client, inbound)
    const setCookies = cookies.clear()
    const { action, afterwards, keepsQuery } = context.settings.login
    inbound.trail.note(`authorization_code: the login is done, login_action ${action}`)
    const done: Authenticated = {
      kind: 'authenticated',
      token,
      hide: { place: 'query', names: callbackNames },
      setCookies,
    }
    if (action !== 'redirect') return done
    const [plain = ''] = login.from.split('?', 1)
    return { ...done, onwards: afterwards ?? (keepsQuery ? login.from : plain) }
  }

  async function exchange(code: string, login: Login, client: PluginClient, { trail }: Inbound): Promise<AccessToken> {
    const { source, settings } = context
    const grant = {
      method: 'authorization_code' as const,
      client: authenticatingClient(client),
      own: client.id,
      clientAuth: client.auth,
      parameters: [
        ['grant_type', 'authorization_code'],
        ['code', code],
        ['redirect_uri', login.redirectUri],
        ...(settings.login.pkce ? [['code_verifier', login.verifier] as const] : []),
      ] as const,
    }
    const { token } = await source.fetch(grant, trail)
    if (token.idToken === undefined) return token
    const nonce = settings.login.verifyNonce ? login.nonce : undefined
    const { claims, key } = await verifyIdToken(token.idToken, { client, nonce }, context, trail)
    const clientId = token.clientId ?? asClientId(valueAt(claims, settings.credentialClaim))
    return { ...token, claims: token.claims ?? claims, clientId, idTokenKey: key }
  }
}

/** Where the caller is, without the query: the default of `redirect_uri`. */
function addressOf({ raw, target }: Inbound): string {
  return `${target.connection.scheme}://${raw.headers.host}${target.sentPath}`
}
