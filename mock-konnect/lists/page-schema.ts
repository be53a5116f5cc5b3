import Type, { type TSchema } from 'typebox'

/** The answer of a list whose items are `view` (`konnect.md` 1.5). */
export const pageOf = <S extends TSchema>(view: S) =>
  Type.Object({
    data: Type.Array(view),
    meta: Type.Object({
      page: Type.Object({ number: Type.Integer(), size: Type.Integer(), total: Type.Integer() }),
    }),
  })
