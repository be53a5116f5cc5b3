import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { badRequest } from '../../errors.ts'
import { controlPlaneOf, found } from '../../found.ts'
import { rowsOf } from '../../lists/rows.ts'
import { inUse } from '../../reasons.ts'
import { stored } from '../stored.ts'
import { entityPage, namesIn } from './entity-list.ts'
import { findEntity, upserted } from './entity-lookup.ts'
import { EntityId, entityList, InControlPlane, ServiceBody, ShownService } from './schema.ts'
import { removePluginsOf, unlinkService } from './service-links.ts'
import { serviceOf, shownService } from './services.ts'

const nameTaken = { name: 'name (type: unique) constraint failed', id: 'id (type: unique) constraint failed' }

/** Gateway services of a control plane (`konnect.md` 8): create, list, read, upsert by id or name, delete. */
export function gatewayServices(app: App, context: KonnectContext): void {
  const path = '/v2/control-planes/:controlPlaneId/core-entities/services'
  const { model, clock, ids } = context

  const create = { schema: { params: InControlPlane, body: ServiceBody, response: { 201: ShownService } } }
  app.post(path, create, async ({ params, body }, reply) => {
    const { id } = await controlPlaneOf(model, params.controlPlaneId)
    const service = serviceOf(body, { id: body.id ?? ids.uuid('service'), controlPlaneId: id, clock })
    await stored(model.gatewayServices.insert(service), nameTaken)
    return reply.code(201).send(shownService(service))
  })

  const list = { schema: { params: InControlPlane, response: { 200: entityList(ShownService) } } }
  app.get(path, list, async ({ params, query, url }) => {
    const { id } = await controlPlaneOf(model, params.controlPlaneId)
    const [path = ''] = url.split('?', 1)
    return entityPage(rowsOf(model.gatewayServices, 'control_plane', id), {
      ...{ query, path, view: shownService, indexed: namesIn(id) },
    })
  })

  const one = { schema: { params: EntityId, response: { 200: ShownService } } }
  app.get(`${path}/:entityId`, one, async ({ params }) => {
    const { id } = await controlPlaneOf(model, params.controlPlaneId)
    const service = await findEntity(model.gatewayServices, id, params.entityId)
    return shownService(found(service, 'gateway service', params.entityId))
  })

  const upsert = { schema: { ...one.schema, body: ServiceBody } }
  app.put(`${path}/:entityId`, upsert, async ({ params, body }) => {
    const { id } = await controlPlaneOf(model, params.controlPlaneId)
    const before = await findEntity(model.gatewayServices, id, params.entityId)
    const named = upserted(body, params.entityId, { before, ids })
    const service = serviceOf(named, { id: named.id, controlPlaneId: id, before, clock })
    await stored(before ? model.gatewayServices.replace(service) : model.gatewayServices.insert(service), nameTaken)
    return shownService(service)
  })

  app.delete(`${path}/:entityId`, { schema: { params: EntityId } }, async ({ params }, reply) => {
    const { id } = await controlPlaneOf(model, params.controlPlaneId)
    const service = await findEntity(model.gatewayServices, id, params.entityId)
    if (!service) return reply.code(204).send()
    const routes = await model.gatewayRoutes.listBy('service', service.id)
    if (routes.length > 0) throw badRequest(referenced, inUse('service', 'routes'))
    await removePluginsOf(model, 'service', service.id)
    await unlinkService(model, service.id, isoTime(clock))
    await model.gatewayServices.remove(service.id)
    return reply.code(204).send()
  })
}

/** As the gateway words a broken foreign key. */
const referenced = "an existing 'routes' entity references this 'services' entity"
