import { epochSeconds } from '../../kit/clock.ts'
import type { RegisteredClient } from '../clients/registered-client.ts'
import type { Services } from '../services.ts'

type Status = RegisteredClient['status']

/** What answers the fields of the schema. Nothing secret is in a row's metadata. */
export const clientResolvers = ({ registered, clock }: Pick<Services, 'registered' | 'clock'>) => ({
  async dynamicallyRegisteredClient({ client_id: id }: { client_id: string }) {
    const row = await registered.find(id)
    return row ? shown(row) : null
  },
  async dynamicallyRegisteredClients({ first, from }: { first: number; from: number }) {
    const rows = await registered.page({ from: Math.max(0, from), size: Math.min(Math.max(0, first), largestPage) })
    return rows.map(shown)
  },
  async setDynamicallyRegisteredClientStatus({ client_id: id, status }: { client_id: string; status: Status }) {
    const row = await registered.find(id)
    if (!row) return null
    const changed = { ...row, status, updated: epochSeconds(clock) }
    return (await registered.replace(changed)) ? shown(changed) : null
  },
})

const largestPage = 1000

const shown = (row: RegisteredClient) => ({
  ...row.metadata,
  client_id: row.id,
  instance_of_client: row.instanceOf ?? null,
  created: row.created,
  updated: row.updated,
  initial_client: row.initialClient,
  authenticated_user: row.authenticatedUser ?? null,
  status: row.status,
  scope: row.metadata.scope ?? '',
  redirect_uris: row.metadata.redirect_uris ?? [],
  grant_types: row.metadata.grant_types ?? [],
  response_types: row.metadata.response_types ?? [],
  subject_type: row.metadata.subject_type ?? 'public',
})
