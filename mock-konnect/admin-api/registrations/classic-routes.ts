import Type from 'typebox'
import type { App } from '../../../kit/mock-server.ts'
import { removeRegistration, setRegistrationStatus } from '../../applications/lifecycle.ts'
import type { KonnectContext } from '../../context.ts'
import { classicPortalOf } from '../../found.ts'
import { listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import type { Registration } from '../../model/registration.ts'
import { findApplication } from '../applications/find-application.ts'
import { ApplicationId } from '../applications/schema.ts'
import { StatusChange } from '../developers/schema.ts'
import { PortalId } from '../portals/schema.ts'
import { findRegistration } from './find-registration.ts'
import { ofApplication, ofPortal, ownOfPortal } from './listings.ts'
import { ClassicRegistration, RegistrationId } from './schema.ts'
import { shownClassicRegistration } from './views.ts'

/** Who may call which product version, as an operator of classic portals sees and decides it (`konnect.md` 5.3). */
export function classicRegistrations(app: App, context: KonnectContext): void {
  const { model, behaviour } = context
  const path = '/v2/portals/:portalId/applications/:applicationId/registrations'
  const page = { 200: pageOf(ClassicRegistration) }
  const view = (row: Registration) => shownClassicRegistration(model, row)

  app.get(
    '/v2/portals/:portalId/application-registrations',
    { schema: { params: PortalId, response: page } },
    async ({ params, query }) => {
      const { id } = await classicPortalOf(model, params.portalId)
      const joined = async () =>
        ofPortal(await model.applications.listBy('portal', id), await model.developers.listBy('portal', id))
      return listPage(rowsOf(model.registrations, 'portal', id), query, {
        listing: { own: ownOfPortal, joined },
        limits: behaviour.current,
        view,
      })
    },
  )

  app.get(path, { schema: { params: ApplicationId, response: page } }, async ({ params, query }) => {
    const { id } = await findApplication(model, 'v2', params)
    const rows = await model.registrations.listBy('application', id)
    return listPage(rows, query, { listing: ofApplication, limits: behaviour.current, view })
  })

  const one = { schema: { params: RegistrationId, response: { 200: ClassicRegistration } } }
  app.get(`${path}/:registrationId`, one, async ({ params }) => view(await findRegistration(model, 'v2', params)))

  const decide = { schema: { ...one.schema, body: StatusChange } }
  app.patch(`${path}/:registrationId`, decide, async ({ params, body: { status } }) => {
    const row = await findRegistration(model, 'v2', params)
    return view(status === undefined ? row : await setRegistrationStatus(context, row, status))
  })

  app.delete(`${path}/:registrationId`, { schema: { params: RegistrationId } }, async ({ params }, reply) => {
    await removeRegistration(context, await findRegistration(model, 'v2', params))
    return reply.code(204).send()
  })

  const Scopes = Type.Object({ data: Type.Array(Type.String()) })
  const scopes = { schema: { params: RegistrationId, response: { 200: Scopes } } }
  app.get(`${path}/:registrationId/granted-scopes`, scopes, async ({ params }) => {
    const { granted_scopes } = await findRegistration(model, 'v2', params)
    return { data: [...(granted_scopes ?? [])] }
  })
}
