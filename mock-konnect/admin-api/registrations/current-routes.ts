import type { App } from '../../../kit/mock-server.ts'
import { registerApplication, removeRegistration, setRegistrationStatus } from '../../applications/lifecycle.ts'
import type { KonnectContext } from '../../context.ts'
import { currentPortalOf, found } from '../../found.ts'
import { listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import { offerKey } from '../../model/publication.ts'
import type { Registration } from '../../model/registration.ts'
import { ApiId } from '../apis/schema.ts'
import { findApplication } from '../applications/find-application.ts'
import { ApplicationId } from '../applications/schema.ts'
import { StatusChange } from '../developers/schema.ts'
import { PortalId } from '../portals/schema.ts'
import { findRegistration } from './find-registration.ts'
import { ofApi, ofApplication, ofPortal, ownOfApi, ownOfPortal } from './listings.ts'
import { ApiRegistration, CurrentRegistration, NewRegistration, RegistrationId } from './schema.ts'
import { shownApiRegistration, shownCurrentRegistration } from './views.ts'

/** Who may call which API, as an operator of current portals sees, makes and decides it (`konnect.md` 5.3). */
export function currentRegistrations(app: App, context: KonnectContext): void {
  const { model, behaviour } = context
  const path = '/v3/portals/:portalId/applications/:applicationId/registrations'
  const page = { 200: pageOf(CurrentRegistration) }
  const view = (row: Registration) => shownCurrentRegistration(model, row)

  const all = { schema: { params: PortalId, response: page } }
  app.get('/v3/portals/:portalId/application-registrations', all, async ({ params, query }) => {
    const { id } = await currentPortalOf(model, params.portalId)
    const joined = async () => ofPortal(await model.applications.listBy('portal', id))
    const listing = { own: ownOfPortal, joined }
    return listPage(rowsOf(model.registrations, 'portal', id), query, { listing, limits: behaviour.current, view })
  })

  const create = { schema: { params: ApplicationId, body: NewRegistration, response: { 201: CurrentRegistration } } }
  app.post(path, create, async ({ params, body: { api_id, status } }, reply) => {
    const application = await findApplication(model, 'v3', params)
    const portal = await currentPortalOf(model, params.portalId)
    const offer = { type: 'api', id: api_id } as const
    const row = await registerApplication(context, { portal, application, offer, ...(status && { status }) })
    return reply.code(201).send(await view(row))
  })

  app.get(path, { schema: { params: ApplicationId, response: page } }, async ({ params, query }) => {
    const { id } = await findApplication(model, 'v3', params)
    const rows = await model.registrations.listBy('application', id)
    return listPage(rows, query, { listing: ofApplication, limits: behaviour.current, view })
  })

  const one = { schema: { params: RegistrationId, response: { 200: CurrentRegistration } } }
  app.get(`${path}/:registrationId`, one, async ({ params }) => view(await findRegistration(model, 'v3', params)))

  const decide = { schema: { ...one.schema, body: StatusChange } }
  app.patch(`${path}/:registrationId`, decide, async ({ params, body: { status } }) => {
    const row = await findRegistration(model, 'v3', params)
    return view(status === undefined ? row : await setRegistrationStatus(context, row, status))
  })

  app.delete(`${path}/:registrationId`, { schema: { params: RegistrationId } }, async ({ params }, reply) => {
    await removeRegistration(context, await findRegistration(model, 'v3', params))
    return reply.code(204).send()
  })

  const ofOne = { schema: { params: ApiId, response: { 200: pageOf(ApiRegistration) } } }
  app.get('/v3/apis/:apiId/registrations', ofOne, async ({ params, query }) => {
    const { id } = found(await model.apis.find(params.apiId), 'API', params.apiId)
    const rows = rowsOf(model.registrations, 'offer', offerKey({ type: 'api', id }))
    const joined = async () => ofApi(await model.applications.all(), await model.portals.all())
    const listing = { own: ownOfApi, joined }
    const view = (row: Registration) => shownApiRegistration(model, row)
    return listPage(rows, query, { listing, limits: behaviour.current, view })
  })
}
