import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { operationsIn } from '../../content/api-specification.ts'
import type { KonnectContext } from '../../context.ts'
import { invalidParameters } from '../../errors.ts'
import { cursorPage } from '../../lists/cursor.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import type { ApiProduct } from '../../model/api-product.ts'
import { subjectKey } from '../../model/document.ts'
import { publishedPages } from '../../model/published-pages.ts'
import { type OfferedApi, offeredApis } from '../api-routes.ts'
import { productInPortal } from '../product-routes.ts'
import { type OpenVisit, openVisit, type PortalOptions } from '../visits.ts'

const listing: Listing<ApiProduct> = { sort: {}, filter: {} }
const indices = ['product-catalog']

/** Search in a classic portal: API products by name and description (`konnect.md` 9.7). */
export const productSearch: FastifyPluginAsyncTypebox<PortalOptions> = async (app, { context, version }) => {
  const { model, behaviour } = context
  const schema = { params: Type.Object({ indices: Type.String() }) }
  app.get('/search/:indices', { schema }, async (request) => {
    const { portal } = await openVisit({ context, version }, request)
    if (request.params.indices.split(',').some((index) => !indices.includes(index))) throw unknownIndex()
    const holds = matching(request.query)
    const products = await model.apiProducts.listBy('portal', portal.id)
    const rows = products.filter(({ name, description }) => holds(name) || holds(description ?? ''))
    const view = async (row: ApiProduct) => ({
      index: 'product-catalog',
      source: await productInPortal(model, portal, row),
    })
    return listPage(rows, request.query, { listing, limits: behaviour.current, view })
  })
}

/** Search in a current portal: the pages and the operations of its APIs. */
export const portalSearch: FastifyPluginAsyncTypebox<PortalOptions> = async (app, { context, version }) => {
  app.get('/search', async (request) => {
    const visit = await openVisit({ context, version }, request)
    const holds = matching(request.query)
    const apis = await offeredApis(context.model, visit)
    const found = (await Promise.all(apis.map((api) => hitsIn(context, visit, api)))).flat()
    const hits = found.filter(({ name, description }) => holds(name) || holds(description))
    return cursorPage(hits, request, context.behaviour.current)
  })
}

async function hitsIn({ model, organizationId: org_id }: KonnectContext, { portal }: OpenVisit, api: OfferedApi) {
  const { id: api_id, name: api_name, slug: api_slug } = api
  const api_version = api.version ?? ''
  const api_description = api.description ?? ''
  const shared = { api_id, portal_id: portal.id, org_id, api_slug, api_version, api_description }
  const pages = await publishedPages(model, { type: 'api', id: api_id })
  const documents = pages.map((page) => {
    const { id, title: name, slug, created_at, updated_at } = page
    const place = { path: `/${api_slug}/${slug}`, parent_document_id: page.parent_document_id ?? '', slug }
    const attributes = { created_at, updated_at, scope: 'api', api_slug, ...place }
    return {
      id,
      type: 'document',
      name,
      match: name,
      description: page.content.slice(0, 200),
      attributes,
      relations: { ...shared, spec_id: '', ...place },
    }
  })
  const [spec] = await model.specifications.listBy('subject', subjectKey({ type: 'api', id: api_id }))
  const operations = spec && spec.type !== 'asyncapi' ? operationsIn(spec.content) : []
  return [
    ...documents,
    ...operations.map(({ path, method, operation_id, summary }) => {
      const key = `${method} ${path}`
      const words = { operation_id: operation_id ?? '', operation_key: key, path, method, summary: summary ?? '' }
      const times = { created_at: api.created_at, updated_at: api.updated_at }
      const named = { api_name, api_slug, api_version, api_description }
      return {
        ...{
          id: `${spec?.id} ${key}`,
          type: 'operation',
          name: operation_id ?? key,
          match: key,
          description: words.summary,
        },
        attributes: { ...times, ...words, scope: 'api', ...named },
        relations: { ...shared, api_name, spec_id: spec?.id ?? '' },
      }
    }),
  ]
}

/** Whether a text has the words that were asked for, in any case; without a question everything has. */
function matching(query: unknown): (text: string) => boolean {
  const { q } = query as { q?: string | string[] }
  const wanted = String([q ?? ''].flat().at(-1)).toLowerCase()
  return (text) => text.toLowerCase().includes(wanted)
}

const unknownIndex = () =>
  invalidParameters([
    {
      field: 'indices',
      reason: `must be one of [${indices.join(', ')}]`,
      rule: 'enum',
      choices: indices,
      source: 'path',
    },
  ])
