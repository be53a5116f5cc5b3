/** What every stored noun has (`konnect.md` 1.6): a version 4 UUID and ISO 8601 times in UTC. */
export interface Entity {
  readonly id: string
  readonly created_at: string
  readonly updated_at: string
}

export type Labels = Readonly<Record<string, string>>

/** `v2`: classic portals and API products. `v3`: current portals and APIs. One model, two views. */
export type PortalVersion = 'v2' | 'v3'

/** Where a developer or a registration stands (`konnect.md` 5.1, 5.3). */
export const approvalStates = ['approved', 'pending', 'revoked', 'rejected'] as const
export type ApprovalState = (typeof approvalStates)[number]
