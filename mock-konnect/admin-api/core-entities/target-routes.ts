import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { controlPlaneOf, found } from '../../found.ts'
import { rowsOf } from '../../lists/rows.ts'
import type { GatewayTarget, GatewayUpstream } from '../../model/upstream.ts'
import { acceptBody } from '../../problems/validator.ts'
import { stored } from '../stored.ts'
import { entityPage } from './entity-list.ts'
import { findEntity, isUuid } from './entity-lookup.ts'
import { timesOf } from './entity-times.ts'
import { entityList } from './schema.ts'
import { ShownTarget, TargetBody, TargetId, UpstreamId } from './upstream-schema.ts'

const conflicts = { id: 'id (type: unique) constraint failed' }

/** Targets of an upstream, found by id or address. Data planes are told of them. */
export function gatewayTargets(app: App, { model, clock, ids }: KonnectContext): void {
  const path = '/v2/control-planes/:controlPlaneId/core-entities/upstreams/:upstreamId/targets'
  const { gatewayTargets: table } = model

  const create = { schema: { params: UpstreamId, response: { 201: ShownTarget } } }
  app.post(path, create, async ({ params, body: raw }, reply) => {
    const upstream = await upstreamIn(params)
    const body = acceptBody(TargetBody, raw)
    const row = targetOf(body, { id: body.id ?? ids.uuid('target'), upstream })
    await stored(table.insert(row), conflicts)
    return reply.code(201).send(row)
  })

  const list = { schema: { params: UpstreamId, response: { 200: entityList(ShownTarget) } } }
  app.get(path, list, async ({ params, query, url }) => {
    const rows = rowsOf(table, 'upstream', (await upstreamIn(params)).id)
    const nameOf = ({ target }: GatewayTarget) => target
    return entityPage(rows, { query, path: url.split('?', 1)[0] ?? '', view: (row) => row, nameOf })
  })

  const one = { schema: { params: TargetId, response: { 200: ShownTarget } } }
  app.get(`${path}/:targetId`, one, async ({ params }) =>
    found(await targetOfUpstream(await upstreamIn(params), params.targetId), 'target', params.targetId),
  )

  app.put(`${path}/:targetId`, one, async ({ params, body: raw }) => {
    const upstream = await upstreamIn(params)
    const { targetId: key } = params
    const before = await targetOfUpstream(upstream, key)
    const body = acceptBody(TargetBody, raw)
    const id = before?.id ?? (isUuid(key) ? key : (body.id ?? ids.uuid('target')))
    const row = targetOf(body, { id, upstream, before })
    await stored(before ? table.replace(row) : table.insert(row), conflicts)
    return row
  })

  app.delete(`${path}/:targetId`, { schema: { params: TargetId } }, async ({ params }, reply) => {
    const row = await targetOfUpstream(await upstreamIn(params), params.targetId)
    if (row) await table.remove(row.id)
    return reply.code(204).send()
  })

  async function upstreamIn({ controlPlaneId, upstreamId: key }: UpstreamParams): Promise<GatewayUpstream> {
    const { id } = await controlPlaneOf(model, controlPlaneId)
    return found(await findEntity(model.gatewayUpstreams, id, key), 'upstream', key)
  }

  async function targetOfUpstream({ id }: GatewayUpstream, key: string): Promise<GatewayTarget | undefined> {
    return (await table.listBy('upstream', id)).find((row) => row.id === key || row.target === key)
  }

  function targetOf(body: TargetBody, { id, upstream, before }: TargetMaking): GatewayTarget {
    return {
      ...{ id, control_plane_id: upstream.control_plane_id, name: null, tags: body.tags ?? null },
      ...{ target: body.target, weight: body.weight ?? 100, failover: body.failover ?? false },
      upstream: { id: upstream.id },
      ...timesOf(clock, before?.created_at ?? body.created_at),
    }
  }
}

interface UpstreamParams {
  controlPlaneId: string
  upstreamId: string
}

interface TargetMaking {
  id: string
  upstream: GatewayUpstream
  /** The row that is replaced. */
  before?: GatewayTarget | undefined
}
