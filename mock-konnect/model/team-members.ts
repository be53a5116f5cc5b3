import type { Developer } from './developer.ts'
import type { Model } from './model.ts'
import type { Team } from './team.ts'

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
