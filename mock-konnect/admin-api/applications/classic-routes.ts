import type { App } from '../../../kit/mock-server.ts'
import { deleteApplication } from '../../applications/lifecycle.ts'
import type { KonnectContext } from '../../context.ts'
import { classicPortalOf } from '../../found.ts'
import { indexed, text, uuid } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import type { Application } from '../../model/application.ts'
import type { Developer } from '../../model/developer.ts'
import { PortalId } from '../portals/schema.ts'
import { findApplication, findUnscoped } from './find-application.ts'
import { ApplicationId, ClassicApplication, UnscopedApplicationId } from './schema.ts'
import { shownClassicApplication } from './views.ts'

const own: Listing<Application> = {
  sort: {
    created_at: (row) => row.created_at,
    developer_id: (row) => row.developer_id,
    name: (row) => row.name,
  },
  filter: {
    developer_id: indexed(
      uuid((row) => row.developer_id),
      'developer',
    ),
    name: text((row) => row.name),
  },
}

/** What applications can be sorted and filtered by, given the developers of their portal (`konnect.md` 1.5). */
function listingOf(developers: readonly Developer[]): Listing<Application> {
  const byId = new Map(developers.map((developer) => [developer.id, developer]))
  const developer_name = text<Application>((row) => byId.get(row.developer_id)?.full_name)
  const developer_email = text<Application>((row) => byId.get(row.developer_id)?.email)
  return { sort: own.sort, filter: { ...own.filter, developer_name, developer_email } }
}

/** Applications as an operator of classic portals sees them (`konnect.md` 5.2). */
export function classicApplications(app: App, context: KonnectContext): void {
  const { model, behaviour } = context
  const view = (row: Application) => shownClassicApplication(model, row)

  const list = { schema: { params: PortalId, response: { 200: pageOf(ClassicApplication) } } }
  app.get('/v2/portals/:portalId/applications', list, async ({ params, query }) => {
    const { id } = await classicPortalOf(model, params.portalId)
    const listing = { own, joined: async () => listingOf(await model.developers.listBy('portal', id)) }
    const rows = rowsOf(model.applications, 'portal', id)
    return listPage(rows, query, { listing, limits: behaviour.current, view })
  })

  const one = { schema: { params: ApplicationId, response: { 200: ClassicApplication } } }
  app.get('/v2/portals/:portalId/applications/:applicationId', one, async ({ params }) =>
    view(await findApplication(model, 'v2', params)),
  )

  const remove = { schema: { params: ApplicationId } }
  app.delete('/v2/portals/:portalId/applications/:applicationId', remove, async ({ params }, reply) => {
    await deleteApplication(context, await findApplication(model, 'v2', params))
    return reply.code(204).send()
  })

  const unscoped = { schema: { params: UnscopedApplicationId, response: { 200: ClassicApplication } } }
  app.get('/v2/applications/:applicationId', unscoped, async ({ params }) =>
    view(await findUnscoped(model, 'v2', params.applicationId)),
  )
}
