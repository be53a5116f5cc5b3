import Type from 'typebox'
import { portalRoles, regions } from '../../model/team.ts'
import { closed, Uuid } from '../../problems/common-schemas.ts'

const Text = Type.String({ minLength: 1, maxLength: 250 })
const changes = { name: Type.Optional(Text), description: Type.Optional(Text) }
const can_own_applications = Type.Optional(Type.Boolean())

/** Bodies for teams, by API version. */
export const NewTeam = {
  v2: closed({ ...changes, name: Text }),
  v3: closed({ ...changes, name: Text, can_own_applications }),
}
export const TeamChanges = { v2: closed(changes), v3: closed({ ...changes, can_own_applications }) }

/** A team in an answer; the current view adds `can_own_applications`. */
export const ShownTeam = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  can_own_applications: Type.Optional(Type.Boolean()),
  created_at: Type.String(),
  updated_at: Type.String(),
})

/** A developer as the list of a team's developers shows it. */
export const ShownMember = Type.Object({
  id: Type.String(),
  email: Type.String(),
  full_name: Type.String(),
  active: Type.Boolean(),
  created_at: Type.String(),
  updated_at: Type.String(),
})

/** Body that adds a developer to a team. */
export const NewMember = closed({ id: Uuid })

/** Body that gives a team a role, and the role in an answer. */
const role = {
  role_name: Type.Enum([...portalRoles]),
  entity_id: Uuid,
  entity_type_name: Type.String({ minLength: 1 }),
  entity_region: Type.Enum([...regions]),
}
export const NewRole = closed(role)
export const ShownRole = Type.Object({ id: Type.String(), ...role })

export const TeamId = Type.Object({ portalId: Type.String(), teamId: Type.String() })
export const MemberId = Type.Object({ portalId: Type.String(), teamId: Type.String(), developerId: Type.String() })
export const RoleId = Type.Object({ portalId: Type.String(), teamId: Type.String(), roleId: Type.String() })
