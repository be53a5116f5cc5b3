import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { registerApplication, removeRegistration } from '../applications/lifecycle.ts'
import { found } from '../found.ts'
import { listPage } from '../lists/listing.ts'
import { pageOf } from '../lists/page-schema.ts'
import type { Application } from '../model/application.ts'
import type { Offer } from '../model/publication.ts'
import type { Registration } from '../model/registration.ts'
import { closed, Uuid } from '../problems/common-schemas.ts'
import { ApplicationId } from './application-schema.ts'
import { ownApplication } from './application-view.ts'
import { namesOf, registrationListing, ShownRegistration, shownRegistration } from './registration-view.ts'
import type { SignedInOptions } from './visits.ts'

const NewRegistration = {
  v2: closed({ product_version_id: Uuid, scopes: Type.Optional(Type.Array(Type.String())) }),
  v3: closed({ api_id: Uuid }),
}
const RegistrationId = Type.Object({ applicationId: Type.String(), registrationId: Type.String() })

/** What a developer's application may call, and what it asked for (`konnect.md` 9.6). */
export const registrations: FastifyPluginAsyncTypebox<SignedInOptions> = async (app, { context, version, visitOf }) => {
  const { model, behaviour } = context
  const path = '/applications/:applicationId/registrations'
  const Shown = ShownRegistration[version]
  const view = (row: Registration) => shownRegistration(model, row)
  const registrationOf = async ({ id }: Application, registrationId: string): Promise<Registration> => {
    const row = await model.registrations.find(registrationId)
    return found(row?.application_id === id ? row : undefined, 'registration of this application', registrationId)
  }

  app.get(path, { schema: { params: ApplicationId, response: { 200: pageOf(Shown) } } }, async (request) => {
    const { id } = await ownApplication(context, visitOf(request), request.params.applicationId)
    const rows = await model.registrations.listBy('application', id)
    const listing = registrationListing(version, await namesOf(model, rows))
    return listPage(rows, request.query, { listing, limits: behaviour.current, view })
  })

  const create = { schema: { params: ApplicationId, body: NewRegistration[version], response: { 201: Shown } } }
  app.post(path, create, async (request, reply) => {
    const visit = visitOf(request)
    const application = await ownApplication(context, visit, request.params.applicationId)
    const scopes = 'scopes' in request.body ? request.body.scopes : undefined
    const asked = { portal: visit.portal, application, offer: offerIn(request.body), ...(scopes && { scopes }) }
    return reply.code(201).send(await view(await registerApplication(context, asked)))
  })

  const one = { schema: { params: RegistrationId, response: { 200: Shown } } }
  app.get(`${path}/:registrationId`, one, async (request) => {
    const { applicationId, registrationId } = request.params
    return view(await registrationOf(await ownApplication(context, visitOf(request), applicationId), registrationId))
  })

  app.delete(`${path}/:registrationId`, { schema: { params: RegistrationId } }, async (request, reply) => {
    const { applicationId, registrationId } = request.params
    const application = await ownApplication(context, visitOf(request), applicationId)
    await removeRegistration(context, await registrationOf(application, registrationId))
    return reply.code(204).send()
  })
}

const offerIn = (body: { product_version_id: string } | { api_id: string }): Offer =>
  'api_id' in body ? { type: 'api', id: body.api_id } : { type: 'product_version', id: body.product_version_id }
