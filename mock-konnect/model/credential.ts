import type { TableSpec } from '../../kit/table.ts'
import type { Entity } from './common.ts'

/** An API key of a key-auth application (`konnect.md` 9.5). The key is shown once; its SHA-256 is kept. */
export interface ApiKey extends Entity {
  readonly application_id: string
  readonly display_name: string
  readonly key_hash: string
  readonly status: 'active' | 'expired' | 'revoked'
  readonly expires_at: string | null
}

export const apiKeys: TableSpec<ApiKey> = {
  name: 'api_keys',
  indexes: { application: (row) => row.application_id },
  unique: { key: (row) => row.key_hash },
}
