import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { type RowSource, rowsBehind, rowsOf } from '../../lists/rows.ts'
import type { ConsumerGroup, GroupMember } from '../../model/consumer-group.ts'
import type { GatewayConsumer } from '../../model/core-entity.ts'
import { acceptBody } from '../../problems/validator.ts'
import { stored } from '../stored.ts'
import { entityPage, namesIn } from './entity-list.ts'
import { consumerIn, groupIn } from './entity-lookup.ts'
import { entityRoutes } from './entity-routes.ts'
import { timesOf } from './entity-times.ts'
import {
  ConsumerGroupBody,
  ConsumerId,
  ConsumerWithGroups,
  GroupId,
  GroupMemberId,
  GroupWithMembers,
  JoinedGroup,
  NewMember,
  ShownConsumerGroup,
  WrappedGroup,
} from './group-schema.ts'
import { ShownConsumer } from './plugin-schema.ts'
import { entityList } from './schema.ts'
import { leaveGroups, removePluginsOf } from './service-links.ts'

const inIt = { once: 'Consumer is already in the consumer group' }

/** Groups that consumers are put into (`konnect.md` 8). Data planes are told who is in which. */
export function consumerGroups(app: App, context: KonnectContext): void {
  const { model, clock } = context
  entityRoutes(app, context, {
    ...{ noun: 'consumer group', path: 'consumer_groups', table: model.consumerGroups, nameIndex: 'name' },
    ...{ body: ConsumerGroupBody, answer: ShownConsumerGroup },
    indexed: namesIn,
    alone: { answer: WrappedGroup, view: (row) => ({ consumer_group: row }) },
    make: async ({ name, tags, created_at }, { id, controlPlaneId, before }) => ({
      ...{ id, control_plane_id: controlPlaneId, name, tags: tags ?? null },
      ...timesOf(clock, before?.created_at ?? created_at),
    }),
    named: (body, name) => ({ ...body, name }),
    async beforeRemoval({ id }) {
      await removePluginsOf(model, 'consumer_group', id)
      await leaveGroups(model, 'group', id)
    },
  })
  membersOfGroups(app, context)
  groupsOfConsumers(app, context)
}

/** A group's view of who is in it. */
function membersOfGroups(app: App, { model, ids }: KonnectContext): void {
  const path = '/v2/control-planes/:controlPlaneId/core-entities/consumer_groups/:groupId/consumers'
  const list = { schema: { params: GroupId, response: { 200: entityList(ShownConsumer) } } }
  app.get(path, list, async ({ params, query, url }) => {
    const { id } = await groupIn(model, params)
    return entityPage(consumersOf(id), { query, path: url.split('?', 1)[0] ?? '', view: (row) => row })
  })

  const add = { schema: { params: GroupId, response: { 201: GroupWithMembers } } }
  app.post(path, add, async ({ params, body }, reply) => {
    const group = await groupIn(model, params)
    const { consumer } = acceptBody(NewMember, body)
    const member = await consumerIn(model, { ...params, consumerId: consumer })
    await stored(model.groupMembers.insert(membership(ids.uuid('group-member'), group, member)), inIt)
    return reply.code(201).send({ consumer_group: group, consumers: await consumersOf(group.id).all() })
  })

  app.delete(path, { schema: { params: GroupId } }, async ({ params }, reply) => {
    await leaveGroups(model, 'group', (await groupIn(model, params)).id)
    return reply.code(204).send()
  })

  app.delete(`${path}/:consumerId`, { schema: { params: GroupMemberId } }, async ({ params }, reply) => {
    const group = await groupIn(model, params)
    await leaveGroups(model, 'once', `${group.id} ${(await consumerIn(model, params)).id}`)
    return reply.code(204).send()
  })

  function consumersOf(groupId: string): RowSource<GatewayConsumer> {
    const members = rowsOf(model.groupMembers, 'group', groupId)
    return rowsBehind(members, ({ consumer_id }) => model.gatewayConsumers.find(consumer_id))
  }
}

/** A consumer's view of the groups that it is in. */
function groupsOfConsumers(app: App, { model, ids }: KonnectContext): void {
  const path = '/v2/control-planes/:controlPlaneId/core-entities/consumers/:consumerId/consumer_groups'
  const list = { schema: { params: ConsumerId, response: { 200: entityList(ShownConsumerGroup) } } }
  app.get(path, list, async ({ params, query, url }) => {
    const { id } = await consumerIn(model, params)
    return entityPage(groupsOf(id), { query, path: url.split('?', 1)[0] ?? '', view: (row) => row })
  })

  const join = { schema: { params: ConsumerId, response: { 201: ConsumerWithGroups } } }
  app.post(path, join, async ({ params, body }, reply) => {
    const consumer = await consumerIn(model, params)
    const group = await groupIn(model, { ...params, groupId: acceptBody(JoinedGroup, body).group })
    await stored(model.groupMembers.insert(membership(ids.uuid('group-member'), group, consumer)), inIt)
    return reply.code(201).send({ consumer, consumer_groups: await groupsOf(consumer.id).all() })
  })

  app.delete(path, { schema: { params: ConsumerId } }, async ({ params }, reply) => {
    await leaveGroups(model, 'consumer', (await consumerIn(model, params)).id)
    return reply.code(204).send()
  })

  app.delete(`${path}/:groupId`, { schema: { params: GroupMemberId } }, async ({ params }, reply) => {
    const { id } = await consumerIn(model, params)
    await leaveGroups(model, 'once', `${(await groupIn(model, params)).id} ${id}`)
    return reply.code(204).send()
  })

  function groupsOf(consumerId: string): RowSource<ConsumerGroup> {
    const members = rowsOf(model.groupMembers, 'consumer', consumerId)
    return rowsBehind(members, ({ group_id }) => model.consumerGroups.find(group_id))
  }
}

const membership = (id: string, group: ConsumerGroup, consumer: GatewayConsumer): GroupMember => ({
  ...{ id, control_plane_id: group.control_plane_id, group_id: group.id, consumer_id: consumer.id },
})
