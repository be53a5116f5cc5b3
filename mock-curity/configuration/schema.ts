import Type, { type Static } from 'typebox'
import { Capabilities, ConfiguredClient } from './client-schema.ts'
import { Empty, Id, Removable, Seconds, Section } from './leaf.ts'
import { DynamicClientRegistration } from './registration-schema.ts'

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
])
export type EndpointKind = Static<typeof EndpointKind>

/** A path that is served, and what it serves. */
export const Endpoint = Section({
  id: Id,
  uri: Type.String({ pattern: '^/[^?#:*]*[^/?#:*]$', description: 'a path, without a slash at its end' }),
  'endpoint-kind': EndpointKind,
})
export type Endpoint = Static<typeof Endpoint>

const ExposeMetadata = Type.Union([Section({ 'cache-duration': Type.Optional(Seconds) }), Type.Null(), Type.Boolean()])

const AuthorizationServer = Section({
  'client-capabilities': Type.Optional(Capabilities),
  'client-authentication': Type.Optional(
    Section({
      'basic-and-form-post': Type.Optional(Type.Boolean()),
      'no-authentication': Type.Optional(Type.Boolean()),
    }),
  ),
  scopes: Section({
    scope: Type.Array(
      Section({
        id: Id,
        required: Type.Optional(Type.Boolean()),
        'expose-in-metadata': Type.Optional(Type.Boolean()),
      }),
    ),
  }),
  'expose-metadata': Type.Optional(ExposeMetadata),
  'openid-connect': Type.Optional(
    Section({ 'expose-metadata': Type.Optional(ExposeMetadata), 'id-token-ttl': Type.Optional(Seconds) }),
  ),
  'client-store': Section({ 'config-backed': Section({ client: Type.Array(ConfiguredClient) }) }),
  'dynamic-client-registration': Type.Optional(Removable(DynamicClientRegistration)),
})

const JwtIssuer = {
  'signing-key-id': Type.Optional(Id),
  'include-key-identifier': Type.Optional(Type.Boolean()),
  'include-sha-1-thumbprint': Type.Optional(Type.Boolean()),
}

const TokenIssuers = Section({
  'default-token-issuer': Type.Optional(
    Section({
      'access-token-as-jwt': Type.Optional(Empty),
      'default-data-source': Type.Optional(Id),
      'jwt-issuer-settings': Type.Optional(Section(JwtIssuer)),
    }),
  ),
  'custom-token-issuer': Type.Optional(
    Type.Array(
      Section({
        id: Id,
        'issuer-type': Type.Literal('jwt'),
        'purpose-type': Type.Literal('userinfo'),
        'data-sources': Type.Optional(Section({ 'tokens-data-source-id': Type.Optional(Id) })),
        jwt: Type.Optional(Section({ 'signing-key-id': Type.Optional(Id) })),
      }),
    ),
  ),
})

/** The token profile (`curity.md` 7.1). */
export const Profile = Section({
  id: Id,
  type: Type.Literal('oauth-service'),
  'expose-detailed-error-messages': Type.Optional(Empty),
  settings: Section({ 'authorization-server': AuthorizationServer }),
  endpoints: Section({ endpoint: Type.Array(Endpoint) }),
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

/** The configuration in Curity's own names and nesting (`curity.md` 7.1, 7.2), with every leaf this server acts on and no other. */
export const CurityConfiguration = Section({
  environments: Section({
    environment: Section({
      'base-url': Type.String({ pattern: '^https?://[^/?#]+$', description: 'scheme, host and port' }),
      services: Section({
        'service-role': Type.Array(Section({ id: Id, endpoints: Type.Array(Id) }), { minItems: 1 }),
      }),
    }),
  }),
  profiles: Section({ profile: Type.Array(Profile, { minItems: 1, maxItems: 1 }) }),
  accounts: Type.Optional(Type.Array(Account)),
})
export type CurityConfiguration = Static<typeof CurityConfiguration>
