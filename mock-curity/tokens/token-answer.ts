import Type, { type Static } from 'typebox'

/** What the token endpoint answers (`curity.md` 4.1). `scope` is always there, even when nothing was granted. */
export const TokenAnswer = Type.Object({
  access_token: Type.String(),
  expires_in: Type.Integer(),
  id_token: Type.Optional(Type.String()),
  issued_token_type: Type.Optional(Type.String()),
  refresh_token: Type.Optional(Type.String()),
  scope: Type.String(),
  token_type: Type.Literal('bearer'),
})
export type TokenAnswer = Static<typeof TokenAnswer>
