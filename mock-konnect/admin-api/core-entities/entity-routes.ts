import type { Static, TSchema } from 'typebox'
import type { App } from '../../../kit/mock-server.ts'
import type { Table } from '../../../kit/table.ts'
import type { KonnectContext } from '../../context.ts'
import { controlPlaneOf, found } from '../../found.ts'
import { rowsOf } from '../../lists/rows.ts'
import type { CoreEntity } from '../../model/core-entity.ts'
import { acceptBody } from '../../problems/validator.ts'
import { stored } from '../stored.ts'
import { entityPage, type IndexedSelectors, type Selectors } from './entity-list.ts'
import { findEntity, isUuid, samePathId } from './entity-lookup.ts'
import { EntityId, entityList, InControlPlane } from './schema.ts'
import type { EntityMaking } from './services.ts'

/** What tells one kind of core entity from another. */
export interface EntityKind<Row extends CoreEntity, Body extends TSchema> {
  noun: string
  /** Below `core-entities/`. */
  path: string
  table: Table<Row>
  /** The unique index by which an entity is found that is not found by id. */
  nameIndex: string
  body: Body
  answer: TSchema
  /** How an entity is shown that is read alone; default: as everywhere. */
  alone?: { answer: TSchema; view: (row: Row) => object }
  /** @throws Problem 400 */
  make(body: Static<Body>, making: EntityMaking<Row>): Promise<Row>
  /** The body of an entity that is put to a name. */
  named(body: Static<Body>, name: string): Static<Body>
  /** What `filter[name]` compares; default: the name. */
  nameOf?: (row: Row) => string | null
  selectors?: Selectors<Row>
  /** Selectors that an index of the table answers, in a control plane. */
  indexed?: (controlPlaneId: string) => IndexedSelectors
  beforeRemoval?: (row: Row) => Promise<void>
}

/** The five calls of one kind of core entity: create, list, read, upsert by id or name, delete. */
export function entityRoutes<Row extends CoreEntity, Body extends TSchema>(
  app: App,
  { model, clock, ids }: KonnectContext,
  kind: EntityKind<Row, Body>,
): void {
  const path = `/v2/control-planes/:controlPlaneId/core-entities/${kind.path}`
  const { noun, table, nameIndex, body, answer } = kind
  const conflicts = Object.fromEntries(
    ['id', 'name', 'username', 'custom_id', 'instance_name', 'unique-plugin-per-entity'].map((name) => [
      name,
      `${name} (type: unique) constraint failed`,
    ]),
  )
  const accepted = (sent: unknown) => acceptBody(body, sent)
  const find = (controlPlaneId: string, key: string) => findEntity(table, controlPlaneId, key, nameIndex)

  app.post(
    path,
    { schema: { params: InControlPlane, response: { 201: answer } } },
    async ({ params, ...request }, reply) => {
      const { id: controlPlaneId } = await controlPlaneOf(model, params.controlPlaneId)
      const sent = accepted(request.body)
      const row = await kind.make(sent, { id: idIn(sent) ?? ids.uuid(noun), controlPlaneId, clock })
      await stored(table.insert(row), conflicts)
      return reply.code(201).send(row)
    },
  )

  app.get(
    path,
    { schema: { params: InControlPlane, response: { 200: entityList(answer) } } },
    async ({ params, query, url }) => {
      const { id } = await controlPlaneOf(model, params.controlPlaneId)
      const [path = ''] = url.split('?', 1)
      const { nameOf, selectors, indexed } = kind
      return entityPage(rowsOf(table, 'control_plane', id), {
        ...{ query, path, view: (row) => row },
        ...(indexed && { indexed: indexed(id) }),
        ...(nameOf && { nameOf }),
        ...(selectors && { selectors }),
      })
    },
  )

  const { answer: shown, view } = kind.alone ?? { answer, view: (row: Row): object => row }
  app.get(`${path}/:entityId`, { schema: { params: EntityId, response: { 200: shown } } }, async ({ params }) => {
    const { id } = await controlPlaneOf(model, params.controlPlaneId)
    return view(found(await find(id, params.entityId), noun, params.entityId))
  })

  const one = { schema: { params: EntityId, response: { 200: answer } } }

  app.put(`${path}/:entityId`, one, async ({ params, body: raw }) => {
    const { id: controlPlaneId } = await controlPlaneOf(model, params.controlPlaneId)
    const key = params.entityId
    const before = await find(controlPlaneId, key)
    const sent = isUuid(key) ? accepted(raw) : kind.named(accepted(raw), key)
    if (isUuid(key)) samePathId(idIn(sent), key)
    const id = isUuid(key) ? key : (before?.id ?? idIn(sent) ?? ids.uuid(noun))
    const row = await kind.make(sent, { id, controlPlaneId, before, clock })
    await stored(before ? table.replace(row) : table.insert(row), conflicts)
    return row
  })

  app.delete(`${path}/:entityId`, { schema: { params: EntityId } }, async ({ params }, reply) => {
    const { id } = await controlPlaneOf(model, params.controlPlaneId)
    const row = await find(id, params.entityId)
    if (row) await kind.beforeRemoval?.(row)
    if (row) await table.remove(row.id)
    return reply.code(204).send()
  })
}

/** The id that a body brings; every core entity may bring one. */
const idIn = (body: unknown): string | undefined => (body as { id?: string | null }).id ?? undefined
