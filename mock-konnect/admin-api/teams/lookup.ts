import { found, portalOf } from '../../found.ts'
import type { PortalVersion } from '../../model/common.ts'
import type { Model } from '../../model/model.ts'
import type { Team } from '../../model/team.ts'

/** The team of this portal, in this view. @throws Problem 404, also for one of another portal */
export async function teamOf(
  model: Model,
  version: PortalVersion,
  { portalId, teamId }: { portalId: string; teamId: string },
): Promise<Team> {
  const portal = await portalOf(model, version, portalId)
  const row = await model.teams.find(teamId)
  return found(row?.portal_id === portal.id ? row : undefined, 'team', teamId)
}

/** Deletes a team; its developers stay. */
export async function removeTeam(model: Model, { id }: Team): Promise<void> {
  for (const member of await model.teamMembers.listBy('team', id)) await model.teamMembers.remove(member.id)
  for (const role of await model.teamRoles.listBy('team', id)) await model.teamRoles.remove(role.id)
  await model.teams.remove(id)
}
