import { found } from '../../found.ts'
import type { PortalVersion } from '../../model/common.ts'
import type { Model } from '../../model/model.ts'
import type { Registration } from '../../model/registration.ts'
import { findApplication } from '../applications/find-application.ts'

/** The registration of this application of this portal. @throws Problem 404, also for one of another application */
export async function findRegistration(
  model: Model,
  version: PortalVersion,
  ids: { portalId: string; applicationId: string; registrationId: string },
): Promise<Registration> {
  const application = await findApplication(model, version, ids)
  const row = await model.registrations.find(ids.registrationId)
  return found(row?.application_id === application.id ? row : undefined, 'registration', ids.registrationId)
}
