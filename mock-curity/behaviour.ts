import Type, { type Static, type TEnum, type TSchema } from 'typebox'
import { Seconds } from './configuration/leaf.ts'
import { EndpointPath } from './configuration/schema.ts'

/** One of `values`; the first is the default. */
const choice = <const V extends (string | number)[]>(values: readonly [...V], description: string): TEnum<V> =>
  Type.Enum<V>(values, { default: values[0], description })
const yesNo = (fallback: boolean, description: string) => Type.Boolean({ default: fallback, description })

const metadata = {
  registrationEndpointInMetadata: choice(['when-deployed', 'never'], 'whether discovery prints registration_endpoint'),
  nodeState: choice(
    ['RUNNING', 'BOOTING', 'WAITING', 'ERROR', 'STOPPING'],
    'what the status endpoint says of this node',
  ),
  notServedBody: choice(['empty', 'html', 'json'], 'what a 404 or 405 says in its body'),
}

const initialToken = {
  initialTokenUses: choice(['once-on-success', 'once-on-any-attempt', 'unlimited'], 'what uses an initial token up'),
  initialTokenLifetime: Type.Integer({
    default: 300,
    minimum: 1,
    description: 'lifetime of an initial token, seconds',
  }),
  initialTokenShape: choice(['uuid', 'prefixed'], 'a bare UUID, or one after _0XBPWQQ_'),
  unlistedClientAsksForDcr: choice(
    ['invalid_scope', 'token-without-dcr'],
    'what a client that authenticate-client-by does not list gets for scope dcr',
  ),
  tokenWithoutDcr: choice(
    ['insufficient_scope', 'invalid_token'],
    'how registration refuses a valid access token that has no scope dcr',
  ),
  tokenOfUnlistedClient: choice(
    ['invalid_token', 'access_denied'],
    'how registration refuses an initial token whose client is no longer listed',
  ),
}

const registration = {
  registrationOff: choice(['not-found', 'access_denied'], 'what the registration endpoint says while DCR is off'),
  nonTemplatizedOff: choice(
    ['invalid_client_metadata', 'access_denied'],
    'how a registration without template is refused while non-templatized is off',
  ),
  softwareIdWithoutTemplates: choice(
    ['reject', 'ignore'],
    'a registration that names a template while registration by template is off',
  ),
  procedureRefusal: choice(
    ['invalid_client_metadata', 'invalid_request'],
    'the error when a pre-processing procedure refuses a registration',
  ),
  registrationStatus: choice([201, 200], 'status of a registration that worked'),
  registrationBody: choice(
    ['invalid_client_metadata', 'invalid_request'],
    'the error for a registration body that is no JSON object',
  ),
  registrationContentType: choice(['lenient', 'json-only'], 'whether registration asks for application/json'),
  registrationScopeAbsent: choice(['all-allowed', 'empty'], 'scopes of a registration that names none'),
  registrationScopeOutside: choice(['reject', 'drop'], 'a registration asks for a scope outside the bounds'),
  registrationOutsideCapabilities: choice(
    ['reject', 'drop'],
    'a registration asks for a grant or response type outside the capabilities',
  ),
  registrationAsksForNone: choice(
    ['client_secret_basic', 'honoured'],
    'what a registration with token_endpoint_auth_method none gets',
  ),
  sameOriginCheck: yesNo(true, 'addresses in client metadata must share a domain with a redirect URI'),
  emptyArrays: choice(['written', 'left-out'], 'empty arrays in registration answers'),
  unknownMembers: choice(['dropped', 'echoed', 'rejected'], 'members of a registration that the server does not know'),
}

const management = {
  registeredSecretSeconds: Type.Integer({
    default: 0,
    minimum: 0,
    description: 'how long the secret of a registered client works; 0: for ever',
  }),
  readRotatesSecret: yesNo(true, 'reading or replacing a client gives it a new secret'),
  replaceMode: choice(['replace', 'merge'], 'whether PUT replaces the metadata or merges into it'),
  registrationTokenExpiry: choice(
    ['full', 'remaining'],
    'registration_access_token_expires_in after a rotation: full again, or what is left',
  ),
  unknownClientAtManagement: choice([401, 404], 'status for a client that does not exist'),
  readWriteExpired: choice([403, 401], 'status for a read or a change after the read-write time of the token'),
  managementOff: choice([404, 405], 'status while client management is off'),
  deleteKillsTokens: yesNo(true, 'deleting a client ends the tokens it got'),
}

