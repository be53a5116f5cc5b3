import type { TableSpec } from '../../kit/table.ts'
import type { Entity } from './common.ts'

/** What developers register for: a product version in the classic view, an API in the current one. */
export interface Offer {
  readonly type: 'product_version' | 'api'
  readonly id: string
}

/** An offer in a portal, with the strategy its callers must use (`konnect.md` 6 and 7). */
export interface Publication extends Entity {
  readonly portal_id: string
  readonly offer: Offer
  /** At most one strategy (`konnect.md` 15); null: no self-service access, and nothing is enforced at the gateway. */
  readonly auth_strategy_id: string | null
  readonly auto_approve_registrations: boolean
  /** Classic view. */
  readonly publish_status: 'published' | 'unpublished'
  readonly application_registration_enabled: boolean
  readonly deprecated: boolean
  /** Current view. */
  readonly visibility: 'public' | 'private'
}

export const offerKey = ({ type, id }: Offer): string => `${type} ${id}`

export const publications: TableSpec<Publication> = {
  name: 'publications',
  indexes: {
    portal: (row) => row.portal_id,
    offer: (row) => offerKey(row.offer),
    offer_type: (row) => row.offer.type,
    auth_strategy: (row) => row.auth_strategy_id ?? undefined,
  },
  unique: { place: (row) => `${row.portal_id} ${offerKey(row.offer)}` },
}
