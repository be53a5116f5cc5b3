import type { TableSpec } from '../../kit/table.ts'
import type { ApprovalState, Entity } from './common.ts'
import { type Offer, offerKey } from './publication.ts'

/** An application's wish, granted or not, to call an offer (`konnect.md` 5.3, 9.6). */
export interface Registration extends Entity {
  readonly portal_id: string
  readonly application_id: string
  readonly offer: Offer
  readonly status: ApprovalState
  readonly granted_scopes: readonly string[] | null
  /** The consumer of the gateway that it stands for, once an operator has linked one. */
  readonly consumer_id?: string
}

export const registrations: TableSpec<Registration> = {
  name: 'registrations',
  indexes: {
    portal: (row) => row.portal_id,
    application: (row) => row.application_id,
    offer: (row) => offerKey(row.offer),
    consumer: (row) => row.consumer_id,
  },
  unique: { once: (row) => `${row.application_id} ${offerKey(row.offer)}` },
}
