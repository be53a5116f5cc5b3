import Type, { type Static } from 'typebox'
import { Capabilities } from './client-schema.ts'
import { Empty, Id, Removable, Seconds, Section } from './leaf.ts'

/** What a registered client may have at most, and who may register (`curity.md` 2.2, 2.4). */
export const NonTemplatized = Section({
  capabilities: Type.Optional(Capabilities),
  scopes: Type.Optional(Section({ all: Type.Optional(Empty), scope: Type.Optional(Type.Array(Id)) })),
  authenticators: Type.Optional(Section({ all: Type.Optional(Empty), authenticator: Type.Optional(Type.Array(Id)) })),
  'client-authentication-method': Type.Optional(
    Section({ secret: Type.Optional(Empty), 'no-authentication': Type.Optional(Empty) }),
  ),
  'authenticate-client-by': Type.Optional(Type.Array(Id)),
  'no-authentication': Type.Optional(Empty),
  'default-refresh-token-ttl': Type.Optional(Seconds),
  'default-refresh-token-max-rolling-lifetime': Type.Optional(Seconds),
  'user-consent': Type.Optional(Empty),
})
export type NonTemplatized = Static<typeof NonTemplatized>

/** RFC 7592 at this server (`curity.md` 3). Lifetimes of the token are counted in days. */
export const ClientManagement = Section({
  'registration-token': Type.Optional(
    Section({
      ttl: Type.Optional(Type.Integer({ minimum: 1, description: 'days' })),
      'read-write-ttl': Type.Optional(Type.Integer({ minimum: 0, description: 'days' })),
      reuse: Type.Optional(Type.Boolean()),
    }),
  ),
  'rotated-secret-ttl': Type.Optional(Seconds),
})

/** The three switches of Dynamic Client Registration (`curity.md` 2.1); templates are not built yet. */
export const DynamicClientRegistration = Section({
  'client-data-source': Id,
  'non-templatized': Type.Optional(Removable(NonTemplatized)),
  'client-management': Type.Optional(Removable(ClientManagement)),
})
export type DynamicClientRegistration = Static<typeof DynamicClientRegistration>
