import type { Ids } from '../../../kit/ids.ts'
import type { Table } from '../../../kit/table.ts'
import { invalidParameters } from '../../errors.ts'
import { controlPlaneOf, found } from '../../found.ts'
import type { ConsumerGroup } from '../../model/consumer-group.ts'
import type { CoreEntity, GatewayConsumer } from '../../model/core-entity.ts'
import type { Model } from '../../model/model.ts'

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const isUuid = (key: string): boolean => uuidForm.test(key)

/**
 * The entity of this control plane whose id or name is `key`.
 * @param nameIndex what it is called by
 */
export async function findEntity<Row extends CoreEntity>(
  table: Table<Row>,
  controlPlaneId: string,
  key: string,
  nameIndex = 'name',
): Promise<Row | undefined> {
  if (!isUuid(key)) return (await table.listBy(nameIndex, `${controlPlaneId} ${key}`))[0]
  const row = await table.find(key)
  return row?.control_plane_id === controlPlaneId ? row : undefined
}

interface InPath {
  controlPlaneId: string
}

/** The consumer that a path names by id or user name. @throws Problem 404 */
export async function consumerIn(
  model: Model,
  { controlPlaneId, consumerId: key }: InPath & { consumerId: string },
): Promise<GatewayConsumer> {
  const { id } = await controlPlaneOf(model, controlPlaneId)
  return found(await findEntity(model.gatewayConsumers, id, key, 'username'), 'consumer', key)
}

/** The consumer group that a path names by id or name. @throws Problem 404 */
export async function groupIn(
  model: Model,
  { controlPlaneId, groupId: key }: InPath & { groupId: string },
): Promise<ConsumerGroup> {
  const { id } = await controlPlaneOf(model, controlPlaneId)
  return found(await findEntity(model.consumerGroups, id, key), 'consumer group', key)
}

/**
 * A body that is put to `key`: a UUID in the path is the entity's id, anything else its name.
 * @throws Problem 400 when the body names another id than the path
 */
export function upserted<Body extends { id?: string | null; name?: string | null }>(
  body: Body,
  key: string,
  { before, ids }: { before: CoreEntity | undefined; ids: Ids },
): Body & { id: string } {
  if (!isUuid(key)) return { ...body, name: key, id: before?.id ?? body.id ?? ids.uuid('core-entity') }
  samePathId(body.id, key)
  return { ...body, id: key }
}

/** @throws Problem 400 when a body names another id than the path */
export function samePathId(id: string | null | undefined, key: string): void {
  if (!id || id === key) return
  throw invalidParameters([{ field: 'id', reason: '"id" must be the id of the path', rule: 'invalid', source: 'body' }])
}
