import { Complaints } from '../kit/complaints.ts'
import type { LeafSwitches, Switches } from './behaviour.ts'
import type { KnownNames } from './configuration/known-names.ts'
import { curityConfiguration, layer } from './configuration/layers.ts'
import type { CurityConfiguration, EndpointKind } from './configuration/schema.ts'
import { onlyProfile, type TokenService, tokenService } from './configuration/token-service.ts'

/** What a switch says when the configuration is `service`, and the parts of a configuration that make it say `value`. */
interface Leaf<Value> {
  read(service: TokenService, tree: CurityConfiguration): Value
  /** Undefined: the configuration has no place for the leaf. */
  parts(value: Value, service: TokenService, tree: CurityConfiguration): object | undefined
}

const leaves: { readonly [Name in keyof LeafSwitches]: Leaf<LeafSwitches[Name]> } = {
  registrationPath: pathOf('oauth-dynamic-client-registration', '/token-service/oauth-registration'),
  anonymousPath: pathOf('oauth-anonymous', '/oauth/v2/oauth-anonymous'),
  oauthMetadata: {
    read: ({ oauthMetadata }) => (oauthMetadata === undefined ? 'off' : 'on'),
    parts: (value) => ofServer({ 'expose-metadata': value === 'on' }),
  },
  accessTokenFormat: {
    read: ({ accessTokens }) => accessTokens,
    parts: (value) => {
      const standard = { 'access-token-as-jwt': value === 'jwt', 'use-wrapped-opaque-tokens': value === 'wrapped' }
      return { 'token-issuers': { 'default-token-issuer': standard } }
    },
  },
  readRotatesRegistrationToken: {
    read: ({ registration }) => !(registration?.management?.reuse ?? false),
    parts: (value, service) => ofManagement({ 'registration-token': { reuse: !value } }, service),
  },
  rotatedSecretTtl: {
    read: ({ registration }) => registration?.management?.rotatedSecretTtl ?? 0,
    parts: (value, service) => ofManagement({ 'rotated-secret-ttl': value }, service),
  },
  errorDetail: {
    read: ({ detailedErrors }) => (detailedErrors ? 'on' : 'off'),
    parts: (value) => ({ 'expose-detailed-error-messages': value === 'on' }),
  },
}

/** The path of the first endpoint of a kind; `usual` while there is none. */
function pathOf(kind: EndpointKind, usual: string): Leaf<string> {
  const found = (tree: CurityConfiguration) =>
    onlyProfile(tree).endpoints.endpoint.find((endpoint) => endpoint['endpoint-kind'] === kind)
  return {
    read: (_service, tree) => found(tree)?.uri ?? usual,
    parts(uri, _service, tree) {
      const endpoint = found(tree)
      return endpoint && { endpoints: { endpoint: [{ id: endpoint.id, uri }] } }
    },
  }
}

const ofServer = (parts: object): object => ({ settings: { 'authorization-server': parts } })

const ofManagement = (parts: object, { registration }: TokenService): object | undefined =>
  registration?.management && ofServer({ 'dynamic-client-registration': { 'client-management': parts } })

const named = Object.entries(leaves) as [keyof LeafSwitches, Leaf<unknown>][] // each value comes from where its name does

/** What the configuration says, as switches. */
export const leafSwitches = (service: TokenService, tree: CurityConfiguration): LeafSwitches =>
  // The register has each of them.
  Object.fromEntries(named.map(([name, leaf]) => [name, leaf.read(service, tree)])) as LeafSwitches

/**
 * `tree` with the leaves set that `changes` names among other switches; the same tree when it says all of that already.
 * @throws Complaints when it has no place for one, or what comes out does not fit
 */
export function withLeafSwitches(
  tree: CurityConfiguration,
  changes: Partial<Switches>,
  known: KnownNames,
): CurityConfiguration {
  const asked = named.filter(([name]) => changes[name] !== undefined)
  if (asked.length === 0) return tree
  const service = tokenService(tree)
  const set = asked
    .filter(([name, leaf]) => leaf.read(service, tree) !== changes[name])
    .map(([name, leaf]) => ({ name, parts: leaf.parts(changes[name], service, tree) }))
  if (set.length === 0) return tree
  const expected = 'the configuration has no place for it: what it is about is off'
  const list = set.filter(({ parts }) => !parts).map(({ name: path }) => ({ path, expected }))
  if (list.length > 0) throw new Complaints('behaviour', list)
  const profile = set.reduce<unknown>((under, { parts }) => layer(under, parts), { id: onlyProfile(tree).id })
  return curityConfiguration({ profiles: { profile: [profile] } }, { base: tree, known })
}
