import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { invalidParameters, missingReference } from '../../errors.ts'
import { found } from '../../found.ts'
import { text, truth } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsBehind, rowsOf } from '../../lists/rows.ts'
import type { PortalVersion } from '../../model/common.ts'
import type { Developer } from '../../model/developer.ts'
import { newEntity } from '../../model/new-entity.ts'
import { stored } from '../stored.ts'
import { teamOf } from './lookup.ts'
import { MemberId, NewMember, ShownMember, TeamId } from './schema.ts'

const isActive = ({ status }: Developer) => status === 'approved'
const listing: Listing<Developer> = {
  sort: {},
  filter: {
    email: text((row) => row.email),
    full_name: text((row) => row.full_name),
    // Described, but a developer has no attributes: nothing matches.
    attributes: text(() => undefined),
    active: truth(isActive),
  },
}

/** Who is in a team, in both views. */
export function teamMembers(app: App, context: KonnectContext, version: PortalVersion): void {
  const path = `/${version}/portals/:portalId/teams/:teamId/developers`
  const { model, behaviour } = context
  const view = (row: Developer) => ({ ...row, active: isActive(row) })

  app.get(path, { schema: { params: TeamId, response: { 200: pageOf(ShownMember) } } }, async ({ params, query }) => {
    const members = rowsOf(model.teamMembers, 'team', (await teamOf(model, version, params)).id)
    const rows = rowsBehind(members, ({ developer_id }) => model.developers.find(developer_id))
    return listPage(rows, query, { listing, limits: behaviour.current, view })
  })

  app.post(path, { schema: { params: TeamId, body: NewMember } }, async ({ params, body }, reply) => {
    const team = await teamOf(model, version, params)
    const developer = await model.developers.find(body.id)
    if (developer?.portal_id !== team.portal_id) throw invalidParameters([missingReference('id', 'Developer')])
    const row = { ...newEntity(context, 'team-member'), team_id: team.id, developer_id: developer.id }
    await stored(model.teamMembers.insert(row), { once: 'Developer is already in the team' })
    return reply.code(201).send()
  })

  app.delete(`${path}/:developerId`, { schema: { params: MemberId } }, async ({ params }, reply) => {
    const team = await teamOf(model, version, params)
    const [row] = await model.teamMembers.listBy('once', `${team.id} ${params.developerId}`)
    await model.teamMembers.remove(found(row, 'developer in this team', params.developerId).id)
    return reply.code(204).send()
  })
}
