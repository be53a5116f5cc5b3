import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import { credentialsOf, ShownCredential } from '../../applications/credentials.ts'
import { changeOwner, createApplication, deleteApplication } from '../../applications/lifecycle.ts'
import type { KonnectContext } from '../../context.ts'
import { invalidParameters, missingReference } from '../../errors.ts'
import { currentPortalOf } from '../../found.ts'
import { indexed, text, uuid } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import type { Application } from '../../model/application.ts'
import type { Developer } from '../../model/developer.ts'
import type { Model } from '../../model/model.ts'
import { mergeLabels } from '../merge-labels.ts'
import { PortalId } from '../portals/schema.ts'
import { findApplication, findUnscoped } from './find-application.ts'
import {
  ApplicationChanges,
  ApplicationDeveloper,
  ApplicationId,
  CurrentApplication,
  NewApplication,
  UnscopedApplicationId,
} from './schema.ts'
import { shownCurrentApplication } from './views.ts'

const listing: Listing<Application> = {
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
    team_id: uuid((row) => row.team_id),
  },
}
const developerListing: Listing<Developer> = { sort: { id: (row) => row.id }, filter: { id: text((row) => row.id) } }

/** Applications as an operator of current portals sees and makes them (`konnect.md` 5.2). */
export function currentApplications(app: App, context: KonnectContext): void {
  const { model, clock, behaviour } = context
  const path = '/v3/portals/:portalId/applications'
  const view = (row: Application) => shownCurrentApplication(model, row)

  const create = { schema: { params: PortalId, body: NewApplication, response: { 201: CurrentApplication } } }
  app.post(path, create, async ({ params, body }, reply) => {
    const portal = await currentPortalOf(model, params.portalId)
    const { owner, labels, ...members } = body
    const developer = await ownerOf(model, portal.id, owner)
    const wish = { ...members, labels: mergeLabels({}, labels) }
    const { application } = await createApplication(context, { portal, developer, wish, by: 'operator' })
    return reply.code(201).send(await view(application))
  })

  const list = { schema: { params: PortalId, response: { 200: pageOf(CurrentApplication) } } }
  app.get(path, list, async ({ params, query }) => {
    const { id } = await currentPortalOf(model, params.portalId)
    const rows = rowsOf(model.applications, 'portal', id)
    return listPage(rows, query, { listing, limits: behaviour.current, view })
  })

  const one = { schema: { params: ApplicationId, response: { 200: CurrentApplication } } }
  app.get(`${path}/:applicationId`, one, async ({ params }) => view(await findApplication(model, 'v3', params)))

  const update = { schema: { ...one.schema, body: ApplicationChanges } }
  app.patch(`${path}/:applicationId`, update, async ({ params, body }) => {
    const row = await findApplication(model, 'v3', params)
    if (!body.owner) return view(row)
    return view(await changeOwner(context, row, await ownerOf(model, row.portal_id, body.owner)))
  })

  app.delete(`${path}/:applicationId`, { schema: { params: ApplicationId } }, async ({ params }, reply) => {
    await deleteApplication(context, await findApplication(model, 'v3', params))
    return reply.code(204).send()
  })

  const credentials = { schema: { params: ApplicationId, response: { 200: pageOf(ShownCredential) } } }
  app.get(`${path}/:applicationId/credentials`, credentials, async ({ params, query }) =>
    credentialsOf(model, await findApplication(model, 'v3', params), {
      query,
      limits: behaviour.current,
      now: isoTime(clock),
    }),
  )

  const members = { schema: { params: ApplicationId, response: { 200: pageOf(ApplicationDeveloper) } } }
  app.get(`${path}/:applicationId/developers`, members, async ({ params, query }) => {
    const row = await findApplication(model, 'v3', params)
    const developer = await model.developers.find(row.developer_id)
    const view = ({ id, email, full_name }: Developer) => ({ id, email, full_name })
    return listPage(developer ? [developer] : [], query, { listing: developerListing, limits: behaviour.current, view })
  })

  const unscoped = { schema: { params: UnscopedApplicationId, response: { 200: CurrentApplication } } }
  app.get('/v3/applications/:applicationId', unscoped, async ({ params }) =>
    view(await findUnscoped(model, 'v3', params.applicationId)),
  )
}

/** @throws Problem 400 when nobody of this portal is meant; teams are not served, so none is ever found */
async function ownerOf(model: Model, portalId: string, { type, id }: { type: string; id: string }): Promise<Developer> {
  const developer = type === 'developer' ? await model.developers.find(id) : undefined
  if (developer?.portal_id === portalId) return developer
  throw invalidParameters([missingReference('owner.id', type === 'team' ? 'Team' : 'Developer')])
}
