import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { controlPlaneOf, found } from '../../found.ts'
import { rowsOf } from '../../lists/rows.ts'
import { stored } from '../stored.ts'
import { entityPage, namesIn } from './entity-list.ts'
import { findEntity, upserted } from './entity-lookup.ts'
import { routeOf, shownRoute } from './routes.ts'
import { EntityId, entityList, InControlPlane, RouteBody, ShownRoute } from './schema.ts'
import { removePluginsOf } from './service-links.ts'

const nameTaken = { name: 'name (type: unique) constraint failed', id: 'id (type: unique) constraint failed' }

/** Routes of a control plane (`konnect.md` 8, `gateway.md` 8.1): create, list, read, upsert by id or name, delete. */
export function gatewayRoutes(app: App, context: KonnectContext): void {
  const path = '/v2/control-planes/:controlPlaneId/core-entities/routes'
  const { model, clock, ids } = context

  const create = { schema: { params: InControlPlane, body: RouteBody, response: { 201: ShownRoute } } }
  app.post(path, create, async ({ params, body }, reply) => {
    const { id } = await controlPlaneOf(model, params.controlPlaneId)
    const route = await routeOf(model, body, { id: body.id ?? ids.uuid('route'), controlPlaneId: id, clock })
    await stored(model.gatewayRoutes.insert(route), nameTaken)
    return reply.code(201).send(shownRoute(route))
  })

  const list = { schema: { params: InControlPlane, response: { 200: entityList(ShownRoute) } } }
  app.get(path, list, async ({ params, query, url }) => {
    const { id } = await controlPlaneOf(model, params.controlPlaneId)
    const [path = ''] = url.split('?', 1)
    return entityPage(rowsOf(model.gatewayRoutes, 'control_plane', id), {
      ...{ query, path, view: shownRoute, indexed: namesIn(id) },
    })
  })

  const one = { schema: { params: EntityId, response: { 200: ShownRoute } } }
  app.get(`${path}/:entityId`, one, async ({ params }) => {
    const { id } = await controlPlaneOf(model, params.controlPlaneId)
    return shownRoute(found(await findEntity(model.gatewayRoutes, id, params.entityId), 'route', params.entityId))
  })

  const upsert = { schema: { ...one.schema, body: RouteBody } }
  app.put(`${path}/:entityId`, upsert, async ({ params, body }) => {
    const { id } = await controlPlaneOf(model, params.controlPlaneId)
    const before = await findEntity(model.gatewayRoutes, id, params.entityId)
    const named = upserted(body, params.entityId, { before, ids })
    const route = await routeOf(model, named, { id: named.id, controlPlaneId: id, before, clock })
    await stored(before ? model.gatewayRoutes.replace(route) : model.gatewayRoutes.insert(route), nameTaken)
    return shownRoute(route)
  })

  app.delete(`${path}/:entityId`, { schema: { params: EntityId } }, async ({ params }, reply) => {
    const { id } = await controlPlaneOf(model, params.controlPlaneId)
    const route = await findEntity(model.gatewayRoutes, id, params.entityId)
    if (route) await removePluginsOf(model, 'route', route.id)
    if (route) await model.gatewayRoutes.remove(route.id)
    return reply.code(204).send()
  })
}
