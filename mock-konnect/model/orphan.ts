import type { TableSpec } from '../../kit/table.ts'
import type { Entity } from './common.ts'

/**
 * Half of what belongs together: a client at an identity provider without an application, or an application whose client may be gone.
 * Noted before the identity provider is called and taken back when all went well, so that not even a crash leaves one unseen.
 */
export interface Orphan extends Entity {
  readonly alone: 'client' | 'application'
  /** `under-way`: a call is being made; `possible`: nobody knows; `certain`: it is there. */
  readonly certainty: 'under-way' | 'possible' | 'certain'
  /** Null for the trial client of a verification. */
  readonly application_id: string | null
  /** Null when no answer told it. */
  readonly client_id: string | null
  /** The name that the client was given. */
  readonly client_name: string
  readonly dcr_provider_id: string
  readonly issuer: string
  /** Code and advice of the reason; null while under way. */
  readonly reason: { readonly code: string; readonly advice: string } | null
}

export const orphans: TableSpec<Orphan> = {
  name: 'orphans',
  indexes: { application: (row) => row.application_id ?? undefined, certainty: (row) => row.certainty },
}
