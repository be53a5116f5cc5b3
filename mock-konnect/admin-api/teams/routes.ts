import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { found, portalOf } from '../../found.ts'
import { text, truth } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import type { PortalVersion } from '../../model/common.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import type { Team } from '../../model/team.ts'
import { teamsOfDeveloper } from '../../model/team-members.ts'
import { DeveloperId } from '../developers/schema.ts'
import { PortalId } from '../portals/schema.ts'
import { removeTeam, teamOf } from './lookup.ts'
import { NewTeam, ShownTeam, TeamChanges, TeamId } from './schema.ts'

const ownership = { can_own_applications: truth<Team>((row) => row.can_own_applications) }
const listings: Record<PortalVersion, Listing<Team>> = {
  v2: { sort: {}, filter: { name: text((row) => row.name) } },
  v3: { sort: {}, filter: { name: text((row) => row.name), ...ownership } },
}

/** Teams of a portal's developers, in both views. */
export function teams(app: App, context: KonnectContext, version: PortalVersion): void {
  const path = `/${version}/portals/:portalId/teams`
  const { model, clock, behaviour } = context
  const view = ({ can_own_applications, ...team }: Team) =>
    version === 'v2' ? team : { ...team, can_own_applications }
  const find = (params: { portalId: string; teamId: string }) => teamOf(model, version, params)

  const create = { schema: { params: PortalId, body: NewTeam[version], response: { 201: ShownTeam } } }
  app.post(path, create, async ({ params, body }, reply) => {
    const { id: portal_id } = await portalOf(model, version, params.portalId)
    const { name, description = name } = body
    const can_own_applications = 'can_own_applications' in body ? (body.can_own_applications ?? false) : false
    const row: Team = { ...newEntity(context, 'team'), portal_id, name, description, can_own_applications }
    await model.teams.insert(row)
    return reply.code(201).send(view(row))
  })

  const list = { schema: { params: PortalId, response: { 200: pageOf(ShownTeam) } } }
  app.get(path, list, async ({ params, query }) => {
    const { id } = await portalOf(model, version, params.portalId)
    const rows = rowsOf(model.teams, 'portal', id)
    return listPage(rows, query, { listing: listings[version], limits: behaviour.current, view })
  })

  const one = { schema: { params: TeamId, response: { 200: ShownTeam } } }
  app.get(`${path}/:teamId`, one, async ({ params }) => view(await find(params)))

  const update = { schema: { ...one.schema, body: TeamChanges[version] } }
  app.patch(`${path}/:teamId`, update, async ({ params, body }) => {
    const changed: Team = { ...(await find(params)), ...given(body), updated_at: isoTime(clock) }
    await model.teams.replace(changed)
    return view(changed)
  })

  app.delete(`${path}/:teamId`, { schema: { params: TeamId } }, async ({ params }, reply) => {
    await removeTeam(model, await find(params))
    return reply.code(204).send()
  })

  const ofDeveloper = { schema: { params: DeveloperId, response: { 200: pageOf(ShownTeam) } } }
  app.get(`/${version}/portals/:portalId/developers/:developerId/teams`, ofDeveloper, async ({ params, query }) => {
    const { id } = await portalOf(model, version, params.portalId)
    const row = await model.developers.find(params.developerId)
    const developer = found(row?.portal_id === id ? row : undefined, 'developer', params.developerId)
    const rows = await teamsOfDeveloper(model, developer.id)
    const listing: Listing<Team> = { sort: {}, filter: version === 'v2' ? {} : ownership }
    return listPage(rows, query, { listing, limits: behaviour.current, view })
  })
}
