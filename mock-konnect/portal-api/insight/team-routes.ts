import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { found } from '../../found.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import type { Developer } from '../../model/developer.ts'
import type { Team } from '../../model/team.ts'
import { developersOfTeam, teamsOfDeveloper } from '../../model/team-members.ts'
import type { SignedInOptions } from '../visits.ts'

const times = { created_at: Type.String(), updated_at: Type.String() }
const ShownTeam = Type.Object({ id: Type.String(), name: Type.String(), description: Type.String(), ...times })
const Member = Type.Object({ id: Type.String(), email: Type.String(), full_name: Type.String(), ...times })
const TeamId = Type.Object({ teamId: Type.String() })
const teamListing: Listing<Team> = { sort: {}, filter: {} }
const memberListing: Listing<Developer> = { sort: {}, filter: {} }

/** The teams that a developer is in, and who else is (`konnect.md` 9.2). */
export const ownTeams: FastifyPluginAsyncTypebox<SignedInOptions> = async (app, { context, visitOf }) => {
  const { model, behaviour } = context
  const path = '/developer/teams'
  const find = async (request: Parameters<typeof visitOf>[0], teamId: string) => {
    const teams = await teamsOfDeveloper(model, visitOf(request).developer.id)
    return found(
      teams.find(({ id }) => id === teamId),
      'team of this developer',
      teamId,
    )
  }

  app.get(path, { schema: { response: { 200: pageOf(ShownTeam) } } }, async (request) => {
    const rows = await teamsOfDeveloper(model, visitOf(request).developer.id)
    return listPage(rows, request.query, { listing: teamListing, limits: behaviour.current, view: (row) => row })
  })

  app.get(`${path}/:teamId`, { schema: { params: TeamId, response: { 200: ShownTeam } } }, async (request) =>
    find(request, request.params.teamId),
  )

  const members = { schema: { params: TeamId, response: { 200: pageOf(Member) } } }
  app.get(`${path}/:teamId/developers`, members, async (request) => {
    const rows = await developersOfTeam(model, (await find(request, request.params.teamId)).id)
    return listPage(rows, request.query, { listing: memberListing, limits: behaviour.current, view: (row) => row })
  })
}
