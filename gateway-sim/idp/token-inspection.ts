import * as reasons from '../auth/credential-reasons.ts'
import { authenticatingClient } from '../auth/plugin-client.ts'
import type { PluginClient, StrategySettings } from '../auth/settings.ts'
import type { GatewayHooks } from '../quirks/hook-points.ts'
import type { Trail } from '../trail.ts'
import { authenticatedPost } from './authenticated-post.ts'
import { clientAuthOf } from './client-authentication.ts'
import { parseObject } from './http.ts'
import type { IdentityProvider, Knowledge } from './identity-provider.ts'
import { CredentialRefused, idpFailure } from './refusal.ts'

type Claims = Readonly<Record<string, unknown>>

/** What an endpoint says of a token: claims, or a signed JWT that holds them. */
export type Inspection = { claims: Claims } | { jwt: string }

/** Asks the introspection endpoint about a token (RFC 7662). @throws CredentialRefused when it gives no answer to go by */
export async function introspect(
  token: string,
  own: PluginClient,
  { introspection, endpoints }: StrategySettings,
  provider: IdentityProvider,
  trail: Trail,
): Promise<Inspection> {
  const known = await provider.knowledge(trail)
  const url = endpointOf('introspection_endpoint', endpoints.introspection ?? known.introspectionEndpoint, known)
  const method = clientAuthAt('introspection', introspection.auth ?? own.auth, known, provider)
  const form = [
    [introspection.parameter, token] as const,
    ['token_type_hint', introspection.hint] as const,
    ...introspection.arguments,
  ]
  const headers = { accept: introspection.accept, ...Object.fromEntries(introspection.headers) }
  const { status, text } = await authenticatedPost(
    { url, client: authenticatingClient(own), method, form, headers },
    provider,
  )
  trail.note(`the introspection endpoint answered ${status}`)
  // Curity answers 204 for a token that is not active when it is asked for a phantom token.
  if (status === 204) return { claims: { active: false } }
  return inspectionOf('introspection', url, status, text)
}

/** Asks the userinfo endpoint whose token it is (OpenID Connect Core 1.0 section 5.3). @throws CredentialRefused */
export async function fetchUserInfo(
  token: string,
  { userInfo, endpoints }: StrategySettings,
  provider: IdentityProvider,
  trail: Trail,
): Promise<Inspection> {
  const known = await provider.knowledge(trail)
  const url = new URL(endpointOf('userinfo_endpoint', endpoints.userinfo ?? known.userinfoEndpoint, known))
  for (const [name, value] of userInfo.arguments) url.searchParams.append(name, value)
  const { status, text } = await provider.clients.send(provider.connection, {
    method: 'GET',
    url: url.href,
    headers: { ...Object.fromEntries(userInfo.headers), accept: userInfo.accept, authorization: `Bearer ${token}` },
  })
  trail.note(`the userinfo endpoint answered ${status}`)
  return inspectionOf('userinfo', url.href, status, text)
}

/** The endpoint, if there is one. @throws CredentialRefused */
export function endpointOf(name: string, url: string | undefined, { issuer }: Knowledge): string {
  if (url === undefined || !URL.canParse(url)) throw idpFailure(reasons.noEndpoint(issuer, name))
  return url
}

type Authenticated = Parameters<GatewayHooks['clientAuth']>[1]

/** How the gateway shows itself at an endpoint: as configured, else as discovered. */
export const clientAuthAt = (
  endpoint: Authenticated,
  configured: string | undefined,
  { clientAuthMethods }: Knowledge,
  { quirks }: Pick<IdentityProvider, 'quirks'>,
): string => quirks.run('clientAuth', asIs, clientAuthOf(configured, clientAuthMethods), endpoint)

const asIs = (method: string, _endpoint: Authenticated) => method

function inspectionOf(what: string, url: string, status: number, text: string): Inspection {
  if (status < 200 || status > 299) {
    const log = `failed to get from node cache: invalid status code received from the ${what} endpoint (${status})`
    if (status >= 500) throw idpFailure(reasons.idpFailed(url, status), log)
    throw new CredentialRefused(reasons.inspectionRefused(what, status), { log })
  }
  if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(text.trim())) return { jwt: text.trim() }
  const claims = parseObject(text)
  if (!claims) throw idpFailure(reasons.badInspection(url))
  return { claims }
}
