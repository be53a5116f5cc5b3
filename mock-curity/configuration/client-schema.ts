import Type, { type Static } from 'typebox'
import { clientMethods, SecondaryMethod } from './authentication-schema.ts'
import { Empty, Id, Kept, List, longest, Removable, Seconds, Section } from './leaf.ts'

/** What a profile or a client may do (`curity.md` 7.2). Those that no endpoint asks for change nothing. */
export const Capabilities = Section({
  code: Type.Optional(Empty),
  implicit: Type.Optional(Empty),
  'client-credentials': Type.Optional(Empty),
  'resource-owner-password-credentials': Type.Optional(Empty),
  'assisted-token': Type.Optional(Empty),
  introspection: Type.Optional(Empty),
  'token-exchange': Type.Optional(Empty),
  'oauth-token-exchange': Type.Optional(Empty),
  'device-authorization': Type.Optional(Empty),
  'backchannel-authentication': Type.Optional(Empty),
  assertion: Type.Optional(Empty),
  haapi: Type.Optional(Empty),
})
export type Capabilities = Static<typeof Capabilities>
/** The name of one of them. */
export type Capability = keyof Capabilities

/** What makes a client a template, and who may make instances of it (`curity.md` 2.2). */
export const RegistrationTemplate = Section({
  'authenticate-client-by': Type.Optional(Type.Array(Id)),
  'authenticate-user-by': Type.Optional(Type.Array(Id)),
  secret: Type.Optional(Empty),
  'credential-manager': Type.Optional(Type.String()),
})
export type RegistrationTemplate = Static<typeof RegistrationTemplate>

/** Asked of the user before data is handed over; an empty leaf asks for everything. */
const UserConsent = Type.Union([
  Section({
    'allow-deselection': Type.Optional(Type.Boolean()),
    'only-consentors': Type.Optional(Type.Boolean()),
    consentors: Type.Optional(Kept),
  }),
  Type.Null(),
  Type.Boolean(),
])

/** Said about a client, for people. */
const described = {
  'client-name': Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  logo: Type.Optional(Type.String()),
  'application-url': Type.Optional(Type.String()),
  'created-at': Type.Optional(Type.String()),
  'created-by': Type.Optional(Type.String()),
  properties: Type.Optional(
    Section({ property: Type.Optional(List(Section({ key: Id, value: Type.String() }), ['key'])) }),
  ),
}

/** Taken and given back, without effect here. */
const kept = {
  'user-authentication': Type.Optional(Kept),
  'id-token-encryption': Type.Optional(Kept),
  'request-object': Type.Optional(Kept),
  'claims-mapper': Type.Optional(Type.String()),
  'validate-port-on-loopback-interfaces': Type.Optional(Type.Boolean()),
  'redirect-uri-validation-policy': Type.Optional(Type.String()),
  attestation: Type.Optional(Kept),
}

/** One client of the configuration (`curity.md` 7.2). */
export const ConfiguredClient = Section({
  id: Id,
  ...described,
  enabled: Type.Optional(Type.Boolean()),
  ...clientMethods,
  'secondary-authentication-method': Type.Optional(SecondaryMethod),
  capabilities: Type.Optional(Capabilities),
  scope: Type.Optional(Type.Array(Id)),
  audience: Type.Optional(Type.Array(Type.String())),
  'allowed-origins': Type.Optional(Type.Array(Type.String())),
  'redirect-uris': Type.Optional(Type.Array(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9+.-]*:' }))),
  'access-token-ttl': Type.Optional(Type.Integer({ minimum: 1, maximum: longest })),
  'refresh-token-ttl': Type.Optional(Type.Union([Seconds, Type.Literal('disabled')])),
  'refresh-token-max-rolling-lifetime': Type.Optional(Type.Integer({ minimum: 1, maximum: longest })),
  'id-token-ttl': Type.Optional(Type.Integer({ minimum: 1, maximum: longest })),
  'reuse-refresh-tokens': Type.Optional(Type.Boolean()),
  'proof-key': Type.Optional(
    Section({
      'require-proof-key': Type.Optional(Type.Boolean()),
      'disallowed-proof-key-challenge-methods': Type.Optional(Type.Array(Type.String())),
    }),
  ),
  'user-consent': Type.Optional(UserConsent),
  'signed-userinfo': Type.Optional(Section({ 'userinfo-token-issuer': Id })),
  'use-pairwise-subject-identifiers': Type.Optional(
    Type.Union([Section({ 'sector-identifier': Type.Optional(Type.String()) }), Type.Null(), Type.Boolean()]),
  ),
  'dynamic-client-registration-template': Type.Optional(Removable(RegistrationTemplate)),
  ...kept,
})
export type ConfiguredClient = Static<typeof ConfiguredClient>
