import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { invalidParameters, missingReference } from '../../errors.ts'
import { classicPortalOf } from '../../found.ts'
import { text, uuid } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import type { ApiProduct } from '../../model/api-product.ts'
import { PortalId } from '../portals/schema.ts'
import { withPortal } from './product-portals.ts'
import { ProductsToPublish, ShownPortalProduct } from './schema.ts'

const listing: Listing<ApiProduct> = {
  sort: {
    created_at: (row) => row.created_at,
    name: (row) => row.name,
    description: (row) => row.description,
  },
  filter: {
    id: uuid((row) => row.id),
    name: text((row) => row.name),
    description: text((row) => row.description),
  },
}

/** Which API products a classic portal offers (`konnect.md` 6). */
export function portalProducts(app: App, context: KonnectContext): void {
  const { model, clock, behaviour } = context

  app.post(
    '/v2/portals/:portalId/publish',
    { schema: { params: PortalId, body: ProductsToPublish } },
    async ({ params, body }, reply) => {
      const portal = await classicPortalOf(model, params.portalId)
      const wishes = await Promise.all(
        Object.entries(body.api_products).map(async ([id, wish]) => ({
          id,
          wish,
          product: await model.apiProducts.find(id),
        })),
      )
      const unknown = wishes.filter(({ product }) => !product)
      if (unknown.length > 0) {
        throw invalidParameters(unknown.map(({ id }) => missingReference(`api_products.${id}`, 'API product')))
      }
      for (const { wish, product } of wishes) {
        if (!wish || !product) continue
        await model.apiProducts.replace(withPortal(product, portal.id, wish.publish_status, isoTime(clock)))
      }
      return reply.code(204).send()
    },
  )

  const list = { schema: { params: PortalId, response: { 200: pageOf(ShownPortalProduct) } } }
  app.get('/v2/portals/:portalId/products', list, async ({ params, query }) => {
    const { id } = await classicPortalOf(model, params.portalId)
    const rows = await model.apiProducts.listBy('portal', id)
    const view = async (row: ApiProduct) => ({
      ...row,
      portal_ids: [...row.portal_ids],
      version_count: await model.productVersions.countBy('product', row.id),
    })
    return listPage(rows, query, { listing, limits: behaviour.current, view })
  })
}
