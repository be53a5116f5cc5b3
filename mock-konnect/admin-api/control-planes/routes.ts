import Type from 'typebox'
import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { controlPlaneOf } from '../../found.ts'
import { indexed, textOf, truth } from '../../lists/filters.ts'
import { labelsMatch } from '../../lists/labels-filter.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import type { ControlPlane } from '../../model/control-plane.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import { stored } from '../stored.ts'
import { removeControlPlane } from './removal.ts'
import {
  ControlPlaneChanges,
  ControlPlaneId,
  NewControlPlane,
  type ShownControlPlane as Shown,
  ShownControlPlane,
} from './schema.ts'

const listing: Listing<ControlPlane> = {
  sort: { created_at: (row) => row.created_at },
  filter: {
    id: indexed(
      textOf(['eq', 'oeq'], (row) => row.id),
      'id',
    ),
    name: indexed(
      textOf(['eq', 'contains', 'neq'], (row) => row.name),
      'name',
    ),
    cluster_type: textOf(['eq', 'neq', 'oeq'], (row) => row.cluster_type),
    cloud_gateway: truth((row) => row.cloud_gateway),
  },
  other: { labels: (filter) => (row) => labelsMatch(row.labels, filter) },
}
const nameTaken = { name: 'Control Plane with provided name already exists.' }

/** Control planes (`konnect.md` 8). */
export function controlPlanes(app: App, context: KonnectContext): void {
  const path = '/v2/control-planes'
  const { model, clock, behaviour, feed } = context

  const create = { schema: { body: NewControlPlane, response: { 201: ShownControlPlane } } }
  app.post(path, create, async (request, reply) => {
    const row = { ...newEntity(context, 'control-plane'), ...defaults, ...given(request.body), name: request.body.name }
    await stored(model.controlPlanes.insert(row), nameTaken)
    return reply.code(201).send(shown(row))
  })

  app.get(path, { schema: { response: { 200: pageOf(ShownControlPlane) } } }, async (request) =>
    listPage(rowsOf(model.controlPlanes), request.query, { listing, limits: behaviour.current, view: shown }),
  )

  const one = { schema: { params: ControlPlaneId, response: { 200: ShownControlPlane } } }
  app.get(`${path}/:controlPlaneId`, one, async ({ params }) =>
    shown(await controlPlaneOf(model, params.controlPlaneId)),
  )

  const update = { schema: { ...one.schema, body: ControlPlaneChanges } }
  app.patch(`${path}/:controlPlaneId`, update, async ({ params, body }) => {
    const row = await controlPlaneOf(model, params.controlPlaneId)
    const changed = { ...row, ...given(body), updated_at: isoTime(clock) }
    await stored(model.controlPlanes.replace(changed), nameTaken)
    return shown(changed)
  })

  app.delete(`${path}/:controlPlaneId`, { schema: { params: ControlPlaneId } }, async ({ params }, reply) => {
    await removeControlPlane(context, await controlPlaneOf(model, params.controlPlaneId))
    return reply.code(204).send()
  })

  const ConfigHash = Type.Object({
    expected_hash: Type.String(),
    created_at: Type.Integer(),
    updated_at: Type.Integer(),
  })
  const hash = { schema: { params: ControlPlaneId, response: { 200: ConfigHash } } }
  app.get(`${path}/:controlPlaneId/expected-config-hash`, hash, async ({ params }) => {
    const { id } = await controlPlaneOf(model, params.controlPlaneId)
    const { hash, created_at, updated_at } = await feed.position(id)
    return { expected_hash: hash, created_at, updated_at }
  })
}

const defaults: Omit<ControlPlane, 'id' | 'name' | 'created_at' | 'updated_at'> = {
  description: null,
  labels: {},
  cluster_type: 'CLUSTER_TYPE_CONTROL_PLANE',
  auth_type: 'pinned_client_certs',
  cloud_gateway: false,
  proxy_urls: [],
}

/** Endpoints are printed in the vendor's form; nothing listens there (our data plane reads the configuration stream). */
function shown({ id, name, description, labels, created_at, updated_at, ...config }: ControlPlane): Shown {
  const { cluster_type, auth_type, cloud_gateway, proxy_urls } = config
  const prefix = id.replaceAll('-', '').slice(0, 10)
  return {
    ...{ id, name, description: description ?? '', labels },
    config: {
      control_plane_endpoint: `https://${prefix}.us.cp0.konghq.com`,
      telemetry_endpoint: `https://${prefix}.us.tp0.konghq.com`,
      ...{ cluster_type, auth_type, cloud_gateway, proxy_urls: [...proxy_urls] },
    },
    ...{ created_at, updated_at },
  }
}
