import Type, { type Static } from 'typebox'
import { ProfileAuthentication } from './authentication-schema.ts'
import { Capabilities, ConfiguredClient } from './client-schema.ts'
import { Empty, Id, List, longest, Removable, Seconds, Section } from './leaf.ts'
import { DynamicClientRegistration } from './registration-schema.ts'
import { TokenIssuers } from './token-issuer-schema.ts'

/** The endpoint kinds of the token profile that this server has (`curity.md` 1.2). */
export const EndpointKind = Type.Enum([
  'oauth-anonymous',
  'oauth-authorize',
  'oauth-token',
  'oauth-introspect',
  'oauth-revoke',
  'oauth-userinfo',
  'oauth-session',
  'oauth-dynamic-client-registration',
  'oauth-assisted-token',
  'oauth-device-authorization',
  'oauth-backchannel-authentication',
  'oauth-client-graphql-api',
])
export type EndpointKind = Static<typeof EndpointKind>

/** The flows of the token endpoint whose procedures the public record names (`curity.md` 1.2). */
export const TokenFlow = Type.Enum([
  'oauth-token-client-credentials',
  'oauth-token-authorization-code',
  'oauth-token-oauth-token-exchange',
])
export type TokenFlow = Static<typeof TokenFlow>

/** Where an endpoint is served. */
export const EndpointPath = Type.String({
  pattern: '^/[^?#:*]*[^/?#:*]$',
  description: 'a path, without a slash at its end',
})

/** A path that is served, and what it serves. */
export const Endpoint = Section({
  id: Id,
  uri: EndpointPath,
  'endpoint-kind': EndpointKind,
  'client-authentication': Type.Optional(Type.Enum(['allow', 'disallow'])),
  'token-endpoint-procedures': Type.Optional(List(Section({ flow: TokenFlow, procedure: Id }), ['flow'])),
  'pre-processing-procedure': Type.Optional(Id),
})
export type Endpoint = Static<typeof Endpoint>

const BaseUrlWithPath = Type.String({
  pattern: '^https?://[^?#]+$',
  examples: ['https://idp.example/path'],
  description: 'an address',
})

const ExposeMetadata = Type.Union([Section({ 'cache-duration': Type.Optional(Seconds) }), Type.Null(), Type.Boolean()])

const AuthorizationServer = Section({
  'client-capabilities': Type.Optional(Capabilities),
  'client-authentication': Type.Optional(ProfileAuthentication),
  'issuer-override': Type.Optional(BaseUrlWithPath),
  'jwks-uri-override': Type.Optional(BaseUrlWithPath),
  scopes: Section({
    scope: List(
      Section({
        id: Id,
        required: Type.Optional(Type.Boolean()),
        /** Stands for every scope that begins with its id; the name of this leaf is ours (`curity.md` 4.2). */
        prefix: Type.Optional(Type.Boolean()),
        'time-to-live': Type.Optional(Type.Integer({ minimum: 1, maximum: longest, description: 'seconds' })),
        'expose-in-metadata': Type.Optional(Type.Boolean()),
      }),
    ),
  }),
  'expose-metadata': Type.Optional(ExposeMetadata),
  'openid-connect': Type.Optional(
    Section({ 'expose-metadata': Type.Optional(ExposeMetadata), 'id-token-ttl': Type.Optional(Seconds) }),
  ),
  'client-store': Section({ 'config-backed': Section({ client: List(ConfiguredClient) }) }),
  'dynamic-client-registration': Type.Optional(Removable(DynamicClientRegistration)),
})

/** The token profile (`curity.md` 7.1). */
export const Profile = Section({
  id: Id,
  type: Type.Literal('oauth-service'),
  'expose-detailed-error-messages': Type.Optional(Empty),
  settings: Section({ 'authorization-server': AuthorizationServer }),
  endpoints: Section({ endpoint: List(Endpoint) }),
  'token-issuers': Type.Optional(TokenIssuers),
})
export type Profile = Static<typeof Profile>

/** Somebody who can sign in. Ours: the real product has them in a data source. */
export const Account = Section({
  username: Id,
  password: Type.String({ minLength: 1 }),
  claims: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type Account = Static<typeof Account>

const BaseUrl = Type.String({
  pattern: '^https?://[^/?#]+$',
  examples: ['https://idp.example:8443'],
  description: 'scheme, host and port',
})

/** What the admin port serves (`curity.md` 7.1, 7.3). */
const AdminHttp = Section({
  'base-url': Type.Optional(BaseUrl),
  'web-ui': Type.Optional(Empty),
  restconf: Type.Optional(Empty),
})

/**
 * A node and the endpoints that it serves (`curity.md` 1.2). Whether the mock speaks http or https its program says, and `base-url` what is
 * printed; `protocol` changes neither.
 */
const ServiceRole = Section({
  id: Id,
  protocol: Type.Optional(Type.Enum(['http', 'https'])),
  webfinger: Type.Optional(Empty),
  endpoints: Type.Array(Id),
})

/** Somebody who may use the admin port; ours: the real product keeps them beside its configuration. */
export const AdminUser = Section({
  username: Id,
  password: Type.String({ minLength: 1 }),
  groups: Type.Optional(Type.Array(Id)),
})

/** What members of a group may do at the admin port; ours, in place of the product's access rules. */
export const AdminGroup = Section({ id: Id, access: Type.Enum(['read-write', 'read']) })

/** The configuration in Curity's own names and nesting (`curity.md` 7.1, 7.2), with every leaf this server acts on and no other. */
export const CurityConfiguration = Section({
  environments: Section({
    environment: Section({
      'base-url': BaseUrl,
      'admin-service': Type.Optional(Section({ http: Type.Optional(AdminHttp) })),
      services: Section({
        'service-role': List(ServiceRole),
      }),
    }),
  }),
  profiles: Section({ profile: List(Profile, ['id', 'type'], { minItems: 1, maxItems: 1 }) }),
  accounts: Type.Optional(Type.Array(Account)),
  'admin-users': Type.Optional(Type.Array(AdminUser)),
  'admin-groups': Type.Optional(Type.Array(AdminGroup)),
})
export type CurityConfiguration = Static<typeof CurityConfiguration>
