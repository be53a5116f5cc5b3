import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { found } from '../found.ts'
import { textOf } from '../lists/filters.ts'
import { type Listing, listPage } from '../lists/listing.ts'
import { pageOf } from '../lists/page-schema.ts'
import type { ApiProduct, ProductVersion } from '../model/api-product.ts'
import type { Model } from '../model/model.ts'
import type { Portal } from '../model/portal.ts'
import type { Publication } from '../model/publication.ts'
import { publicationOf } from '../model/publication-of.ts'
import { publishedPages } from '../model/published-pages.ts'
import { ShownProduct, ShownVersion, shownProduct, shownVersion } from './product-view.ts'
import { openVisit, type PortalOptions } from './visits.ts'

const ProductId = Type.Object({ productId: Type.String() })
const VersionId = Type.Object({ productId: Type.String(), productVersionId: Type.String() })
const words = ['eq', 'contains']
const productListing: Listing<ApiProduct> = {
  sort: {},
  filter: {
    id: textOf(['eq'], (row) => row.id),
    name: textOf(words, (row) => row.name),
    description: textOf(words, (row) => row.description),
  },
}
export type OfferedVersion = ProductVersion & { publication: Publication }
const versionListing: Listing<OfferedVersion> = { sort: {}, filter: { name: textOf(words, (row) => row.name) } }

/** What a classic portal offers: API products and their versions, as far as they are published there (`konnect.md` 9.7). */
export const products: FastifyPluginAsyncTypebox<PortalOptions> = async (app, { context, version }) => {
  const { model, behaviour } = context
  const limits = () => behaviour.current
  const visit = (request: Parameters<typeof openVisit>[1]) => openVisit({ context, version }, request)

  app.get('/products', { schema: { response: { 200: pageOf(ShownProduct) } } }, async (request) => {
    const { portal } = await visit(request)
    const rows = await model.apiProducts.listBy('portal', portal.id)
    const view = (row: ApiProduct) => productInPortal(model, portal, row)
    return listPage(rows, request.query, { listing: productListing, limits: limits(), view })
  })

  app.get(
    '/products/:productId',
    { schema: { params: ProductId, response: { 200: ShownProduct } } },
    async (request) => {
      const { portal } = await visit(request)
      const row = await productOf(model, portal, request.params.productId)
      return productInPortal(model, portal, row)
    },
  )

  const list = { schema: { params: ProductId, response: { 200: pageOf(ShownVersion) } } }
  app.get('/products/:productId/versions', list, async (request) => {
    const { portal } = await visit(request)
    const rows = await offered(model, portal, await productOf(model, portal, request.params.productId))
    const view = (row: OfferedVersion) => shownVersion(model, row, row.publication)
    return listPage(rows, request.query, { listing: versionListing, limits: limits(), view })
  })

  const one = { schema: { params: VersionId, response: { 200: ShownVersion } } }
  app.get('/products/:productId/versions/:productVersionId', one, async (request) => {
    const { portal } = await visit(request)
    const { productId, productVersionId } = request.params
    const product = await productOf(model, portal, productId)
    const row = await model.productVersions.find(productVersionId)
    const mine = row?.api_product_id === product.id ? await offer(model, portal, row) : undefined
    const { publication, ...shown } = found(mine, 'product version in this portal', productVersionId)
    return shownVersion(model, shown, publication)
  })
}

/** The API product of this portal. @throws Problem 404 */
export async function productOf(model: Model, portal: Portal, id: string): Promise<ApiProduct> {
  const row = await model.apiProducts.find(id)
  return found(row?.portal_ids.includes(portal.id) ? row : undefined, 'API product in this portal', id)
}

/** A product as this portal shows it. */
export async function productInPortal(model: Model, portal: Portal, row: ApiProduct) {
  const pages = await publishedPages(model, { type: 'api_product', id: row.id })
  return shownProduct(row, await offered(model, portal, row), pages.length)
}

/** The versions of a product that are published in this portal. */
export async function offered(model: Model, portal: Portal, { id }: ApiProduct): Promise<OfferedVersion[]> {
  const versions = await model.productVersions.listBy('product', id)
  const offers = await Promise.all(versions.map((row) => offer(model, portal, row)))
  return offers.filter((row) => row !== undefined)
}

/** A product version as this portal publishes it. */
export async function offer(model: Model, portal: Portal, row: ProductVersion): Promise<OfferedVersion | undefined> {
  const publication = await publicationOf(model, portal.id, { type: 'product_version', id: row.id })
  return publication?.publish_status === 'published' ? { ...row, publication } : undefined
}
