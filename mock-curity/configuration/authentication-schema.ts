import Type, { type Static } from 'typebox'
import { Id, List, Removable, Section } from './leaf.ts'

const Algorithms = <const A extends string[]>(...names: [...A]) =>
  Section({ 'signature-algorithm': Type.Optional(Type.Array(Type.Enum<A>(names))) })

/** Ways in which clients of the profile may authenticate (`curity.md` 6). */
export const ProfileAuthentication = Section({
  'basic-and-form-post': Type.Optional(Type.Boolean()),
  'no-authentication': Type.Optional(Type.Boolean()),
  'asymmetrically-signed-jwt': Type.Optional(
    Removable(Algorithms('RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA')),
  ),
  'symmetrically-signed-jwt': Type.Optional(Removable(Algorithms('HS256', 'HS384', 'HS512'))),
  /** Assertions that another server issued: which subject of it is which client. That these are pairs is inferred. */
  'using-jwt': Type.Optional(
    Removable(Section({ 'client-id-mappings': Type.Optional(List(Section({ sub: Id, 'client-id': Id }), ['sub'])) })),
  ),
  'mutual-tls': Type.Optional(
    Removable(Section({ 'by-proxy': Type.Optional(Section({ 'client-certificate-http-header': Id })) })),
  ),
})
export type ProfileAuthentication = Static<typeof ProfileAuthentication>

const Pem = Type.String({ pattern: '-----BEGIN [A-Z ]+-----', description: 'PEM' })

/** By what a client certificate is known. Certificates stand here themselves, where the product has the names of stored ones. */
export const ClientCertificate = Section({
  'client-certificate': Type.Optional(Pem),
  'client-dn': Type.Optional(Id),
  'client-dns-name': Type.Optional(Id),
  'client-email': Type.Optional(Id),
  'client-ip': Type.Optional(Id),
  'client-uri': Type.Optional(Id),
  'trusted-ca': Type.Optional(Type.Union([Pem, Type.Array(Pem)])),
})
export type ClientCertificate = Static<typeof ClientCertificate>

/** Ways in which one client proves who it is (`curity.md` 6). Keys stand here themselves, where the product has names of stored ones. */
export const clientMethods = {
  secret: Type.Optional(Type.String({ minLength: 1 })),
  'no-authentication': Type.Optional(Type.Boolean()),
  'asymmetric-key': Type.Optional(Type.String({ minLength: 1, description: 'a public key, PEM or JWK' })),
  'symmetric-key': Type.Optional(Type.String({ minLength: 32, description: 'the key itself' })),
  'jwks-uri': Type.Optional(
    Section({
      uri: Type.String({ pattern: '^https?://', examples: ['https://idp.example/jwks'] }),
      'http-client': Type.Optional(Id),
    }),
  ),
  /** Whose assertions it authenticates with, where they are not its own. */
  'assertion-jwt-validation': Type.Optional(
    Section({ issuer: Type.String({ pattern: '^https?://[^?#]+$', examples: ['https://idp.example/path'] }) }),
  ),
  'mutual-tls': Type.Optional(ClientCertificate),
  'mutual-tls-by-proxy': Type.Optional(ClientCertificate),
}

/** A second way for the time of a change of credentials. */
export const SecondaryMethod = Section({
  ...clientMethods,
  'expires-on': Type.Optional(Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT', description: 'date and time' })),
})
export type ClientMethods = Omit<Static<typeof SecondaryMethod>, 'expires-on'>
