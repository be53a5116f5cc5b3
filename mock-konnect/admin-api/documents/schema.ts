import Type from 'typebox'
import { closed, nullable, orNull, Uuid } from '../../problems/common-schemas.ts'

const Status = Type.Enum(['published', 'unpublished'])
const Content = Type.String({ maxLength: 1_000_000 })
const Parent = Type.Optional(nullable(Uuid))

/** Bodies for the pages of an API; what they leave out may stand in the front matter of `content`. */
const apiPage = {
  title: Type.Optional(Type.String({ minLength: 1 })),
  slug: Type.Optional(Type.String({ pattern: '^[\\w-]+$' })),
  status: Type.Optional(Status),
  parent_document_id: Parent,
}
export const NewApiDocument = closed({ ...apiPage, content: Content })
export const ApiDocumentChanges = closed({ ...apiPage, content: Type.Optional(Content) })

/** Bodies for the pages of an API product. */
const Slug = Type.String({ maxLength: 80, pattern: '^[\\w-]+$' })
const Title = Type.String({ minLength: 1 })
const productPage = {
  parent_document_id: Parent,
  content: Type.Optional(Content),
  metadata: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
}
export const NewProductDocument = closed({ ...productPage, slug: Slug, status: Status, title: Title })
export const ProductDocumentChanges = closed({
  ...productPage,
  slug: Type.Optional(Slug),
  status: Type.Optional(Status),
  title: Type.Optional(Title),
})

const summary = {
  id: Type.String(),
  parent_document_id: orNull(Type.String()),
  title: Type.String(),
  slug: Type.String(),
  status: Type.String(),
  created_at: Type.String(),
  updated_at: Type.String(),
}

/** A page in the lists, without its content. */
export const DocumentSummary = Type.Object(summary)

/** Pages as a tree; each level has the form of the first. */
export const DocumentTree = Type.Object({
  data: Type.Array(Type.Object({ ...summary, children: Type.Array(Type.Unknown()) })),
})

/** A page of an API in an answer. */
export const ShownApiDocument = Type.Object({ ...summary, content: Type.String() })

/** A page of an API product in an answer; `ast` are the blocks of its content. */
export const ShownProductDocument = Type.Object({
  ...summary,
  content: Type.String(),
  metadata: Type.Record(Type.String(), Type.Unknown()),
  ast: Type.Array(Type.Unknown()),
})

export const ApiDocumentId = Type.Object({ apiId: Type.String(), documentId: Type.String() })
export const ProductDocumentId = Type.Object({ apiProductId: Type.String(), documentId: Type.String() })
