import { basicAuthorization } from '../../kit/http-client.ts'
import { clientsPath, serverPath } from './admin-calls.ts'
import { discoveryPath, member, type Rig, registrationPath } from './rig.ts'

const profilePath = 'base:profiles/profile=token-service,oauth-service'

/** Something that stands in the configuration, through its whole life. */
export interface Noun {
  /** Where it is created, and below that where it stands. */
  parent: string
  step: string
  /** The name of the one member of a body, as it is read. */
  label: string
  first: object
  /** Another value, whole. */
  second: object
  /** A part of it, and what becomes of `second` with it. */
  patch: object
  patched: object
  /** What the runtime node does of it: without it, with `first`, with `second`, after the patch. */
  effect: (rig: Rig) => Promise<unknown>
  effects: readonly [none: unknown, first: unknown, second: unknown, patched: unknown]
}

const portalToken = async ({ token }: Rig) => {
  const answer = await token({ scope: '' }, basicAuthorization('portal-dcr', 'portal-secret'))
  return [answer.status, member(answer, 'expires_in')]
}
export const nouns: Record<string, Noun> = {
  'a client': {
    parent: clientsPath,
    step: 'client=portal-dcr',
    label: 'profile-oauth:client',
    first: { id: 'portal-dcr', secret: 'portal-secret', capabilities: { 'client-credentials': [null] } },
    second: {
      id: 'portal-dcr',
      enabled: true,
      secret: 'portal-secret',
      capabilities: { 'client-credentials': [null] },
      'access-token-ttl': 60,
    },
    patch: { id: 'portal-dcr', enabled: false },
    patched: {
      id: 'portal-dcr',
      enabled: false,
      secret: 'portal-secret',
      capabilities: { 'client-credentials': [null] },
      'access-token-ttl': 60,
    },
    effect: portalToken,
    effects: [
      [401, undefined],
      [200, 300],
      [200, 60],
      [401, undefined],
    ],
  },
  'a token issuer': {
    parent: `${profilePath}/token-issuers`,
    step: 'custom-token-issuer=userinfo,jwt,userinfo',
    label: 'base:custom-token-issuer',
    first: {
      id: 'userinfo',
      'issuer-type': 'jwt',
      'purpose-type': 'userinfo',
      jwt: { 'signing-key-id': 'default-signing-key' },
    },
    second: {
      id: 'userinfo',
      'issuer-type': 'jwt',
      'purpose-type': 'userinfo',
      'data-sources': { 'tokens-data-source-id': 'default-datasource' },
      jwt: { 'signing-key-id': 'default-signing-key', algorithm: 'RS512' },
    },
    patch: { id: 'userinfo', 'issuer-type': 'jwt', 'purpose-type': 'userinfo', jwt: { 'scope-as-array': true } },
    patched: {
      id: 'userinfo',
      'issuer-type': 'jwt',
      'purpose-type': 'userinfo',
      'data-sources': { 'tokens-data-source-id': 'default-datasource' },
      jwt: { 'signing-key-id': 'default-signing-key', algorithm: 'RS512', 'scope-as-array': true },
    },
    effect: async ({ register }) =>
      (await register({ redirect_uris: ['https://shop.test/'], userinfo_signed_response_alg: 'RS256' })).status,
    effects: [400, 201, 201, 201],
  },
  'client management': {
    parent: `${serverPath}/dynamic-client-registration`,
    step: 'client-management',
    label: 'profile-oauth:client-management',
    first: {},
    second: { 'registration-token': { ttl: 1, reuse: true }, 'management-clients': ['registrar'] },
    patch: { 'registration-token': { ttl: 2 } },
    patched: { 'registration-token': { ttl: 2, reuse: true }, 'management-clients': ['registrar'] },
    effect: async ({ register }) =>
      member(await register({ grant_types: ['client_credentials'] }), 'registration_access_token_expires_in'),
    effects: [undefined, 31_536_000, 86_400, 172_800],
  },
  'registration without template': {
    parent: `${serverPath}/dynamic-client-registration`,
    step: 'non-templatized',
    label: 'profile-oauth:non-templatized',
    first: {
      capabilities: { 'client-credentials': [null] },
      scopes: { all: [null] },
      'authenticate-client-by': ['registrar'],
    },
    second: {
      capabilities: { 'client-credentials': [null] },
      scopes: { scope: ['email'] },
      'no-authentication': [null],
    },
    patch: { 'default-refresh-token-ttl': 60, scopes: { scope: ['phone'] } },
    patched: {
      capabilities: { 'client-credentials': [null] },
      scopes: { scope: ['email', 'phone'] },
      'no-authentication': [null],
      'default-refresh-token-ttl': 60,
    },
    effect: async ({ call }) => {
      const payload = JSON.stringify({ grant_types: ['client_credentials'] })
      const answer = await call('POST', registrationPath, { payload })
      return [answer.status, member(answer, 'scope')]
    },
    effects: [
      [400, undefined],
      [401, undefined],
      [201, 'email'],
      [201, 'email phone'],
    ],
  },
  'a scope': {
    parent: `${serverPath}/scopes`,
    step: 'scope=invoices%3Aread',
    label: 'profile-oauth:scope',
    first: { id: 'invoices:read' },
    second: { id: 'invoices:read', 'time-to-live': 60 },
    patch: { id: 'invoices:read', 'expose-in-metadata': false },
    patched: { id: 'invoices:read', 'time-to-live': 60, 'expose-in-metadata': false },
    effect: async ({ call }) => {
      const { scopes_supported: scopes } = (await call('GET', discoveryPath)).body as { scopes_supported: string[] }
      return scopes.includes('invoices:read')
    },
    effects: [false, true, true, false],
  },
  'an endpoint': {
    parent: `${profilePath}/endpoints`,
    step: 'endpoint=another-token',
    label: 'base:endpoint',
    first: { id: 'another-token', uri: '/dev/token', 'endpoint-kind': 'oauth-token' },
    second: { id: 'another-token', uri: '/dev/oauth/token', 'endpoint-kind': 'oauth-token' },
    patch: { id: 'another-token', 'client-authentication': 'disallow' },
    patched: {
      id: 'another-token',
      uri: '/dev/oauth/token',
      'endpoint-kind': 'oauth-token',
      'client-authentication': 'disallow',
    },
    // No service role lists it: the path is known, and not deployed.
    effect: async ({ call }) => [
      (await call('POST', '/dev/token')).reason,
      (await call('POST', '/dev/oauth/token')).reason,
    ],
    effects: [
      ['curity.path.unknown', 'curity.path.unknown'],
      ['curity.path.not-deployed', 'curity.path.unknown'],
      ['curity.path.unknown', 'curity.path.not-deployed'],
      ['curity.path.unknown', 'curity.path.not-deployed'],
    ],
  },
  'the settings of JWTs': {
    parent: `${profilePath}/token-issuers/default-token-issuer`,
    step: 'jwt-issuer-settings',
    label: 'base:jwt-issuer-settings',
    first: { 'signing-key-id': 'default-signing-key' },
    second: { 'signing-key-id': 'default-signing-key', algorithm: 'PS256' },
    patch: { 'include-key-identifier': false },
    patched: { 'signing-key-id': 'default-signing-key', algorithm: 'PS256', 'include-key-identifier': false },
    effect: async (rig) => {
      const value = String(member(await rig.token(), 'access_token'))
      const jwt = await rig.introspect(value, 'application/jwt')
      const header = JSON.parse(Buffer.from(jwt.text.split('.')[0] ?? '', 'base64url').toString()) as object
      return Object.entries(header).flatMap(([name, given]) => (name === 'alg' ? [given] : [name]))
    },
    effects: [
      ['kid', 'x5t', 'RS256'],
      ['kid', 'x5t', 'RS256'],
      ['kid', 'x5t', 'PS256'],
      ['x5t', 'PS256'],
    ],
  },
}
