import type { Identified, Table } from '../../kit/table.ts'
import type { Model } from '../model/model.ts'
import {
  type Entities,
  type Kind,
  pluginEntity,
  routeEntity,
  serviceEntity,
  targetEntity,
  upstreamEntity,
} from './entities.ts'
import type { ConfigurationReading } from './reading.ts'
import { type Touched, touchOffer, touchPublished } from './touched.ts'

/** What changed at one control plane. Kinds that did not are absent. */
export interface Delta {
  set: Partial<Entities>
  removed: Partial<Record<Kind, string[]>>
}

/** What stands in a control plane. */
interface Placed extends Identified {
  readonly control_plane_id: string
}

/** What `touched` comes to now, by control plane: only what was touched is read. */
export async function deltasOf(
  touched: Touched,
  model: Model,
  reading: ConfigurationReading,
): Promise<Map<string, Delta>> {
  const deltas = new Map<string, Delta>()
  const at = (controlPlaneId: string): Delta => {
    const known = deltas.get(controlPlaneId) ?? { set: {}, removed: {} }
    deltas.set(controlPlaneId, known)
    return known
  }
  const put = <K extends Kind>(
    controlPlaneId: string,
    kind: K,
    id: string,
    entity: Entities[K][number] | undefined,
  ) => {
    const { set, removed } = at(controlPlaneId)
    if (entity === undefined) removed[kind] = [...(removed[kind] ?? []), id]
    // One kind's list holds that kind's entities; the compiler cannot see it through the index.
    else set[kind] = [...(set[kind] ?? []), entity] as Entities[K]
  }

  /** A row is told where it stands now, and has gone everywhere else that was touched. */
  const putRows = async <K extends Kind, Row extends Placed>(
    kind: K,
    rows: Table<Row>,
    changed: ReadonlyMap<string, Iterable<string>>,
    entityOf: (row: Row) => Entities[K][number] | undefined | Promise<Entities[K][number] | undefined>,
  ) => {
    for (const [id, controlPlanes] of changed) {
      const row = await rows.find(id)
      for (const one of controlPlanes)
        put(one, kind, id, row?.control_plane_id === one ? await entityOf(row) : undefined)
    }
  }

  await putRows('services', model.gatewayServices, touched.services, serviceEntity)
  await putRows('routes', model.gatewayRoutes, touched.routes, routeEntity)
  await putRows('plugins', model.gatewayPlugins, touched.plugins, pluginEntity)
  await putRows('upstreams', model.gatewayUpstreams, touched.upstreams, upstreamEntity)
  await putRows('targets', model.gatewayTargets, touched.targets, targetEntity)
  await touchMembersOf(touched, model)
  await putRows('consumers', model.gatewayConsumers, touched.consumers, reading.consumer)
  await touchOffersBehind(touched, model)
  for (const { offer, controlPlanes } of touched.offers.values()) {
    const { controlPlaneId, guard } = await reading.guard(offer)
    const concerned = new Set([...controlPlanes, ...(controlPlaneId === undefined ? [] : [controlPlaneId])])
    for (const one of concerned) put(one, 'guards', offer.id, one === controlPlaneId ? guard : undefined)
  }
  for (const [id, controlPlanes] of touched.apis) {
    const { controlPlaneId, api } = await reading.api(id)
    const concerned = new Set([...controlPlanes, ...(controlPlaneId === undefined ? [] : [controlPlaneId])])
    for (const one of concerned) put(one, 'apis', id, one === controlPlaneId ? api : undefined)
  }
  if (touched.applications.size > 0) {
    // Which control plane an application calls is not known before it calls: all are told.
    const controlPlanes = await model.controlPlanes.all()
    for (const id of touched.applications) {
      const entity = await reading.application(id)
      for (const one of controlPlanes) put(one.id, 'applications', id, entity)
    }
  }
  return deltas
}

async function touchOffersBehind(touched: Touched, model: Model): Promise<void> {
  for (const id of touched.strategies) {
    for (const { offer } of await model.publications.listBy('auth_strategy', id)) touchPublished(touched, offer)
  }
  for (const productId of touched.products) {
    for (const { id } of await model.productVersions.listBy('product', productId)) {
      touchOffer(touched, { type: 'product_version', id })
    }
  }
}

/** A group's new name is its consumers' affair, and a consumer's groups are its applications'. */
async function touchMembersOf(touched: Touched, model: Model): Promise<void> {
  for (const groupId of touched.consumerGroups) {
    for (const { consumer_id, control_plane_id } of await model.groupMembers.listBy('group', groupId)) {
      touched.consumers.set(consumer_id, new Set([control_plane_id]))
      touched.regrouped.add(consumer_id)
    }
  }
  for (const consumerId of touched.regrouped) {
    for (const { application_id } of await model.registrations.listBy('consumer', consumerId)) {
      touched.applications.add(application_id)
    }
  }
}