const token = {
  opaqueTokenStyle: choice(['prefixed', 'bare-uuid'], '_0XBPWQQ_ and a UUID, or a UUID alone as until 2021'),
  scopeAbsent: choice(['empty', 'all-client-scopes'], 'scope of a token when the request names none'),
  scopeNotAllowed: choice(['invalid_scope', 'drop'], 'client_credentials asks for a scope the client does not have'),
  openidWithClientCredentials: choice(['drop', 'invalid_scope', 'grant'], 'client_credentials asks for openid'),
  invalidClientStatus: choice([401, 400], 'status of invalid_client'),
  wwwAuthenticate: choice(['with-basic', 'always', 'never'], 'when invalid_client carries WWW-Authenticate'),
  basicAndFormSecret: choice(['invalid_request', 'basic-wins'], 'both ways of authentication in one request'),
  usedAssertion: choice(
    ['refused', 'accepted'],
    'a second use of an assertion by which a client authenticated, while its jti is the same',
  ),
  clientIdClaims: choice(['absent', 'client_id', 'azp', 'both'], 'which claims of a JWT name the client'),
  singleAudience: choice(['string', 'array'], 'form of aud in a JWT when there is one audience'),
  expiresInOneShort: yesNo(false, 'expires_in is one second less than the lifetime'),
}

const lookups = {
  userinfoWithoutUser: choice(
    ['insufficient_scope', 'invalid_token', 'sub-only'],
    'userinfo with a token that stands for no user',
  ),
  introspectionOfDeadToken: choice(['204', '200-empty', '401'], 'introspection as JWT of a token that is not active'),
  introspectionOfRefreshToken: choice(
    ['active', 'inactive'],
    'introspection as JSON of a refresh token that can be used',
  ),
  introspectionWithoutCapability: choice([403, 400], 'status for a client that may not introspect'),
  phantomTokenMember: yesNo(false, 'introspection as JSON has a member phantom_token'),
}

const administration = {
  adminChanges: choice(['immediate', 'staged'], 'changes at the admin port take effect at once, or wait for a commit'),
  wizardCapabilities: choice(
    ['of-profile', 'none'],
    'grants that registered clients may use once the wizard of the admin UI has switched registration on',
  ),
  graphqlAuthorization: choice(
    ['access-token', 'admin-scope', 'none'],
    'what a caller of the GraphQL API for registered clients must have',
  ),
}

/** What is open and is a leaf of the configuration, which decides it: [leaf-switches.ts](leaf-switches.ts). */
const leaves = {
  registrationPath: Type.String({
    ...EndpointPath,
    default: '/token-service/oauth-registration',
    description: 'path of the registration endpoint: its leaf uri',
  }),
  anonymousPath: Type.String({
    ...EndpointPath,
    default: '/oauth/v2/oauth-anonymous',
    description: 'path of the anonymous endpoint, with which the issuer ends: its leaf uri',
  }),
  oauthMetadata: choice(['off', 'on'], 'metadata of RFC 8414: the leaf expose-metadata of the profile'),
  accessTokenFormat: choice(
    ['opaque', 'jwt', 'wrapped'],
    'form of access tokens: the leaves access-token-as-jwt and use-wrapped-opaque-tokens',
  ),
  readRotatesRegistrationToken: yesNo(
    true,
    'reading or replacing a client gives it a new registration token: the leaf reuse, the other way round',
  ),
  rotatedSecretTtl: Type.Integer({
    ...Seconds,
    default: 0,
    description: 'seconds that a secret works on after it was rotated: the leaf rotated-secret-ttl',
  }),
  errorDetail: choice(['off', 'on'], 'descriptions of errors: the leaf expose-detailed-error-messages'),
}

/** The switches: what the public record of the product leaves open (`curity.md`, last table), at the sheet's defaults. */
export const Switches = Type.Object(
  {
    ...metadata,
    ...initialToken,
    ...registration,
    ...management,
    ...token,
    ...lookups,
    ...administration,
    ...leaves,
  } satisfies Record<string, TSchema>,
  { additionalProperties: false },
)
export type Switches = Static<typeof Switches>

/** Switches that say what a leaf of the configuration says. */
export type LeafSwitches = Pick<Switches, keyof typeof leaves>
