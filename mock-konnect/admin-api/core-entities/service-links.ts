import type { Model } from '../../model/model.ts'

/** Ends every link to a gateway service that goes away: product versions and API implementations lose it. */
export async function unlinkService(model: Model, serviceId: string, now: string): Promise<void> {
  for (const version of await model.productVersions.listBy('service', serviceId)) {
    await model.productVersions.replace({ ...version, gateway_service: null, updated_at: now })
  }
  for (const implementation of await model.apiImplementations.listBy('service', serviceId)) {
    await model.apiImplementations.remove(implementation.id)
  }
}

/** Plugins go with what they are attached to, as at the gateway. */
export async function removePluginsOf(model: Model, kind: 'service' | 'route' | 'consumer', id: string): Promise<void> {
  for (const plugin of await model.gatewayPlugins.listBy(kind, id)) await model.gatewayPlugins.remove(plugin.id)
}
