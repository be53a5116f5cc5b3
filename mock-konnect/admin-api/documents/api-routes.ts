import type { Static } from 'typebox'
import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import { treeOf } from '../../content/document-tree.ts'
import { frontMatterOf } from '../../content/front-matter.ts'
import type { KonnectContext } from '../../context.ts'
import { found } from '../../found.ts'
import { text } from '../../lists/filters.ts'
import { filtered, type Listing } from '../../lists/listing.ts'
import type { Document } from '../../model/document.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import { ApiId } from '../apis/schema.ts'
import { slugOf } from '../apis/slug.ts'
import { insertPage, pageOfSubject, pagesOf, removePage, replacePage } from './pages.ts'
import { ApiDocumentChanges, ApiDocumentId, DocumentTree, NewApiDocument, ShownApiDocument } from './schema.ts'

const listing: Listing<Document> = { sort: {}, filter: { status: text((row) => row.status) } }

/** The pages about an API (`konnect.md` 7). What a body leaves out is looked for in the front matter of the content. */
export function apiDocuments(app: App, context: KonnectContext): void {
  const path = '/v3/apis/:apiId/documents'
  const { model, clock } = context
  const subjectOf = async (apiId: string) => ({
    type: 'api' as const,
    id: found(await model.apis.find(apiId), 'API', apiId).id,
  })
  const find = async ({ apiId, documentId }: { apiId: string; documentId: string }) =>
    pageOfSubject(model, await subjectOf(apiId), documentId)

  const create = { schema: { params: ApiId, body: NewApiDocument, response: { 201: ShownApiDocument } } }
  app.post(path, create, async ({ params, body }, reply) => {
    const subject = await subjectOf(params.apiId)
    const { title, slug, ...rest } = { ...frontMatterOf(body.content), ...given(body) }
    const name = title ?? headingIn(body.content)
    const row: Document = {
      ...{ ...newEntity(context, 'document'), subject, title: name, slug: slug ?? slugOf(name, null) },
      ...{ status: 'unpublished', parent_document_id: null, metadata: {}, ...rest, content: body.content },
    }
    await insertPage(model, row)
    return reply.code(201).send(row)
  })

  const list = { schema: { params: ApiId, response: { 200: DocumentTree } } }
  app.get(path, list, async ({ params, query }) => {
    const rows = await pagesOf(model, await subjectOf(params.apiId))
    return { data: treeOf(filtered(rows, query, listing), summary) }
  })

  const one = { schema: { params: ApiDocumentId, response: { 200: ShownApiDocument } } }
  app.get(`${path}/:documentId`, one, async ({ params }) => find(params))

  const update = { schema: { ...one.schema, body: ApiDocumentChanges } }
  app.patch(`${path}/:documentId`, update, async ({ params, body }) => {
    const row = await find(params)
    const changed: Document = { ...row, ...changesOf(body), updated_at: isoTime(clock) }
    await replacePage(model, changed)
    return changed
  })

  app.delete(`${path}/:documentId`, { schema: { params: ApiDocumentId } }, async ({ params }, reply) => {
    await removePage(context, await find(params))
    return reply.code(204).send()
  })
}

const changesOf = (body: Static<typeof ApiDocumentChanges>) => ({
  ...(body.content !== undefined && frontMatterOf(body.content)),
  ...given(body),
})

/** The first heading of a page, which names it when nothing else does. */
const headingIn = (content: string): string => /^#+\s+(.+?)\s*#*$/m.exec(content)?.[1] ?? 'Untitled'

const summary = ({ id, parent_document_id, title, slug, status, created_at, updated_at }: Document) => ({
  ...{ id, parent_document_id, title, slug, status, created_at, updated_at },
})
