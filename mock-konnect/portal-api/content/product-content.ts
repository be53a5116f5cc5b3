import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { operationsIn } from '../../content/api-specification.ts'
import { treeOf } from '../../content/document-tree.ts'
import { found } from '../../found.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { type Document, subjectKey } from '../../model/document.ts'
import { publishedPages } from '../../model/published-pages.ts'
import { offer, productOf } from '../product-routes.ts'
import { openVisit, type PortalOptions } from '../visits.ts'
import { answerPage } from './answer-page.ts'
import { PageSummary, ShownOperations, ShownSpec } from './schema.ts'

const ProductId = Type.Object({ productId: Type.String() })
const PageId = Type.Object({ productId: Type.String(), documentId: Type.String() })
const VersionId = Type.Object({ productId: Type.String(), productVersionId: Type.String() })
const listing: Listing<Document> = { sort: {}, filter: {} }
const treeType = 'application/vnd.konnect.document-tree+json'

/** What a classic portal shows of a product: its published pages, and the specification of each version (`konnect.md` 9.7). */
export const productContent: FastifyPluginAsyncTypebox<PortalOptions> = async (app, { context, version }) => {
  const { model, behaviour } = context
  type Request = Parameters<typeof openVisit>[1]
  const published = async (request: Request, productId: string): Promise<Document[]> => {
    const { portal } = await openVisit({ context, version }, request)
    const { id } = await productOf(model, portal, productId)
    return publishedPages(model, { type: 'api_product', id })
  }

  const list = { schema: { params: ProductId, response: { 200: pageOf(PageSummary) } } }
  app.get('/products/:productId/documents', list, async (request, reply) => {
    const rows = await published(request, request.params.productId)
    const view = ({ metadata, ...row }: Document) => ({ ...row, metadata: { ...metadata } })
    const page = await listPage(rows, request.query, { listing, limits: behaviour.current, view })
    if (!request.headers.accept?.includes(treeType)) return page
    const summary = ({ subject: _, content: __, status: ___, ...row }: Document) => row
    const tree = JSON.stringify({ ...page, data: treeOf(page.data, summary) })
    // The type of the answer is another than the schema's.
    return reply
      .type(treeType)
      .serializer(String)
      .send(tree as never)
  })

  app.get('/products/:productId/documents/:documentId', { schema: { params: PageId } }, async (request, reply) => {
    const { productId, documentId } = request.params
    const rows = await published(request, productId)
    return answerPage(
      request,
      reply,
      found(
        rows.find(({ id }) => id === documentId),
        'document',
        documentId,
      ),
    )
  })

  const specificationOf = async (request: Request, { productId, productVersionId }: Record<string, string>) => {
    const { portal } = await openVisit({ context, version }, request)
    const product = await productOf(model, portal, productId ?? '')
    const row = await model.productVersions.find(productVersionId ?? '')
    const mine = row?.api_product_id === product.id ? await offer(model, portal, row) : undefined
    const { id } = found(mine, 'product version in this portal', productVersionId ?? '')
    return (await model.specifications.listBy('subject', subjectKey({ type: 'product_version', id })))[0]
  }
  const path = '/products/:productId/versions/:productVersionId/spec'

  app.get(
    path,
    { schema: { params: VersionId, response: { 200: ShownSpec, 204: Type.Null() } } },
    async (request, reply) => {
      const row = await specificationOf(request, request.params)
      return row ? { api_type: 'openapi', content: row.content } : reply.code(204).send(null)
    },
  )

  const operations = { schema: { params: VersionId, response: { 200: ShownOperations, 204: Type.Null() } } }
  app.get(`${path}/operations`, operations, async (request, reply) => {
    const row = await specificationOf(request, request.params)
    return row ? { api_type: 'openapi', operations: operationsIn(row.content) } : reply.code(204).send(null)
  })
}
