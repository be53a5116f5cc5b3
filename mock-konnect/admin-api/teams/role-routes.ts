import Type from 'typebox'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { found } from '../../found.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import type { PortalVersion } from '../../model/common.ts'
import { newEntity } from '../../model/new-entity.ts'
import type { TeamRole } from '../../model/team.ts'
import { stored } from '../stored.ts'
import { teamOf } from './lookup.ts'
import { NewRole, RoleId, ShownRole, TeamId } from './schema.ts'

const listing: Listing<TeamRole> = { sort: {}, filter: {} }

/** The roles that there are, with the published names and descriptions. */
const roles = {
  services: {
    name: 'Services',
    roles: {
      apiviewer: {
        name: 'API Viewer',
        description: 'API Viewers have read-only access to the documentation of a service in a portal',
      },
      apiconsumer: { name: 'API Consumer', description: 'API Consumers can make calls to the given service' },
    },
  },
}

/** What a team may do, in both views: the roles that there are, and those that it was given. */
export function teamRoles(app: App, context: KonnectContext, version: PortalVersion): void {
  const path = `/${version}/portals/:portalId/teams/:teamId/assigned-roles`
  const { model, behaviour } = context
  const view = (row: TeamRole) => row

  app.get(
    `/${version}/portal-roles`,
    { schema: { response: { 200: Type.Unsafe<typeof roles>({}) } } },
    async () => roles,
  )

  app.get(path, { schema: { params: TeamId, response: { 200: pageOf(ShownRole) } } }, async ({ params, query }) => {
    const rows = await model.teamRoles.listBy('team', (await teamOf(model, version, params)).id)
    return listPage(rows, query, { listing, limits: behaviour.current, view })
  })

  const create = { schema: { params: TeamId, body: NewRole, response: { 201: ShownRole } } }
  app.post(path, create, async ({ params, body }, reply) => {
    const { id: team_id } = await teamOf(model, version, params)
    const row: TeamRole = { ...newEntity(context, 'team-role'), team_id, ...body }
    await stored(model.teamRoles.insert(row), { once: 'Role is already assigned to the team' })
    return reply.code(201).send(view(row))
  })

  app.delete(`${path}/:roleId`, { schema: { params: RoleId } }, async ({ params }, reply) => {
    const team = await teamOf(model, version, params)
    const row = await model.teamRoles.find(params.roleId)
    await model.teamRoles.remove(
      found(row?.team_id === team.id ? row : undefined, 'role of this team', params.roleId).id,
    )
    return reply.code(204).send()
  })
}
