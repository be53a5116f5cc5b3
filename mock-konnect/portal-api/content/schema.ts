import Type from 'typebox'
import { orNull } from '../../problems/common-schemas.ts'

const page = {
  id: Type.String(),
  parent_document_id: orNull(Type.String()),
  slug: Type.String(),
  title: Type.String(),
}
const times = { created_at: Type.String(), updated_at: Type.String() }

/** A page in the list of a product's pages. */
export const PageSummary = Type.Object({ ...page, metadata: Type.Record(Type.String(), Type.Unknown()), ...times })
/** The pages of an API as a tree; each level has the form of the first. */
export const PageTree = Type.Object({
  data: Type.Array(Type.Object({ ...page, ...times, children: Type.Array(Type.Unknown()) })),
})

/** A specification with its content; in lists, without. */
export const ShownSpec = Type.Object({ api_type: Type.String(), content: Type.String() })
export const SpecSummary = Type.Object({ id: Type.String(), api_type: Type.String() })
const Spec = Type.Object({ type: Type.String(), content: Type.Optional(Type.String()) })
export const ShownVersionSpec = Type.Object({ id: Type.String(), version: Type.String(), spec: Spec })

/** The operations of a specification. */
export const ShownOperations = Type.Object({
  api_type: Type.String(),
  operations: Type.Array(
    Type.Object({
      ...{ path: Type.String(), method: Type.String(), operation_id: orNull(Type.String()) },
      ...{ tags: Type.Array(Type.String()), summary: orNull(Type.String()), deprecated: Type.Boolean() },
    }),
  ),
})

const Action = Type.Boolean()
/** What a visitor may do with an API or an API product. */
export const Actions = Type.Object({
  actions: Type.Object({ view: Action, register: Action, view_documentation: Action }),
})
