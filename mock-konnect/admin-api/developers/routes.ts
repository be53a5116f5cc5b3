import type { App } from '../../../kit/mock-server.ts'
import { deleteDeveloper, setDeveloperStatus } from '../../applications/lifecycle.ts'
import type { KonnectContext } from '../../context.ts'
import { currentPortalOf, found, portalOf } from '../../found.ts'
import { text } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import { times } from '../../lists/sorting.ts'
import { sendMail } from '../../mail/mail-tokens.ts'
import type { PortalVersion } from '../../model/common.ts'
import type { Developer } from '../../model/developer.ts'
import type { Model } from '../../model/model.ts'
import { newEntity } from '../../model/new-entity.ts'
import { PortalId } from '../portals/schema.ts'
import { stored } from '../stored.ts'
import { DeveloperId, NewDeveloper, type ShownDeveloper as Shown, ShownDeveloper, StatusChange } from './schema.ts'

const listing: Listing<Developer> = {
  sort: {
    ...times,
    email: (row) => row.email,
    name: (row) => row.full_name,
    status: (row) => row.status,
  },
  filter: {
    name: text((row) => row.full_name),
    status: text((row) => row.status),
    email: text((row) => row.email),
  },
}
const emailTaken = { email: 'Developer with the given email already exists' }

/** Developers of a portal, in both views (`konnect.md` 5.1). */
export function developers(app: App, context: KonnectContext, version: PortalVersion): void {
  const path = `/${version}/portals/:portalId/developers`
  const { model, behaviour } = context
  const view = (row: Developer) => shown(model, version, row)
  const find = async ({ portalId, developerId }: { portalId: string; developerId: string }) => {
    const { id } = await portalOf(model, version, portalId)
    const row = await model.developers.find(developerId)
    return found(row?.portal_id === id ? row : undefined, 'developer', developerId)
  }

  const list = { schema: { params: PortalId, response: { 200: pageOf(ShownDeveloper) } } }
  app.get(path, list, async ({ params, query }) => {
    const { id } = await portalOf(model, version, params.portalId)
    const rows = rowsOf(model.developers, 'portal', id)
    return listPage(rows, query, { listing, limits: behaviour.current, view })
  })

  const one = { schema: { params: DeveloperId, response: { 200: ShownDeveloper } } }
  app.get(`${path}/:developerId`, one, async ({ params }) => view(await find(params)))

  app.patch(`${path}/:developerId`, { schema: { ...one.schema, body: StatusChange } }, async ({ params, body }) => {
    const row = await find(params)
    return view(body.status === undefined ? row : await setDeveloperStatus(context, row, body.status))
  })

  app.delete(`${path}/:developerId`, { schema: { params: DeveloperId } }, async ({ params }, reply) => {
    await deleteDeveloper(context, await find(params))
    return reply.code(204).send()
  })

  if (version === 'v2') return
  const create = { schema: { params: PortalId, body: NewDeveloper, response: { 201: ShownDeveloper } } }
  app.post(path, create, async ({ params, body }, reply) => {
    const portal = await currentPortalOf(model, params.portalId)
    const { email, full_name, status = portal.auto_approve_developers ? 'approved' : 'pending' } = body
    const entity = newEntity(context, 'developer')
    const row = { ...entity, portal_id: portal.id, email, full_name, status, password_hash: null }
    await stored(model.developers.insert(row), emailTaken)
    if (body.send_invitation_email) await sendMail(context, row, 'reset-password')
    return reply.code(201).send(await view(row))
  })
}

async function shown(model: Model, version: PortalVersion, row: Developer): Promise<Shown> {
  const { id, email, full_name, status, created_at, updated_at } = row
  return {
    ...{ id, email, full_name, status },
    ...(version === 'v2' && { application_count: await model.applications.countBy('developer', id) }),
    ...{ created_at, updated_at },
  }
}
