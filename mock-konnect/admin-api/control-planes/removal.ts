import { isoTime } from '../../../kit/clock.ts'
import type { KonnectContext } from '../../context.ts'
import type { ControlPlane } from '../../model/control-plane.ts'
import { unlinkService } from '../core-entities/service-links.ts'

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
  for (const one of await model.gatewayConsumers.listBy('control_plane', id))
    await model.gatewayConsumers.remove(one.id)
  await model.controlPlanes.remove(id)
}
