import Type, { type Static } from 'typebox'
import { Empty, Id, List, Seconds, Section } from './leaf.ts'

/** Signature algorithms of RSA and EC keys, the kinds that this server has. */
export const SignatureAlgorithm = Type.Enum([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
])
export type SignatureAlgorithm = Static<typeof SignatureAlgorithm>

const Switch = Type.Optional(Type.Boolean())

/**
 * How JWTs are signed (`curity.md` 4.3, 1.5). The sheet tells the members that the header may have; the names of the leaves for
 * `x5c`, `jwk` and `jku` follow those that it gives. `verification-keystore-id` changes nothing here.
 */
const JwtIssuer = {
  'signing-key-id': Type.Optional(Id),
  'verification-keystore-id': Type.Optional(Id),
  algorithm: Type.Optional(SignatureAlgorithm),
  'clock-skew': Type.Optional(Seconds),
  'include-key-identifier': Switch,
  'include-sha-1-thumbprint': Switch,
  'include-sha-256-thumbprint': Switch,
  'include-x5c': Switch,
  'include-jwk': Switch,
  'include-jku': Switch,
  'include-x5t-in-jwks': Switch,
  'include-x5c-in-jwks': Switch,
}
export type JwtIssuer = Static<ReturnType<typeof jwtIssuer>>
const jwtIssuer = () => Section(JwtIssuer)

/** Who issues which tokens in which form (`curity.md` 4.3, 5.3). */
export const TokenIssuers = Section({
  'default-token-issuer': Type.Optional(
    Section({
      'access-token-as-jwt': Type.Optional(Empty),
      'use-wrapped-opaque-tokens': Type.Optional(Empty),
      'default-data-source': Type.Optional(Id),
      'jwt-issuer-settings': Type.Optional(jwtIssuer()),
    }),
  ),
  'custom-token-issuer': Type.Optional(
    List(
      Section({
        id: Id,
        'issuer-type': Type.Literal('jwt'),
        'purpose-type': Type.Literal('userinfo'),
        'data-sources': Type.Optional(Section({ 'tokens-data-source-id': Type.Optional(Id) })),
        jwt: Type.Optional(Section({ ...JwtIssuer, 'scope-as-array': Switch })),
      }),
      ['id', 'issuer-type', 'purpose-type'],
    ),
  ),
})
export type TokenIssuers = Static<typeof TokenIssuers>
