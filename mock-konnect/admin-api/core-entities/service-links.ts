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
export async function removePluginsOf(
  model: Model,
  kind: 'service' | 'route' | 'consumer' | 'consumer_group',
  id: string,
): Promise<void> {
  for (const plugin of await model.gatewayPlugins.listBy(kind, id)) await model.gatewayPlugins.remove(plugin.id)
}

/** Takes consumers out of groups: all of one group, one out of all of its groups, or one out of one (`once`). */
export async function leaveGroups(model: Model, by: 'group' | 'consumer' | 'once', value: string): Promise<void> {
  for (const { id } of await model.groupMembers.listBy(by, value)) await model.groupMembers.remove(id)
}

/** Ends what a consumer that goes away was part of: its groups, and the plugins that run for it alone. */
export async function removePartsOfConsumer(model: Model, id: string): Promise<void> {
  await removePluginsOf(model, 'consumer', id)
  await leaveGroups(model, 'consumer', id)
  for (const acl of await model.gatewayAcls.listBy('consumer', id)) await model.gatewayAcls.remove(acl.id)
}
