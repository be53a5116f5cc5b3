import { text, uuid } from '../../lists/filters.ts'
import type { Listing } from '../../lists/listing.ts'
import { times } from '../../lists/sorting.ts'
import type { Api } from '../../model/api.ts'
import type { Portal } from '../../model/portal.ts'
import type { Publication } from '../../model/publication.ts'

/** What publications can be sorted and filtered by; inside one portal (`portals` absent) not by portal. */
export function publicationListing(apis: readonly Api[], portals?: readonly Portal[]): Listing<Publication> {
  const apiNames = new Map(apis.map(({ id, name }) => [id, name]))
  const apiName = (row: Publication) => apiNames.get(row.offer.id)
  const portalNames = new Map(portals?.map(({ id, name }) => [id, name]))
  const portalName = (row: Publication) => portalNames.get(row.portal_id)
  return {
    sort: {
      ...(portals && { portal_id: (row: Publication) => row.portal_id, portal_name: portalName }),
      api_id: (row) => row.offer.id,
      api_name: apiName,
      ...times,
    },
    filter: {
      ...(portals && { portal_id: uuid((row: Publication) => row.portal_id), portal_name: text(portalName) }),
      api_id: uuid((row) => row.offer.id),
      api_name: text(apiName),
      auth_strategy_id: uuid((row) => row.auth_strategy_id),
      entity_type: text(() => 'api'),
    },
  }
}
