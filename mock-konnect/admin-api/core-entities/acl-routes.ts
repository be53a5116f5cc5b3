import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { controlPlaneOf, found } from '../../found.ts'
import { rowsOf } from '../../lists/rows.ts'
import type { GatewayAcl } from '../../model/consumer-group.ts'
import { acceptBody } from '../../problems/validator.ts'
import { stored } from '../stored.ts'
import { entityPage } from './entity-list.ts'
import { consumerIn } from './entity-lookup.ts'
import { timesOf } from './entity-times.ts'
import { AclBody, AclId, ConsumerId, ShownAcl } from './group-schema.ts'
import { EntityId, entityList, InControlPlane } from './schema.ts'

const conflicts = { id: 'id (type: unique) constraint failed', group: 'group (type: unique) constraint failed' }
const view = (row: GatewayAcl) => row

/** Groups of a consumer's own, Kong's `acls` (`konnect.md` 8): written below the consumer, read there and as a whole. */
export function gatewayAcls(app: App, { model, clock, ids }: KonnectContext): void {
  const all = '/v2/control-planes/:controlPlaneId/core-entities/acls'
  const ofConsumer = '/v2/control-planes/:controlPlaneId/core-entities/consumers/:consumerId/acls'
  const list = { 200: entityList(ShownAcl) }

  app.get(all, { schema: { params: InControlPlane, response: list } }, async ({ params, query, url }) => {
    const { id } = await controlPlaneOf(model, params.controlPlaneId)
    return entityPage(rowsOf(model.gatewayAcls, 'control_plane', id), { query, path: pathOf(url), view })
  })

  const any = { schema: { params: EntityId, response: { 200: ShownAcl } } }
  app.get(`${all}/:entityId`, any, async ({ params: { controlPlaneId, entityId } }) => {
    const { id } = await controlPlaneOf(model, controlPlaneId)
    const row = await model.gatewayAcls.find(entityId)
    return found(row?.control_plane_id === id ? row : undefined, 'group of a consumer', entityId)
  })

  app.get(ofConsumer, { schema: { params: ConsumerId, response: list } }, async ({ params, query, url }) => {
    const { id } = await consumerIn(model, params)
    return entityPage(rowsOf(model.gatewayAcls, 'consumer', id), { query, path: pathOf(url), view })
  })

  const create = { schema: { params: ConsumerId, response: { 201: ShownAcl } } }
  app.post(ofConsumer, create, async ({ params, body: raw }, reply) => {
    const consumer = await consumerIn(model, params)
    const body = acceptBody(AclBody, raw)
    const row = aclOf(body, { id: body.id ?? ids.uuid('acl'), consumer })
    await stored(model.gatewayAcls.insert(row), conflicts)
    return reply.code(201).send(row)
  })

  const one = { schema: { params: AclId, response: { 200: ShownAcl } } }
  app.get(`${ofConsumer}/:aclId`, one, async ({ params }) => {
    const { id } = await consumerIn(model, params)
    return found(await aclOfConsumer(id, params.aclId), 'group of this consumer', params.aclId)
  })

  app.put(`${ofConsumer}/:aclId`, one, async ({ params, body: raw }) => {
    const consumer = await consumerIn(model, params)
    const before = await aclOfConsumer(consumer.id, params.aclId)
    const row = aclOf(acceptBody(AclBody, raw), { id: params.aclId, consumer, before })
    await stored(before ? model.gatewayAcls.replace(row) : model.gatewayAcls.insert(row), conflicts)
    return row
  })

  app.delete(`${ofConsumer}/:aclId`, { schema: { params: AclId } }, async ({ params }, reply) => {
    const { id } = await consumerIn(model, params)
    const row = await aclOfConsumer(id, params.aclId)
    if (row) await model.gatewayAcls.remove(row.id)
    return reply.code(204).send()
  })

  async function aclOfConsumer(consumerId: string, aclId: string): Promise<GatewayAcl | undefined> {
    const row = await model.gatewayAcls.find(aclId)
    return row?.consumer.id === consumerId ? row : undefined
  }

  function aclOf({ group, tags, created_at }: AclBody, { id, consumer, before }: AclMaking): GatewayAcl {
    return {
      ...{ id, control_plane_id: consumer.control_plane_id, name: null, tags: tags ?? null },
      ...{ consumer: { id: consumer.id }, group },
      ...timesOf(clock, before?.created_at ?? created_at),
    }
  }
}

interface AclMaking {
  id: string
  consumer: { id: string; control_plane_id: string }
  /** The row that is replaced. */
  before?: GatewayAcl | undefined
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? ''
