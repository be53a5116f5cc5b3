import type { Model } from '../../model/model.ts'
import { teamsOfDeveloper } from '../../model/team-members.ts'
import type { OpenVisit } from '../visits.ts'

/** What a visitor may do with an API or an API product. */
export interface Permissions {
  view: boolean
  register: boolean
  view_documentation: boolean
}

/** In a portal with `rbac_enabled` the roles of a developer's teams decide (`konnect.md` 4.1), elsewhere whoever is signed in may register. */
export async function permissionsOf(
  model: Model,
  { portal, developer }: OpenVisit,
  entityId: string,
): Promise<Permissions> {
  if (!developer) return { view: true, register: false, view_documentation: true }
  if (!portal.rbac_enabled) return { view: true, register: true, view_documentation: true }
  const teams = await teamsOfDeveloper(model, developer.id)
  const roles = (await Promise.all(teams.map(({ id }) => model.teamRoles.listBy('team', id)))).flat()
  const names = roles.filter(({ entity_id }) => entity_id === entityId).map(({ role_name }) => role_name)
  const view = names.length > 0
  return { view, register: names.includes('API Consumer'), view_documentation: view }
}
