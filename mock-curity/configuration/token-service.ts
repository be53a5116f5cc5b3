import type { Client } from '../clients/client.ts'
import { configuredClient, namesOf } from '../clients/configured-client.ts'
import { type AuthenticationMethods, authenticationMethods } from './authentication-methods.ts'
import type { Capability } from './client-schema.ts'
import { present, section } from './leaf.ts'
import { type Registration, registrationOf } from './registration.ts'
import type { Account, CurityConfiguration, Endpoint, EndpointKind, Profile, TokenFlow } from './schema.ts'
import { type Issuing, tokenIssuers } from './token-issuers.ts'

/** A scope of the profile (`curity.md` 1.4, 4.2). */
export interface Scope {
  id: string
  required: boolean
  exposed: boolean
  /** Stands for every scope that begins with its id. */
  prefix: boolean
  /** Seconds that a token with this scope may live at most. */
  timeToLive: number | undefined
}

/** What the configuration means to the endpoints: defaults filled in, names looked up. Made anew when the tree changes. */
export interface TokenService extends Issuing {
  realm: string
  baseUrl: string
  issuer: string
  jwksUri: string
  detailedErrors: boolean
  capabilities: ReadonlySet<Capability>
  /** How clients may authenticate. */
  authentication: AuthenticationMethods
  scopes: readonly Scope[]
  clients: ReadonlyMap<string, Client>
  accounts: ReadonlyMap<string, Account>
  /** Seconds for which a metadata document may be cached; undefined: it is not published. */
  openIdMetadata: number | undefined
  oauthMetadata: number | undefined
  /** Undefined: DCR is off. */
  registration: Registration | undefined
  /** The procedure that has the first word about what is registered (`curity.md` 2.5). */
  registrationProcedure: string | undefined
  /** The procedures that have the last word about access tokens, by flow (`curity.md` 1.2). */
  tokenProcedures: ReadonlyMap<TokenFlow, string>
  idTokenTtl: number | undefined
  /** Whether a service role lists an endpoint that serves this at this path. */
  isServed(endpoint: Pick<Endpoint, 'uri' | 'endpoint-kind'>): boolean
  /** Whether clients may authenticate at a path, or only say who they are (`curity.md` 1.2). */
  authenticatesAt(path: string): boolean
  /** The path of the first deployed endpoint of this kind. */
  path(kind: EndpointKind): string | undefined
  /** The same with the base URL before it. */
  url(kind: EndpointKind): string | undefined
}

/** Reads the tree once. */
export function tokenService(tree: CurityConfiguration): TokenService {
  const { environment } = tree.environments
  const profile = onlyProfile(tree)
  const server = profile.settings['authorization-server']
  const deployed = new Set(environment.services['service-role'].flatMap(({ endpoints }) => endpoints))
  const registering = endpointOf('oauth-dynamic-client-registration', profile.endpoints.endpoint, deployed)
  const tokens = endpointOf('oauth-token', profile.endpoints.endpoint, deployed)
  const path = (kind: EndpointKind) => endpointOf(kind, profile.endpoints.endpoint, deployed)?.uri
  const served = new Map(
    profile.endpoints.endpoint.filter(({ id }) => deployed.has(id)).map((one) => [one.uri, one['endpoint-kind']]),
  )
  const closed = new Set(
    profile.endpoints.endpoint
      .filter((endpoint) => endpoint['client-authentication'] === 'disallow')
      .map(({ uri }) => uri),
  )
  const baseUrl = environment['base-url']
  const issuer = server['issuer-override'] ?? `${baseUrl}${anonymousPath(profile)}`
  const jwksUri = server['jwks-uri-override'] ?? `${baseUrl}${anonymousPath(profile)}/jwks`
  const given = server['client-store']['config-backed'].client
  const clients = new Map(given.map((client) => [client.id, configuredClient(client)]))
  return {
    realm: profile.id,
    baseUrl,
    issuer,
    detailedErrors: present(profile['expose-detailed-error-messages']),
    capabilities: namesOf(server['client-capabilities']),
    authentication: authenticationMethods(server['client-authentication']),
    scopes: server.scopes.scope.map((scope) => ({
      id: scope.id,
      required: scope.required ?? false,
      exposed: scope['expose-in-metadata'] ?? true,
      prefix: scope.prefix ?? false,
      timeToLive: scope['time-to-live'],
    })),
    clients,
    accounts: new Map((tree.accounts ?? []).map((account) => [account.username, account])),
    openIdMetadata: cacheDuration(server['openid-connect']?.['expose-metadata']),
    oauthMetadata: cacheDuration(server['expose-metadata']),
    registration: registrationOf(section(server['dynamic-client-registration']), server, clients),
    ...tokenIssuers(profile['token-issuers'], jwksUri),
    jwksUri,
    registrationProcedure: registering?.['pre-processing-procedure'],
    tokenProcedures: new Map(tokens?.['token-endpoint-procedures']?.map(({ flow, procedure }) => [flow, procedure])),
    idTokenTtl: server['openid-connect']?.['id-token-ttl'],
    isServed: (endpoint) => served.get(endpoint.uri) === endpoint['endpoint-kind'],
    authenticatesAt: (uri) => !closed.has(uri),
    path,
    url: (kind) => {
      const uri = path(kind)
      return uri === undefined ? undefined : `${baseUrl}${uri}`
    },
  }
}

/** The token profile; the schema allows exactly one. */
export function onlyProfile(tree: CurityConfiguration): Profile {
  const [profile] = tree.profiles.profile
  if (!profile) throw new Error('the configuration has no profile')
  return profile
}

/** The issuer is the anonymous endpoint, deployed or not (`curity.md` 1.3). */
export const anonymousPath = ({ endpoints }: Profile): string =>
  endpoints.endpoint.find((endpoint) => endpoint['endpoint-kind'] === 'oauth-anonymous')?.uri ?? ''

const endpointOf = (kind: EndpointKind, endpoints: readonly Endpoint[], deployed: ReadonlySet<string>) =>
  endpoints.find((endpoint) => endpoint['endpoint-kind'] === kind && deployed.has(endpoint.id))

/** 600 seconds unless another time is given (`curity.md` 1.4). */
function cacheDuration(leaf: { 'cache-duration'?: number } | boolean | null | undefined): number | undefined {
  if (!present(leaf)) return undefined
  return (typeof leaf === 'object' ? leaf?.['cache-duration'] : undefined) ?? 600
}
