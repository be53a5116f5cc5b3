import type { Sealed } from '../../kit/seal.ts'
import type { TableSpec } from '../../kit/table.ts'
import type { Entity, Labels } from './common.ts'

/** A developer's application and what Konnect knows of its client at the identity provider (`konnect.md` 5.2, 9.4). */
export interface Application extends Entity {
  readonly portal_id: string
  readonly developer_id: string
  readonly name: string
  readonly description: string | null
  readonly redirect_uri: string | null
  readonly labels: Labels
  /** Fixed for life. */
  readonly auth_strategy_id: string
  /** The client id at the identity provider; null for key-auth. In the classic view it shows as `reference_id`. */
  readonly client_id: string | null
  /** What a key-auth application of the classic view was given as `reference_id`. */
  readonly reference_id: string | null
  readonly scopes: readonly string[]
  readonly team_id: string | null
  /** Set when Konnect made the client; the secret itself is not kept (`konnect.md` 10). */
  readonly dcr_client: DcrClient | null
}

/** What Konnect keeps in order to manage a client that it registered (`konnect.md` 11.1, step 4). */
export interface DcrClient {
  readonly dcr_provider_id: string
  /** What only this provider's driver reads: for Curity the management address and its token. */
  readonly management: Readonly<Record<string, string>>
  readonly management_secrets: Readonly<Record<string, Sealed>>
}

export const applications: TableSpec<Application> = {
  name: 'applications',
  indexes: {
    portal: (row) => row.portal_id,
    developer: (row) => row.developer_id,
    auth_strategy: (row) => row.auth_strategy_id,
    dcr_provider: (row) => row.dcr_client?.dcr_provider_id,
  },
  unique: {
    name: (row) => `${row.developer_id} ${row.name}`,
    client: (row) => (row.client_id === null ? undefined : `${row.auth_strategy_id} ${row.client_id}`),
  },
}
