import type { ClientMetadata } from '../../../mock-curity/registration/metadata.ts'
import { addressMembers, identityMembers } from './identity-members.ts'
import type { MemberProof } from './member-proof.ts'
import { grantMembers, userMembers } from './user-members.ts'

/** Every member of client metadata with its proof: compiles only while none is missing. */
export const memberProofs: { readonly [name in keyof Required<ClientMetadata>]: MemberProof } = {
  ...userMembers,
  ...grantMembers,
  ...identityMembers,
  ...addressMembers,
}
