import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { warn } from '../../kit/recorder.ts'
import { createApplication, deleteApplication, rotateSecret, updateApplication } from '../applications/lifecycle.ts'
import { textOf, uuid } from '../lists/filters.ts'
import { type Listing, listPage } from '../lists/listing.ts'
import { pageOf } from '../lists/page-schema.ts'
import { rowsOf } from '../lists/rows.ts'
import type { Application } from '../model/application.ts'
import {
  ApplicationChanges,
  ApplicationId,
  ClientCredentials,
  NewApplication,
  ShownApplication,
} from './application-schema.ts'
import { ownApplication, shownApplication } from './application-view.ts'
import type { SignedInOptions } from './visits.ts'

const listing: Listing<Application> = {
  sort: {},
  filter: {
    name: textOf(['eq', 'contains'], (row) => row.name),
    auth_strategy_id: textOf(['eq'], (row) => row.auth_strategy_id),
  },
}
const listings = {
  v2: listing,
  v3: { ...listing, filter: { ...listing.filter, team_id: uuid<Application>((row) => row.team_id) } },
}

/** A developer's own applications, and what they get in exchange for one: credentials (`konnect.md` 9.4, 9.5). */
export const applications: FastifyPluginAsyncTypebox<SignedInOptions> = async (app, { context, version, visitOf }) => {
  const { model, behaviour } = context
  const Shown = ShownApplication[version]
  const view = (row: Application) => shownApplication(model, version, row)

  app.get('/applications', { schema: { response: { 200: pageOf(Shown) } } }, async (request) => {
    const rows = rowsOf(model.applications, 'developer', visitOf(request).developer.id)
    return listPage(rows, request.query, { listing: listings[version], limits: behaviour.current, view })
  })

  const create = { schema: { body: NewApplication[version], response: { 201: Shown } } }
  app.post('/applications', create, async (request, reply) => {
    const made = await createApplication(context, { ...visitOf(request), wish: request.body })
    return reply.code(201).send(await shownApplication(model, version, made.application, made.clientSecret))
  })

  const one = { schema: { params: ApplicationId, response: { 200: Shown } } }
  app.get('/applications/:applicationId', one, async (request) =>
    view(await ownApplication(context, visitOf(request), request.params.applicationId)),
  )

  const update = { schema: { ...one.schema, body: ApplicationChanges[version] } }
  app.patch('/applications/:applicationId', update, async (request) => {
    const row = await ownApplication(context, visitOf(request), request.params.applicationId)
    return view(await updateApplication(context, row, request.body))
  })

  app.delete('/applications/:applicationId', { schema: { params: ApplicationId } }, async (request, reply) => {
    const row = await ownApplication(context, visitOf(request), request.params.applicationId)
    const orphan = await deleteApplication(context, row)
    if (orphan) warn(request, `the client ${row.client_id} stays at the identity provider: ${orphan.advice}`)
    return reply.code(204).send()
  })

  const rotation = version === 'v2' ? 'refresh-token' : 'regenerate-secret'
  const rotate = { schema: { params: ApplicationId, response: { 201: ClientCredentials } } }
  app.post(`/applications/:applicationId/${rotation}`, rotate, async (request, reply) => {
    const row = await ownApplication(context, visitOf(request), request.params.applicationId)
    const { clientId, clientSecret } = await rotateSecret(context, row, version)
    return reply.code(201).send({ client_id: clientId, client_secret: clientSecret })
  })
}
