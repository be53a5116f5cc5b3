import type { Static } from 'typebox'
import type { Client } from '../clients/client.ts'
import { namesOf } from '../clients/configured-client.ts'
import type { Capability, ConfiguredClient, RegistrationTemplate } from './client-schema.ts'
import { authenticator } from './defaults.ts'
import { present, section } from './leaf.ts'
import type { ClientManagement, DynamicClientRegistration, NonTemplatized } from './registration-schema.ts'
import type { Profile } from './schema.ts'

/** Dynamic Client Registration as it is switched on (`curity.md` 2.1). */
export interface Registration {
  /** Undefined: no registration without a template. */
  bounds: Bounds | undefined
  templatized: boolean
  /** Template clients by their id; none while registration by template is off. */
  templates: ReadonlyMap<string, Template>
  /** Undefined: RFC 7592 is off. */
  management: Management | undefined
  /** Everybody who may register in one way or another. */
  who: WhoMayRegister
}

/** Whose request registers a client (`curity.md` 2.2). */
export interface WhoMayRegister {
  /** Clients whose own initial token registers. */
  clients: ReadonlySet<string>
  /** Clients whose users' initial token registers. */
  users: ReadonlySet<string>
  /** Certificate issuers, as PEM; undefined: no certificate registers. */
  certificates: readonly string[] | undefined
  /** No initial token is asked for. */
  anybody: boolean
}

/** A client of the configuration that instances are made of. */
export interface Template {
  client: Client
  who: WhoMayRegister
}

/** What a registered client may have at most, and who may register one (`curity.md` 2.2, 2.4). */
export interface Bounds {
  who: WhoMayRegister
  capabilities: ReadonlySet<Capability>
  scopes: readonly string[]
  authenticators: readonly string[]
  authenticatorFilters: readonly string[]
  secrets: boolean
  certificates: boolean
  /** Algorithms of client assertions; undefined: none is taken. */
  assertionAlgorithms: readonly string[] | undefined
  publicClients: boolean
  /** The organizationIdentifier of the certificate that registers a client is the client's id. */
  certificateNamesClient: boolean
  refreshTokenTtl: number
  refreshTokenMaxRollingLifetime: number
  consent: boolean
  /** Members that a client which signs users in must send, with the leaf that asks for them. */
  required: readonly {
    member: 'request_object_signing_alg' | 'authorization_signed_response_alg' | 'id_token_encrypted_response_alg'
    leaf: string
  }[]
}

/** RFC 7592 at this server (`curity.md` 3); times in seconds. */
export interface Management {
  tokenTtl: number
  readWriteTtl: number
  reuse: boolean
  rotatedSecretTtl: number
  /** A client that was registered by a certificate is managed with that certificate alone. */
  confirmsCertificate: boolean
  /** Clients that manage every registered client, with scope `dcrm`. */
  clients: ReadonlySet<string>
}

type AuthorizationServer = Profile['settings']['authorization-server']

const day = 24 * 60 * 60

/**
 * @param server the section around it: its capabilities and scopes bound what `all` means
 * @param clients the configured clients, among them the templates
 */
export function registrationOf(
  given: DynamicClientRegistration | undefined,
  server: AuthorizationServer,
  clients: ReadonlyMap<string, Client>,
): Registration | undefined {
  if (!given) return undefined
  const bounds = section(given['non-templatized'])
  const management = section(given['client-management'])
  const templatized = present(given.templatized)
  const templates = templatized ? templatesAmong(server['client-store']['config-backed'].client, clients) : []
  const bound = bounds && boundsOf(bounds, server)
  return {
    bounds: bound,
    templatized,
    templates: new Map(templates.map((template) => [template.client.id, template])),
    management: management && managementOf(management),
    who: together([...(bound ? [bound.who] : []), ...templates.map(({ who }) => who)]),
  }
}

function boundsOf(given: NonTemplatized, server: AuthorizationServer): Bounds {
  const offered = namesOf(server['client-capabilities'])
  const { scopes, authenticators, 'client-authentication-method': methods } = given
  const all = server.scopes.scope.map(({ id }) => id)
  const assertion = methods?.['asymmetrically-signed-jwt']
  const certificates = section(given['mutual-tls'])
  return {
    who: {
      ...listed(given),
      certificates: certificates && (certificates['trusted-issuers'] ?? []),
      anybody: present(given['no-authentication']),
    },
    capabilities: new Set([...namesOf(given.capabilities)].filter((name) => offered.has(name))),
    scopes: present(scopes?.all) ? all : (scopes?.scope ?? []),
    authenticators: present(authenticators?.all) ? [authenticator] : (authenticators?.authenticator ?? []),
    authenticatorFilters: given['authenticator-filters'] ?? [],
    secrets: methods === undefined || present(methods.secret),
    certificates: present(methods?.['mutual-tls']),
    assertionAlgorithms: present(assertion) ? algorithmsOf(assertion) : undefined,
    publicClients: present(methods?.['no-authentication']),
    certificateNamesClient: given['enable-subject-dn-as-client-id-override'] ?? true,
    refreshTokenTtl: given['default-refresh-token-ttl'] ?? 3600,
    refreshTokenMaxRollingLifetime: given['default-refresh-token-max-rolling-lifetime'] ?? 3600,
    consent: present(given['user-consent']),
    required: requirements.filter(({ leaf }) => present(given[leaf])),
  }
}

const requirements = [
  { leaf: 'require-request-object', member: 'request_object_signing_alg' },
  { leaf: 'require-secured-authorization-response', member: 'authorization_signed_response_alg' },
  { leaf: 'require-id-token-encryption', member: 'id_token_encrypted_response_alg' },
] as const

/** Every algorithm of a key that the server could check, where the configuration names none. */
const algorithmsOf = (leaf: { 'signature-algorithms'?: string[] } | boolean | null | undefined): string[] =>
  (typeof leaf === 'object' ? leaf?.['signature-algorithms'] : undefined) ?? ['RS256', 'PS256', 'ES256', 'EdDSA']

function templatesAmong(given: readonly ConfiguredClient[], clients: ReadonlyMap<string, Client>): Template[] {
  return given.flatMap(({ id, 'dynamic-client-registration-template': leaf }) => {
    const template = section(leaf)
    const client = clients.get(id)
    return template && client ? [{ client, who: { ...listed(template), certificates: undefined, anybody: false } }] : []
  })
}

const listed = (given: Pick<RegistrationTemplate, 'authenticate-client-by' | 'authenticate-user-by'>) => ({
  clients: new Set(given['authenticate-client-by']),
  users: new Set(given['authenticate-user-by']),
})

const together = (all: readonly WhoMayRegister[]): WhoMayRegister => ({
  clients: new Set(all.flatMap(({ clients }) => [...clients])),
  users: new Set(all.flatMap(({ users }) => [...users])),
  certificates: all.find(({ certificates }) => certificates)?.certificates,
  anybody: all.some(({ anybody }) => anybody),
})

function managementOf(given: Static<typeof ClientManagement>): Management {
  const token = given['registration-token']
  return {
    tokenTtl: (token?.ttl ?? 365) * day,
    readWriteTtl: (token?.['read-write-ttl'] ?? 28) * day,
    reuse: token?.reuse ?? false,
    confirmsCertificate: token?.['confirm-certificate-binding'] ?? false,
    rotatedSecretTtl: given['rotated-secret-ttl'] ?? 0,
    clients: new Set(given['management-clients']),
  }
}
