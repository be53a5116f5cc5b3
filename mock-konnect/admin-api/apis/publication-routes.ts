import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { currentPortalOf, found } from '../../found.ts'
import { listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import type { Model } from '../../model/model.ts'
import type { Publication } from '../../model/publication.ts'
import { publicationOf } from '../../model/publication-of.ts'
import { removePublication } from '../portal-products/publishing.ts'
import { PortalId } from '../portals/schema.ts'
import { publicationListing } from './publication-listing.ts'
import { publishApi } from './publishing.ts'
import { ApiPublication, ApiPublicationId, ShownPublication } from './schema.ts'
import { shownPublication } from './views.ts'

/** APIs in current portals (`konnect.md` 7). */
export function publications(app: App, context: KonnectContext): void {
  const { model, behaviour } = context
  const page = { 200: pageOf(ShownPublication) }

  const put = { schema: { params: ApiPublicationId, body: ApiPublication, response: { 200: ShownPublication } } }
  app.put('/v3/apis/:apiId/publications/:portalId', put, async ({ params, body }) => {
    const api = found(await model.apis.find(params.apiId), 'API', params.apiId)
    const portal = await currentPortalOf(model, params.portalId)
    return shownPublication(await publishApi(context, { api, portal, body }))
  })

  const one = { schema: { params: ApiPublicationId, response: { 200: ShownPublication } } }
  app.get('/v3/apis/:apiId/publications/:portalId', one, async ({ params }) =>
    shownPublication(await find(model, params)),
  )

  const remove = { schema: { params: ApiPublicationId } }
  app.delete('/v3/apis/:apiId/publications/:portalId', remove, async ({ params }, reply) => {
    await removePublication(model, await find(model, params))
    return reply.code(204).send()
  })

  app.get('/v3/api-publications', { schema: { response: page } }, async ({ query }) => {
    const rows = rowsOf(model.publications, 'offer_type', 'api')
    const listing = publicationListing(
      () => model.apis.all(),
      () => model.portals.all(),
    )
    const view = (row: Publication) => ({ ...inList(row), portal_id: row.portal_id })
    return listPage(rows, query, { listing, limits: behaviour.current, view })
  })

  const inPortal = { schema: { params: PortalId, response: page } }
  app.get('/v3/portals/:portalId/api-publications', inPortal, async ({ params, query }) => {
    const portal = await currentPortalOf(model, params.portalId)
    const listing = publicationListing(() => model.apis.all())
    const view = (row: Publication) => ({ ...inList(row), portal_ids: [row.portal_id] })
    const rows = rowsOf(model.publications, 'portal', portal.id)
    return listPage(rows, query, { listing, limits: behaviour.current, view })
  })
}

async function find(model: Model, { apiId, portalId }: { apiId: string; portalId: string }): Promise<Publication> {
  found(await model.apis.find(apiId), 'API', apiId)
  const portal = await currentPortalOf(model, portalId)
  return found(await publicationOf(model, portal.id, { type: 'api', id: apiId }), 'publication of API', apiId)
}

const inList = (row: Publication) => ({ ...shownPublication(row), api_id: row.offer.id, entity_type: 'api' })
