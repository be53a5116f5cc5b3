import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import { treeOf } from '../../content/document-tree.ts'
import { markdownNodes } from '../../content/markdown-nodes.ts'
import type { KonnectContext } from '../../context.ts'
import { found } from '../../found.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import type { Document } from '../../model/document.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import { ProductId } from '../api-products/schema.ts'
import { insertPage, pageOfSubject, pagesOf, removePage, replacePage } from './pages.ts'
import {
  DocumentSummary,
  NewProductDocument,
  ProductDocumentChanges,
  ProductDocumentId,
  ShownProductDocument,
} from './schema.ts'

const listing: Listing<Document> = { sort: {}, filter: {} }
const treeType = 'application/vnd.konnect.document-tree+json'

/** The pages about an API product (`konnect.md` 6). A list is a tree when `Accept` asks for one. */
export function productDocuments(app: App, context: KonnectContext): void {
  const path = '/v2/api-products/:apiProductId/documents'
  const { model, clock, behaviour } = context
  const subjectOf = async (id: string) => ({
    type: 'api_product' as const,
    id: found(await model.apiProducts.find(id), 'API product', id).id,
  })
  const find = async ({ apiProductId, documentId }: { apiProductId: string; documentId: string }) =>
    pageOfSubject(model, await subjectOf(apiProductId), documentId)

  const create = { schema: { params: ProductId, body: NewProductDocument, response: { 201: ShownProductDocument } } }
  app.post(path, create, async ({ params, body }, reply) => {
    const subject = await subjectOf(params.apiProductId)
    const { slug, status, title, content = '', metadata = {}, parent_document_id = null } = body
    const page = { slug, status, title, content, metadata, parent_document_id }
    const row: Document = { ...newEntity(context, 'document'), subject, ...page }
    await insertPage(model, row)
    return reply.code(201).send(shown(row))
  })

  const list = { schema: { params: ProductId, response: { 200: pageOf(DocumentSummary) } } }
  app.get(path, list, async ({ params, query, headers }, reply) => {
    const rows = await pagesOf(model, await subjectOf(params.apiProductId))
    const limits = behaviour.current
    if (!headers.accept?.includes(treeType)) return listPage(rows, query, { listing, limits, view: (row) => row })
    const page = await listPage(rows, query, { listing, limits, view: (row) => row })
    // The type of the answer is another than the schema's.
    const tree = JSON.stringify({ ...page, data: treeOf(page.data, ({ subject: _, content: __, ...row }) => row) })
    return reply
      .type(treeType)
      .serializer(String)
      .send(tree as never)
  })

  const one = { schema: { params: ProductDocumentId, response: { 200: ShownProductDocument } } }
  app.get(`${path}/:documentId`, one, async ({ params }) => shown(await find(params)))

  const update = { schema: { ...one.schema, body: ProductDocumentChanges } }
  app.patch(`${path}/:documentId`, update, async ({ params, body }) => {
    const changed: Document = { ...(await find(params)), ...given(body), updated_at: isoTime(clock) }
    await replacePage(model, changed)
    return shown(changed)
  })

  app.delete(`${path}/:documentId`, { schema: { params: ProductDocumentId } }, async ({ params }, reply) => {
    await removePage(context, await find(params))
    return reply.code(204).send()
  })
}

const shown = (row: Document) => ({ ...row, metadata: { ...row.metadata }, ast: markdownNodes(row.content) })
