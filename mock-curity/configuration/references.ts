import { Complaints } from '../../kit/complaints.ts'
import { nearest } from '../../kit/nearest.ts'
import type { Complaint } from '../../kit/validation.ts'
import { authenticator, dataSource } from './defaults.ts'
import type { KnownKey, KnownNames } from './known-names.ts'
import { section } from './leaf.ts'
import type { CurityConfiguration, Endpoint, Profile } from './schema.ts'
import type { JwtIssuer } from './token-issuer-schema.ts'

/**
 * Refuses names that nothing in the configuration has: the real product checks its references the same way when a change is
 * committed. @throws Complaints with every broken reference
 */
export function refuseBrokenReferences(configuration: CurityConfiguration, known: KnownNames): void {
  const list = [
    ...configuration.profiles.profile.flatMap((profile, at) => repeatedPaths(profile, `profiles.profile.${at}`)),
    ...brokenReferences(configuration, known).map(({ path, name, known, why }) => ({
      path,
      expected: why ?? `"${name}" names nothing${nearest(name, known)}`,
    })),
  ]
  if (list.length > 0) throw new Complaints('Curity configuration', list)
}

/** A name that nothing has, or that does not fit: where it stands, and what names there are. */
export interface BrokenReference {
  path: string
  name: string
  known: readonly string[]
  /** Default: nothing has the name. */
  why?: string
}

/** Every name that nothing in the configuration has. */
export function brokenReferences(configuration: CurityConfiguration, known: KnownNames): BrokenReference[] {
  return [
    ...deployment(configuration),
    ...configuration.profiles.profile.flatMap((profile, at) => {
      const path = `profiles.profile.${at}`
      const server = `${path}.settings.authorization-server`
      return [
        ...profile.endpoints.endpoint.flatMap((endpoint, at) =>
          procedureReferences(endpoint, `${path}.endpoints.endpoint.${at}`, known),
        ),
        ...clientReferences(profile, `${server}.client-store.config-backed.client`),
        ...registrationReferences(profile, `${server}.dynamic-client-registration`),
        ...issuerReferences(profile, `${path}.token-issuers`, known.keys),
      ]
    }),
  ]
}

function deployment({ environments, profiles }: CurityConfiguration): BrokenReference[] {
  const roles = environments.environment.services['service-role']
  const known = profiles.profile.flatMap(({ endpoints }) => idsOf(endpoints.endpoint))
  const path = 'environments.environment.services.service-role'
  return roles.flatMap(({ endpoints }, at) => broken(`${path}.${at}.endpoints`, endpoints, known))
}

function procedureReferences(endpoint: Endpoint, path: string, known: KnownNames): BrokenReference[] {
  const flows = endpoint['token-endpoint-procedures'] ?? []
  return [
    ...broken(`${path}.pre-processing-procedure`, endpoint['pre-processing-procedure'], known.procedures),
    ...flows.flatMap(({ procedure }, at) =>
      broken(`${path}.token-endpoint-procedures.${at}.procedure`, procedure, known.tokenProcedures),
    ),
  ]
}

function repeatedPaths({ endpoints }: Profile, path: string): Complaint[] {
  const uris = endpoints.endpoint.map(({ uri }) => uri)
  const repeated = uris.filter((uri, at) => uris.indexOf(uri) !== at)
  return repeated.map((uri) => ({ path: `${path}.endpoints.endpoint`, expected: `"${uri}" stands twice` }))
}

function clientReferences(profile: Profile, path: string): BrokenReference[] {
  const scopes = scopesOf(profile)
  const issuers = idsOf(profile['token-issuers']?.['custom-token-issuer'] ?? [])
  return clientsOf(profile).flatMap((client, at) => {
    const signed = client['signed-userinfo']?.['userinfo-token-issuer']
    const template = section(client['dynamic-client-registration-template'])
    const within = `${path}.${at}.dynamic-client-registration-template`
    return [
      ...broken(`${within}.authenticate-client-by`, template?.['authenticate-client-by'], idsOf(clientsOf(profile))),
      ...broken(`${within}.authenticate-user-by`, template?.['authenticate-user-by'], idsOf(clientsOf(profile))),
      ...broken(`${path}.${at}.scope`, client.scope, scopes),
      ...broken(`${path}.${at}.signed-userinfo.userinfo-token-issuer`, signed, issuers),
    ]
  })
}

