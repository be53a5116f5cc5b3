import { notFound } from './errors.ts'
import type { PortalVersion } from './model/common.ts'
import type { ControlPlane } from './model/control-plane.ts'
import type { Model } from './model/model.ts'
import type { ClassicPortal, CurrentPortal, Portal } from './model/portal.ts'
import { noSuch } from './reasons.ts'

/** `row` when there is one. @throws Problem 404 */
export function found<Row>(row: Row | undefined, noun: string, id: string): Row {
  if (row === undefined) throw notFound(noSuch(noun, id))
  return row
}

/** The control plane with this id. @throws Problem 404 */
export const controlPlaneOf = async (model: Model, id: string): Promise<ControlPlane> =>
  found(await model.controlPlanes.find(id), 'control plane', id)

/** The classic portal with this id; current portals are unknown to `/v2`. @throws Problem 404 */
export async function classicPortalOf(model: Model, id: string): Promise<ClassicPortal> {
  const portal = await model.portals.find(id)
  return found(portal?.version === 'v2' ? portal : undefined, 'classic portal', id)
}

/** The current portal with this id; classic portals are unknown to `/v3`. @throws Problem 404 */
export async function currentPortalOf(model: Model, id: string): Promise<CurrentPortal> {
  const portal = await model.portals.find(id)
  return found(portal?.version === 'v3' ? portal : undefined, 'current portal', id)
}

/** The portal with this id in the view `version`. @throws Problem 404 */
export const portalOf = (model: Model, version: PortalVersion, id: string): Promise<Portal> =>
  version === 'v2' ? classicPortalOf(model, id) : currentPortalOf(model, id)
