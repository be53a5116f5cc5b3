import type { EndpointNames } from '../kit/faults.ts'
import type { ClientSources } from '../kit/recording.ts'
import type { CurityConfiguration, EndpointKind } from './configuration/schema.ts'
import { onlyProfile } from './configuration/token-service.ts'

/** The names by which faults call what each kind of endpoint serves; `PATH` is the endpoint's own. */
const named: Readonly<Record<string, readonly [EndpointKind, ...string[]]>> = {
  discovery: ['oauth-anonymous', 'GET PATH/.well-known/openid-configuration'],
  'discovery.oauth': ['oauth-anonymous', 'GET /.well-known/oauth-authorization-serverPATH'],
  jwks: ['oauth-anonymous', 'GET PATH/jwks'],
  token: ['oauth-token', 'POST PATH'],
  register: ['oauth-dynamic-client-registration', 'POST PATH'],
  'client.get': ['oauth-dynamic-client-registration', 'GET PATH/:clientId'],
  'client.put': ['oauth-dynamic-client-registration', 'PUT PATH/:clientId'],
  'client.delete': ['oauth-dynamic-client-registration', 'DELETE PATH/:clientId'],
  authorize: ['oauth-authorize', 'GET PATH', 'POST PATH'],
  par: ['oauth-authorize', 'POST PATH/par'],
  introspect: ['oauth-introspect', 'POST PATH'],
  revoke: ['oauth-revoke', 'POST PATH'],
  userinfo: ['oauth-userinfo', 'GET PATH', 'POST PATH'],
  logout: ['oauth-session', 'GET PATH/logout', 'POST PATH/logout'],
}

/** Where a server with this configuration has the endpoints that faults name. */
export function endpointNames(tree: CurityConfiguration): EndpointNames {
  const all = onlyProfile(tree).endpoints.endpoint
  return Object.fromEntries(
    Object.entries(named).map(([name, [kind, ...routes]]) => [
      name,
      all
        .filter((endpoint) => endpoint['endpoint-kind'] === kind)
        .flatMap(({ uri }) => routes.map((route) => route.replace('PATH', uri))),
    ]),
  )
}

/** The client that authenticates itself, or that is managed (RFC 6749 §2.3.1, RFC 7592 §1.3). */
export function clientOf({ headers, params, query, body }: ClientSources): string | undefined {
  const managed = textIn(params, 'clientId')
  if (managed !== undefined) return managed
  const [, encoded] = /^basic +(\S+)$/i.exec(headers.authorization ?? '') ?? []
  if (encoded === undefined) return textIn(body, 'client_id') ?? textIn(query, 'client_id')
  const [id = ''] = Buffer.from(encoded, 'base64').toString().split(':', 1)
  return new URLSearchParams(`id=${id.replaceAll('&', '%26')}`).get('id') ?? undefined
}

function textIn(holder: unknown, name: string): string | undefined {
  const value = (holder as Record<string, unknown> | null | undefined)?.[name]
  return typeof value === 'string' ? value : undefined
}
