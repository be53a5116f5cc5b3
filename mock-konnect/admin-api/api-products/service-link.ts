import type { KonnectContext } from '../../context.ts'
import { conflict, type InvalidParameter, invalidParameters, missingReference, required } from '../../errors.ts'
import type { ServiceLink } from '../../model/api-product.ts'
import type { Model } from '../../model/model.ts'
import { serviceLinked } from '../../reasons.ts'
import type { SentService } from './schema.ts'

/**
 * The link that a product version is sent with.
 * @throws Problem 400 for a service that the control plane does not have, 409 for one that a current API is linked to
 */
export async function serviceLinkOf(
  { model, behaviour }: KonnectContext,
  sent: SentService | null | undefined,
): Promise<ServiceLink | null> {
  if (!sent) return null
  const { id, control_plane_id = sent.runtime_group_id } = sent
  if (control_plane_id === undefined) throw invalidParameters([required('gateway_service.control_plane_id')])
  await refuseUnknownService(model, { id, control_plane_id }, 'gateway_service')
  const [implementation] = await model.apiImplementations.listBy('service', id)
  if (implementation && behaviour.current.serviceOfCurrentApi === 'conflict') {
    throw conflict('This gateway service is already linked to a V3 API', serviceLinked())
  }
  return { id, control_plane_id }
}

/** @param field what the link is called in the body. @throws Problem 400 (`konnect.md` 1.4) */
export async function refuseUnknownService(
  model: Model,
  { id, control_plane_id }: ServiceLink,
  field: string,
): Promise<void> {
  const mistakes: InvalidParameter[] = []
  const controlPlane = await model.controlPlanes.find(control_plane_id)
  if (!controlPlane) mistakes.push(missingReference(`${field}.control_plane_id`, 'Control plane'))
  const service = await model.gatewayServices.find(id)
  if (service?.control_plane_id !== control_plane_id) mistakes.push(missingReference(`${field}.id`, 'Service'))
  if (mistakes.length > 0) throw invalidParameters(mistakes)
}
