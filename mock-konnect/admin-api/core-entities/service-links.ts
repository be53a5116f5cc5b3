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
