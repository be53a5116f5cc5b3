import type { TableSpec } from '../../kit/table.ts'
import type { Entity } from './common.ts'

/** One of several secrets of a DCR application's client (`konnect.md` 9.5). The secret itself is not kept. */
export interface ClientSecret extends Entity {
  readonly application_id: string
  /** How the identity provider calls it; null when it does not say. */
  readonly secret_id: string | null
  readonly display_name: string | null
  readonly expires_at: string | null
}

export const clientSecrets: TableSpec<ClientSecret> = {
  name: 'client_secrets',
  indexes: { application: (row) => row.application_id },
}