function registrationReferences(profile: Profile, path: string): BrokenReference[] {
  const registration = section(profile.settings['authorization-server']['dynamic-client-registration'])
  const bounds = section(registration?.['non-templatized'])
  const within = `${path}.non-templatized`
  const managers = section(registration?.['client-management'])?.['management-clients']
  return [
    ...broken(`${path}.client-management.management-clients`, managers, idsOf(clientsOf(profile))),
    ...broken(`${within}.authenticate-user-by`, bounds?.['authenticate-user-by'], idsOf(clientsOf(profile))),
    ...broken(`${path}.client-data-source`, registration?.['client-data-source'], [dataSource]),
    ...broken(`${within}.authenticate-client-by`, bounds?.['authenticate-client-by'], idsOf(clientsOf(profile))),
    ...broken(`${within}.scopes.scope`, bounds?.scopes?.scope, scopesOf(profile)),
    ...broken(`${within}.authenticators.authenticator`, bounds?.authenticators?.authenticator, [authenticator]),
  ]
}

function issuerReferences(
  { 'token-issuers': issuers = {} }: Profile,
  path: string,
  keys: readonly KnownKey[],
): BrokenReference[] {
  const standard = issuers['default-token-issuer']
  const settings = standard?.['jwt-issuer-settings']
  const names = idsOf(keys)
  return [
    ...broken(`${path}.default-token-issuer.default-data-source`, standard?.['default-data-source'], [dataSource]),
    ...broken(`${path}.default-token-issuer.jwt-issuer-settings.signing-key-id`, settings?.['signing-key-id'], names),
    ...unfitting(`${path}.default-token-issuer.jwt-issuer-settings.algorithm`, settings, keys),
    ...(issuers['custom-token-issuer'] ?? []).flatMap((issuer, at) => {
      const here = `${path}.custom-token-issuer.${at}`
      const source = issuer['data-sources']?.['tokens-data-source-id']
      return [
        ...broken(`${here}.data-sources.tokens-data-source-id`, source, [dataSource]),
        ...broken(`${here}.jwt.signing-key-id`, issuer.jwt?.['signing-key-id'], names),
        ...unfitting(`${here}.jwt.algorithm`, { ...settings, ...issuer.jwt }, keys),
      ]
    }),
  ]
}

/** An algorithm that the key cannot sign with. Without `algorithm` it is RS256 (`curity.md` 4.3). */
function unfitting(path: string, settings: JwtIssuer = {}, keys: readonly KnownKey[]): BrokenReference[] {
  const { 'signing-key-id': id = 'default-signing-key', algorithm = 'RS256' } = settings
  const key = keys.find((one) => one.id === id)
  if (!key || key.algorithms.includes(algorithm)) return []
  const why = `"${algorithm}" is not for the signing key "${id}", which signs with ${key.algorithms.join(', ')}`
  return [{ path, name: algorithm, known: key.algorithms, why }]
}

const clientsOf = ({ settings }: Profile) => settings['authorization-server']['client-store']['config-backed'].client
const scopesOf = ({ settings }: Profile) => idsOf(settings['authorization-server'].scopes.scope)
const idsOf = (entries: readonly { id: string }[]) => entries.map(({ id }) => id)

function broken(
  path: string,
  names: string | readonly string[] | undefined,
  known: readonly string[],
): BrokenReference[] {
  return [names ?? []]
    .flat()
    .filter((name) => !known.includes(name))
    .map((name) => ({ path, name, known }))
}
