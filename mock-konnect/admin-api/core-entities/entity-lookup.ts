import type { Ids } from '../../../kit/ids.ts'
import type { Table } from '../../../kit/table.ts'
import { invalidParameters } from '../../errors.ts'
import type { CoreEntity } from '../../model/core-entity.ts'

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const isUuid = (key: string): boolean => uuidForm.test(key)

/** The entity of this control plane whose id or name is `key`. */
export async function findEntity<Row extends CoreEntity>(
  table: Table<Row>,
  controlPlaneId: string,
  key: string,
): Promise<Row | undefined> {
  if (!isUuid(key)) return (await table.listBy('name', `${controlPlaneId} ${key}`))[0]
  const row = await table.find(key)
  return row?.control_plane_id === controlPlaneId ? row : undefined
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
