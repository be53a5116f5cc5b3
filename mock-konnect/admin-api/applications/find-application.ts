import { found, portalOf } from '../../found.ts'
import type { Application } from '../../model/application.ts'
import type { PortalVersion } from '../../model/common.ts'
import type { Model } from '../../model/model.ts'

/** The application of this portal, in this view. @throws Problem 404, also for one of another portal */
export async function findApplication(
  model: Model,
  version: PortalVersion,
  { portalId, applicationId }: { portalId: string; applicationId: string },
): Promise<Application> {
  const portal = await portalOf(model, version, portalId)
  const row = await model.applications.find(applicationId)
  return found(row?.portal_id === portal.id ? row : undefined, 'application', applicationId)
}

/** The application with this id, of any portal of this view. @throws Problem 404 */
export async function findUnscoped(model: Model, version: PortalVersion, applicationId: string): Promise<Application> {
  const row = await model.applications.find(applicationId)
  const portal = row && (await model.portals.find(row.portal_id))
  return found(portal?.version === version ? row : undefined, 'application', applicationId)
}
