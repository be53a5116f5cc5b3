import { isoTime } from '../../../kit/clock.ts'
import type { KonnectContext } from '../../context.ts'
import type { ControlPlane } from '../../model/control-plane.ts'
import { leaveGroups, removePartsOfConsumer, unlinkService } from '../core-entities/service-links.ts'

/** Deletes a control plane with its core entities; what was linked to them is linked no more. */
export async function removeControlPlane(context: KonnectContext, { id }: ControlPlane): Promise<void> {
  const { model, clock } = context
  for (const route of await model.gatewayRoutes.listBy('control_plane', id)) await model.gatewayRoutes.remove(route.id)
  for (const service of await model.gatewayServices.listBy('control_plane', id)) {
    await unlinkService(model, service.id, isoTime(clock))
    await model.gatewayServices.remove(service.id)
  }
  for (const plugin of await model.gatewayPlugins.listBy('control_plane', id))
    await model.gatewayPlugins.remove(plugin.id)
  for (const target of await model.gatewayTargets.listBy('control_plane', id))
    await model.gatewayTargets.remove(target.id)
  for (const upstream of await model.gatewayUpstreams.listBy('control_plane', id))
    await model.gatewayUpstreams.remove(upstream.id)
  for (const { id: group } of await model.consumerGroups.listBy('control_plane', id)) {
    await leaveGroups(model, 'group', group)
    await model.consumerGroups.remove(group)
  }
  for (const { id: consumer } of await model.gatewayConsumers.listBy('control_plane', id)) {
    await removePartsOfConsumer(model, consumer)
    await model.gatewayConsumers.remove(consumer)
  }
  for (const { id: implementation } of await model.apiImplementations.listBy('control_plane', id)) {
    await model.apiImplementations.remove(implementation)
  }
  await model.controlPlanes.remove(id)
}
