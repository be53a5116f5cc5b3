import Type, { type Static } from 'typebox'
import { Empty, Id, Seconds, Section } from './leaf.ts'

/** What a profile or a client may do; the grants and calls that this server offers of `curity.md` 7.2. */
export const Capabilities = Section({
  code: Type.Optional(Empty),
  'client-credentials': Type.Optional(Empty),
  introspection: Type.Optional(Empty),
})
export type Capabilities = Static<typeof Capabilities>
/** The name of one of them. */
export type Capability = keyof Capabilities

/** One client of the configuration (`curity.md` 7.2), as far as this server acts on it. */
export const ConfiguredClient = Section({
  id: Id,
  'client-name': Type.Optional(Type.String()),
  enabled: Type.Optional(Type.Boolean()),
  secret: Type.Optional(Type.String({ minLength: 1 })),
  'no-authentication': Type.Optional(Type.Boolean()),
  capabilities: Type.Optional(Capabilities),
  scope: Type.Optional(Type.Array(Id)),
  audience: Type.Optional(Type.Array(Type.String())),
  'redirect-uris': Type.Optional(Type.Array(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9+.-]*:' }))),
  'access-token-ttl': Type.Optional(Type.Integer({ minimum: 1 })),
  'refresh-token-ttl': Type.Optional(Type.Union([Seconds, Type.Literal('disabled')])),
  'id-token-ttl': Type.Optional(Type.Integer({ minimum: 1 })),
  'reuse-refresh-tokens': Type.Optional(Type.Boolean()),
  'proof-key': Type.Optional(Section({ 'require-proof-key': Type.Optional(Type.Boolean()) })),
  'user-consent': Type.Optional(Empty),
  'signed-userinfo': Type.Optional(Section({ 'userinfo-token-issuer': Id })),
})
export type ConfiguredClient = Static<typeof ConfiguredClient>
