import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { found } from '../../found.ts'
import { indexed, text, uuid } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import type { ProductVersion } from '../../model/api-product.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import { mergeLabels } from '../merge-labels.ts'
import { stored } from '../stored.ts'
import { removeVersion } from './removal.ts'
import { NewProductVersion, ProductId, ProductVersionChanges, ShownProductVersion, VersionId } from './schema.ts'
import { serviceLinkOf } from './service-link.ts'
import { shownVersion } from './views.ts'

const listing: Listing<ProductVersion> = {
  sort: { name: (row) => row.name },
  filter: {
    name: text((row) => row.name),
    publish_status: text((row) => row.publish_status),
    gateway_service_id: indexed(
      uuid((row) => row.gateway_service?.id),
      'service',
    ),
  },
}
const linked = { service: 'This gateway service is already linked to another API' }

/** Versions of an API product, and the gateway service behind each (`konnect.md` 6). */
export function productVersions(app: App, context: KonnectContext): void {
  const path = '/v2/api-products/:apiProductId/product-versions'
  const { model, clock, behaviour } = context
  const view = (row: ProductVersion) => shownVersion(model, row)
  const findProduct = async (id: string) => found(await model.apiProducts.find(id), 'API product', id)
  const find = async ({ apiProductId, versionId }: { apiProductId: string; versionId: string }) => {
    const row = await model.productVersions.find(versionId)
    return found(row?.api_product_id === apiProductId ? row : undefined, 'product version', versionId)
  }

  const create = { schema: { params: ProductId, body: NewProductVersion, response: { 201: ShownProductVersion } } }
  app.post(path, create, async ({ params, body }, reply) => {
    const { id: api_product_id } = await findProduct(params.apiProductId)
    const { name, labels = {}, publish_status = 'unpublished', deprecated = false } = body
    const gateway_service = await serviceLinkOf(context, body.gateway_service)
    const entity = newEntity(context, 'product-version')
    const row = { ...entity, api_product_id, name, labels, publish_status, deprecated, gateway_service }
    await stored(model.productVersions.insert(row), linked)
    return reply.code(201).send(await view(row))
  })

  const list = { schema: { params: ProductId, response: { 200: pageOf(ShownProductVersion) } } }
  app.get(path, list, async ({ params, query }) => {
    const { id } = await findProduct(params.apiProductId)
    const rows = rowsOf(model.productVersions, 'product', id)
    return listPage(rows, query, { listing, limits: behaviour.current, view })
  })

  const one = { schema: { params: VersionId, response: { 200: ShownProductVersion } } }
  app.get(`${path}/:versionId`, one, async ({ params }) => view(await find(params)))

  const update = { schema: { ...one.schema, body: ProductVersionChanges } }
  app.patch(`${path}/:versionId`, update, async ({ params, body }) => {
    const row = await find(params)
    const { notify: _, gateway_service, labels, ...members } = body
    const changed: ProductVersion = {
      ...row,
      ...given(members),
      labels: mergeLabels(row.labels, labels),
      gateway_service:
        gateway_service === undefined ? row.gateway_service : await serviceLinkOf(context, gateway_service),
      updated_at: isoTime(clock),
    }
    await stored(model.productVersions.replace(changed), linked)
    return view(changed)
  })

  app.delete(`${path}/:versionId`, { schema: { params: VersionId } }, async ({ params }, reply) => {
    await removeVersion(model, await find(params))
    return reply.code(204).send()
  })
}
