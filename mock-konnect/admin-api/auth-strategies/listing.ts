import { indexed, text, uuid } from '../../lists/filters.ts'
import type { JoinedListing, Listing } from '../../lists/listing.ts'
import { times } from '../../lists/sorting.ts'
import type { AuthStrategy } from '../../model/auth-strategy.ts'
import type { DcrProvider } from '../../model/dcr-provider.ts'

const own: Listing<AuthStrategy> = {
  sort: {
    ...times,
    strategy_type: (row) => row.strategy_type,
    name: (row) => row.name,
    display_name: (row) => row.display_name,
    dcr_provider_id: (row) => row.dcr_provider_id,
  },
  filter: {
    strategy_type: text((row) => row.strategy_type),
    name: indexed(
      text((row) => row.name),
      'name',
    ),
    display_name: text((row) => row.display_name),
    dcr_provider_id: indexed(
      uuid((row) => row.dcr_provider_id),
      'dcr_provider',
    ),
  },
}

/** What strategies can be sorted and filtered by (`konnect.md` 3), also by the providers that they name. */
export const strategyListing = (providers: () => Promise<readonly DcrProvider[]>): JoinedListing<AuthStrategy> => ({
  own,
  async joined() {
    const byId = new Map((await providers()).map((provider) => [provider.id, provider]))
    const nameOf = ({ dcr_provider_id }: AuthStrategy) => byId.get(dcr_provider_id ?? '')?.name
    const typeOf = ({ dcr_provider_id }: AuthStrategy) => byId.get(dcr_provider_id ?? '')?.provider_type
    return {
      sort: { ...own.sort, dcr_provider_name: nameOf, dcr_provider_type: typeOf },
      filter: { ...own.filter, dcr_provider_name: text(nameOf), dcr_provider_type: text(typeOf) },
    }
  },
})
