import { text, uuid } from '../../lists/filters.ts'
import type { Listing } from '../../lists/listing.ts'
import { times } from '../../lists/sorting.ts'
import type { AuthStrategy } from '../../model/auth-strategy.ts'
import type { DcrProvider } from '../../model/dcr-provider.ts'

/** What strategies can be sorted and filtered by (`konnect.md` 3), given the providers that they name. */
export function strategyListing(providers: readonly DcrProvider[]): Listing<AuthStrategy> {
  const byId = new Map(providers.map((provider) => [provider.id, provider]))
  const provider = ({ dcr_provider_id }: AuthStrategy) => byId.get(dcr_provider_id ?? '')
  return {
    sort: {
      ...times,
      strategy_type: (row) => row.strategy_type,
      name: (row) => row.name,
      display_name: (row) => row.display_name,
      dcr_provider_id: (row) => row.dcr_provider_id,
      dcr_provider_name: (row) => provider(row)?.name,
      dcr_provider_type: (row) => provider(row)?.provider_type,
    },
    filter: {
      strategy_type: text((row) => row.strategy_type),
      name: text((row) => row.name),
      display_name: text((row) => row.display_name),
      dcr_provider_id: uuid((row) => row.dcr_provider_id),
      dcr_provider_name: text((row) => provider(row)?.name),
      dcr_provider_type: text((row) => provider(row)?.provider_type),
    },
  }
}
