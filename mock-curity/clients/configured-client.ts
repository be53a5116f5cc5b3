import { Capabilities, type Capability, type ConfiguredClient } from '../configuration/client-schema.ts'
import { present } from '../configuration/leaf.ts'
import { hashOfConfigured } from '../secrets.ts'
import { type Client, type Consent, defaultTtl } from './client.ts'
import { type Credential, credentialsIn } from './credential.ts'

/** The names of the capabilities that are present. */
export function namesOf(capabilities: Capabilities | undefined): ReadonlySet<Capability> {
  // The schema of a section has its members as keys.
  const names = Object.keys(Capabilities.properties) as Capability[]
  return new Set(names.filter((name) => present(capabilities?.[name])))
}

/** A client of the configuration (`curity.md` 7.2). */
export function configuredClient(given: ConfiguredClient): Client {
  const refreshTokenTtl = given['refresh-token-ttl'] ?? defaultTtl.refreshToken
  return {
    id: given.id,
    name: given['client-name'],
    origin: 'configured',
    enabled: given.enabled ?? true,
    secretHash: given.secret === undefined ? undefined : hashOfConfigured(given.secret),
    oldSecret: undefined,
    isPublic: given['no-authentication'] ?? false,
    credentials: credentialsOf(given),
    properties: Object.fromEntries(given.properties?.property?.map(({ key, value }) => [key, value]) ?? []),
    capabilities: namesOf(given.capabilities),
    scopes: given.scope ?? [],
    audience: given.audience?.length ? given.audience : [given.id],
    redirectUris: given['redirect-uris'] ?? [],
    postLogoutRedirectUris: [],
    accessTokenTtl: given['access-token-ttl'] ?? defaultTtl.accessToken,
    refreshTokenTtl: refreshTokenTtl === 'disabled' ? 0 : refreshTokenTtl,
    refreshTokenMaxRollingLifetime: given['refresh-token-max-rolling-lifetime'],
    idTokenTtl: given['id-token-ttl'],
    idTokenEncryption: undefined,
    requireProofKey: given['proof-key']?.['require-proof-key'] ?? false,
    disallowedChallengeMethods: given['proof-key']?.['disallowed-proof-key-challenge-methods'] ?? [],
    allowedOrigins: given['allowed-origins'] ?? [],
    pushedRequestsOnly: false,
    defaultMaxAge: undefined,
    reuseRefreshTokens: given['reuse-refresh-tokens'] ?? false,
    consent: consentOf(given),
    signedUserinfo: given['signed-userinfo'] !== undefined,
    sector: sectorOf(given),
  }
}

/** Everything but the first secret and no authentication, which stand apart: every call asks for them. */
function credentialsOf(given: ConfiguredClient): Credential[] {
  const first = credentialsIn(given).filter(({ kind }) => kind !== 'secret' && kind !== 'none')
  const { 'expires-on': expiresOn, ...methods } = given['secondary-authentication-method'] ?? {}
  const until = expiresOn === undefined ? undefined : Date.parse(expiresOn)
  return [...first, ...credentialsIn(methods).map((one) => ({ ...one, ...(until !== undefined && { until }) }))]
}

/** With `only-consentors` the server itself asks nothing; consentors are plug-ins of the product, and not here. */
function consentOf({ 'user-consent': leaf }: ConfiguredClient): Consent | undefined {
  const given = typeof leaf === 'object' && leaf !== null ? leaf : {}
  if (!present(leaf) || given['only-consentors']) return undefined
  return { allowsDeselection: given['allow-deselection'] ?? false }
}

/** Where pairwise subjects of a client belong to: its sector, or the host of its first redirect URI (OpenID Connect Core §8.1). */
function sectorOf(given: ConfiguredClient): string | undefined {
  const pairwise = given['use-pairwise-subject-identifiers']
  if (!present(pairwise)) return undefined
  const named = typeof pairwise === 'object' ? pairwise?.['sector-identifier'] : undefined
  const address = given['redirect-uris']?.[0] ?? ''
  return named ?? (URL.canParse(address) ? new URL(address).host : given.id)
}
