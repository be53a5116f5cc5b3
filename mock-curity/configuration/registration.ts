import type { Static } from 'typebox'
import { namesOf } from '../clients/configured-client.ts'
import type { Capability } from './client-schema.ts'
import { authenticator } from './defaults.ts'
import { present, section } from './leaf.ts'
import type { ClientManagement, DynamicClientRegistration, NonTemplatized } from './registration-schema.ts'
import type { Profile } from './schema.ts'

/** Dynamic Client Registration as it is switched on (`curity.md` 2.1). */
export interface Registration {
  /** Undefined: no registration without a template. */
  bounds: Bounds | undefined
  /** Undefined: RFC 7592 is off. */
  management: Management | undefined
}

/** What a registered client may have at most, and who may register one (`curity.md` 2.2, 2.4). */
export interface Bounds {
  capabilities: ReadonlySet<Capability>
  scopes: readonly string[]
  authenticators: readonly string[]
  secrets: boolean
  publicClients: boolean
  /** Clients whose initial token registers. */
  registrars: ReadonlySet<string>
  /** No initial token is asked for. */
  anybody: boolean
  refreshTokenTtl: number
  refreshTokenMaxRollingLifetime: number
  consent: boolean
}

/** RFC 7592 at this server (`curity.md` 3); times in seconds. */
export interface Management {
  tokenTtl: number
  readWriteTtl: number
  reuse: boolean
  rotatedSecretTtl: number
}

const day = 24 * 60 * 60

/** @param server the section around it: its capabilities and scopes bound what `all` means */
export function registrationOf(
  given: DynamicClientRegistration | undefined,
  server: Profile['settings']['authorization-server'],
): Registration | undefined {
  if (!given) return undefined
  const bounds = section(given['non-templatized'])
  const management = section(given['client-management'])
  return {
    bounds: bounds && boundsOf(bounds, server),
    management: management && managementOf(management),
  }
}

function boundsOf(given: NonTemplatized, server: Profile['settings']['authorization-server']): Bounds {
  const offered = namesOf(server['client-capabilities'])
  const { scopes, authenticators, 'client-authentication-method': methods } = given
  const all = server.scopes.scope.map(({ id }) => id)
  return {
    capabilities: new Set([...namesOf(given.capabilities)].filter((name) => offered.has(name))),
    scopes: present(scopes?.all) ? all : (scopes?.scope ?? []),
    authenticators: present(authenticators?.all) ? [authenticator] : (authenticators?.authenticator ?? []),
    secrets: methods === undefined || present(methods.secret),
    publicClients: present(methods?.['no-authentication']),
    registrars: new Set(given['authenticate-client-by']),
    anybody: present(given['no-authentication']),
    refreshTokenTtl: given['default-refresh-token-ttl'] ?? 3600,
    refreshTokenMaxRollingLifetime: given['default-refresh-token-max-rolling-lifetime'] ?? 3600,
    consent: present(given['user-consent']),
  }
}

function managementOf(given: Static<typeof ClientManagement>): Management {
  const token = given['registration-token']
  return {
    tokenTtl: (token?.ttl ?? 365) * day,
    readWriteTtl: (token?.['read-write-ttl'] ?? 28) * day,
    reuse: token?.reuse ?? false,
    rotatedSecretTtl: given['rotated-secret-ttl'] ?? 0,
  }
}
