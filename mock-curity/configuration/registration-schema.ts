import Type, { type Static } from 'typebox'
import { Capabilities } from './client-schema.ts'
import { Empty, Id, Removable, Seconds, Section } from './leaf.ts'

/** How registered clients may authenticate (`curity.md` 2.4). */
const ClientAuthenticationMethod = Section({
  secret: Type.Optional(
    Type.Union([Section({ 'credential-manager': Type.Optional(Id) }), Type.Null(), Type.Boolean()]),
  ),
  'mutual-tls': Type.Optional(
    Type.Union([Section({ 'trusted-cas': Type.Optional(Type.Array(Id)) }), Type.Null(), Type.Boolean()]),
  ),
  'asymmetrically-signed-jwt': Type.Optional(
    Type.Union([Section({ 'signature-algorithms': Type.Optional(Type.Array(Id)) }), Type.Null(), Type.Boolean()]),
  ),
  'no-authentication': Type.Optional(Empty),
})

/** What a registered client may have at most, and who may register (`curity.md` 2.2, 2.4). */
export const NonTemplatized = Section({
  capabilities: Type.Optional(Capabilities),
  scopes: Type.Optional(Section({ all: Type.Optional(Empty), scope: Type.Optional(Type.Array(Id)) })),
  authenticators: Type.Optional(Section({ all: Type.Optional(Empty), authenticator: Type.Optional(Type.Array(Id)) })),
  'authenticator-filters': Type.Optional(Type.Array(Id)),
  'client-authentication-method': Type.Optional(ClientAuthenticationMethod),
  'authenticate-client-by': Type.Optional(Type.Array(Id)),
  'authenticate-user-by': Type.Optional(Type.Array(Id)),
  'mutual-tls': Type.Optional(Removable(Section({ 'trusted-issuers': Type.Optional(Type.Array(Id)) }))),
  'no-authentication': Type.Optional(Empty),
  'default-refresh-token-ttl': Type.Optional(Seconds),
  'default-refresh-token-max-rolling-lifetime': Type.Optional(Seconds),
  'user-consent': Type.Optional(Empty),
  'require-request-object': Type.Optional(Empty),
  'require-secured-authorization-response': Type.Optional(Empty),
  'require-id-token-encryption': Type.Optional(Empty),
  'enable-subject-dn-as-client-id-override': Type.Optional(Type.Boolean()),
})
export type NonTemplatized = Static<typeof NonTemplatized>

/** RFC 7592 at this server (`curity.md` 3). Lifetimes of the token are counted in days. */
export const ClientManagement = Section({
  'registration-token': Type.Optional(
    Section({
      ttl: Type.Optional(Type.Integer({ minimum: 1, maximum: 36_500, description: 'days' })),
      'read-write-ttl': Type.Optional(Type.Integer({ minimum: 0, maximum: 36_500, description: 'days' })),
      'confirm-certificate-binding': Type.Optional(Type.Boolean()),
      reuse: Type.Optional(Type.Boolean()),
    }),
  ),
  'rotated-secret-ttl': Type.Optional(Seconds),
  'management-clients': Type.Optional(Type.Array(Id)),
})

/** The three switches of Dynamic Client Registration (`curity.md` 2.1). */
export const DynamicClientRegistration = Section({
  'client-data-source': Id,
  templatized: Type.Optional(Empty),
  'non-templatized': Type.Optional(Removable(NonTemplatized)),
  'client-management': Type.Optional(Removable(ClientManagement)),
})
export type DynamicClientRegistration = Static<typeof DynamicClientRegistration>
