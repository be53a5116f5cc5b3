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

  for (const [id, controlPlanes] of touched.services) {
    const row = await model.gatewayServices.find(id)
    for (const one of controlPlanes)
      put(one, 'services', id, row?.control_plane_id === one ? serviceEntity(row) : undefined)
  }
  for (const [id, controlPlanes] of touched.routes) {
    const row = await model.gatewayRoutes.find(id)
    for (const one of controlPlanes)
      put(one, 'routes', id, row?.control_plane_id === one ? routeEntity(row) : undefined)
  }
  for (const [id, controlPlanes] of touched.plugins) {
    const row = await model.gatewayPlugins.find(id)
    for (const one of controlPlanes)
      put(one, 'plugins', id, row?.control_plane_id === one ? pluginEntity(row) : undefined)
  }
  for (const [id, controlPlanes] of touched.upstreams) {
    const row = await model.gatewayUpstreams.find(id)
    for (const one of controlPlanes)
      put(one, 'upstreams', id, row?.control_plane_id === one ? upstreamEntity(row) : undefined)
  }
  for (const [id, controlPlanes] of touched.targets) {
    const row = await model.gatewayTargets.find(id)
    for (const one of controlPlanes)
      put(one, 'targets', id, row?.control_plane_id === one ? targetEntity(row) : undefined)
  }
  await touchMembersOf(touched, model)
  for (const [id, controlPlanes] of touched.consumers) {
    const row = await model.gatewayConsumers.find(id)
    for (const one of controlPlanes)
      put(one, 'consumers', id, row?.control_plane_id === one ? await reading.consumer(row) : undefined)
  }
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
