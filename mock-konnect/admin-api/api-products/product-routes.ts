import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { type InvalidParameter, invalidParameters, missingReference } from '../../errors.ts'
import { found } from '../../found.ts'
import { text } from '../../lists/filters.ts'
import { labelsMatch } from '../../lists/labels-filter.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import type { ApiProduct } from '../../model/api-product.ts'
import type { Model } from '../../model/model.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import { removePages } from '../documents/pages.ts'
import { mergeLabels } from '../merge-labels.ts'
import { removeVersion } from './removal.ts'
import { ApiProductChanges, NewApiProduct, ProductId, ShownApiProduct } from './schema.ts'
import { shownProduct } from './views.ts'

const listing: Listing<ApiProduct> = {
  sort: { name: (row) => row.name },
  filter: { name: text((row) => row.name) },
  other: {
    labels: (filter) => (row) => labelsMatch(row.labels, filter),
    public_labels: (filter) => (row) => labelsMatch(row.public_labels, filter),
  },
}

/** API products of the classic view (`konnect.md` 6). */
export function apiProducts(app: App, context: KonnectContext): void {
  const path = '/v2/api-products'
  const { model, clock, behaviour } = context
  const find = async (id: string) => found(await model.apiProducts.find(id), 'API product', id)
  const view = (row: ApiProduct) => shownProduct(model, row)

  const create = { schema: { body: NewApiProduct, response: { 201: ShownApiProduct } } }
  app.post(path, create, async ({ body }, reply) => {
    await refuseUnknownPortals(model, body.portal_ids)
    const row = { ...newEntity(context, 'api-product'), ...defaults, ...given(body), name: body.name }
    await model.apiProducts.insert(row)
    return reply.code(201).send(await view(row))
  })

  app.get(path, { schema: { response: { 200: pageOf(ShownApiProduct) } } }, async ({ query }) =>
    listPage(rowsOf(model.apiProducts), query, { listing, limits: behaviour.current, view }),
  )

  const one = { schema: { params: ProductId, response: { 200: ShownApiProduct } } }
  app.get(`${path}/:apiProductId`, one, async ({ params }) => view(await find(params.apiProductId)))

  const update = { schema: { ...one.schema, body: ApiProductChanges } }
  app.patch(`${path}/:apiProductId`, update, async ({ params, body }) => {
    const row = await find(params.apiProductId)
    await refuseUnknownPortals(model, body.portal_ids)
    const changed = {
      ...row,
      ...given(body),
      labels: mergeLabels(row.labels, body.labels),
      public_labels: mergeLabels(row.public_labels, body.public_labels),
      updated_at: isoTime(clock),
    }
    await model.apiProducts.replace(changed)
    return view(changed)
  })

  app.delete(`${path}/:apiProductId`, { schema: { params: ProductId } }, async ({ params }, reply) => {
    const { id } = await find(params.apiProductId)
    for (const version of await model.productVersions.listBy('product', id)) await removeVersion(model, version)
    await removePages(model, { type: 'api_product', id })
    await model.apiProducts.remove(id)
    return reply.code(204).send()
  })
}

const defaults = { description: null, labels: {}, public_labels: {}, portal_ids: [] }

/** @throws Problem 400 with every id that no classic portal has */
async function refuseUnknownPortals(model: Model, ids: readonly string[] = []): Promise<void> {
  const mistakes: InvalidParameter[] = []
  for (const [at, id] of ids.entries()) {
    const portal = await model.portals.find(id)
    if (portal?.version !== 'v2') mistakes.push(missingReference(`portal_ids.${at}`, 'Portal'))
  }
  if (mistakes.length > 0) throw invalidParameters(mistakes)
}
