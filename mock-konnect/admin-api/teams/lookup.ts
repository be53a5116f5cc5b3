import type { ApiVersion } from '../../model/common.ts'
import type { Developer } from '../../model/developer.ts'
import type { Model } from '../../model/model.ts'
import type { Team } from '../../model/team.ts'
import { found, portalOf } from '../found.ts'

/** The team of this portal, in this view. @throws Problem 404, also for one of another portal */
export async function teamOf(
  model: Model,
  version: ApiVersion,
  { portalId, teamId }: { portalId: string; teamId: string },
): Promise<Team> {
  const portal = await portalOf(model, version, portalId)
  const row = await model.teams.find(teamId)
  return found(row?.portal_id === portal.id ? row : undefined, 'team', teamId)
}

/** The teams that a developer is in, in the order of joining. */
export async function teamsOfDeveloper(model: Model, developerId: string): Promise<Team[]> {
  const members = await model.teamMembers.listBy('developer', developerId)
  const rows = await Promise.all(members.map(({ team_id }) => model.teams.find(team_id)))
  return rows.filter((row) => row !== undefined)
}

/** The developers of a team, in the order of joining. */
export async function developersOfTeam(model: Model, teamId: string): Promise<Developer[]> {
  const members = await model.teamMembers.listBy('team', teamId)
  const rows = await Promise.all(members.map(({ developer_id }) => model.developers.find(developer_id)))
  return rows.filter((row) => row !== undefined)
}

/** Deletes a team; its developers stay. */
export async function removeTeam(model: Model, { id }: Team): Promise<void> {
  for (const member of await model.teamMembers.listBy('team', id)) await model.teamMembers.remove(member.id)
  for (const role of await model.teamRoles.listBy('team', id)) await model.teamRoles.remove(role.id)
  await model.teams.remove(id)
}
