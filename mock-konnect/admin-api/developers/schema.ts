import Type, { type Static } from 'typebox'
import { approvalStates } from '../../model/common.ts'
import { closed } from '../../problems/common-schemas.ts'

export const Status = Type.Enum([...approvalStates])

/** Body that adds a developer to a current portal (`konnect.md` 5.1). */
export const NewDeveloper = closed({
  email: Type.String({ format: 'email', maxLength: 255 }),
  full_name: Type.String({ maxLength: 255 }),
  status: Type.Optional(Status),
  send_invitation_email: Type.Optional(Type.Boolean()),
})

/** Body that approves, revokes or rejects. */
export const StatusChange = closed({ status: Type.Optional(Status) })

/** A developer in an answer; the classic view adds `application_count`. */
export const ShownDeveloper = Type.Object({
  id: Type.String(),
  email: Type.String(),
  full_name: Type.String(),
  status: Type.String(),
  application_count: Type.Optional(Type.Integer()),
  created_at: Type.String(),
  updated_at: Type.String(),
})
export type ShownDeveloper = Static<typeof ShownDeveloper>

export const DeveloperId = Type.Object({ portalId: Type.String(), developerId: Type.String() })
