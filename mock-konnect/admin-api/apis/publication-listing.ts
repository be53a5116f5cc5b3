import { indexed, text, uuid } from '../../lists/filters.ts'
import type { JoinedListing, Listing } from '../../lists/listing.ts'
import { times } from '../../lists/sorting.ts'
import type { Api } from '../../model/api.ts'
import type { Portal } from '../../model/portal.ts'
import { offerKey, type Publication } from '../../model/publication.ts'

const apiId = (row: Publication) => row.offer.id
const portalId = (row: Publication) => row.portal_id

const inPortal: Listing<Publication> = {
  sort: { api_id: apiId, ...times },
  filter: {
    api_id: indexed(uuid(apiId), 'offer', (id) => offerKey({ type: 'api', id })),
    auth_strategy_id: indexed(
      uuid((row) => row.auth_strategy_id),
      'auth_strategy',
    ),
    entity_type: text(() => 'api'),
  },
}
const everywhere: Listing<Publication> = {
  sort: { portal_id: portalId, ...inPortal.sort },
  filter: { portal_id: indexed(uuid(portalId), 'portal'), ...inPortal.filter },
}

/** What publications can be sorted and filtered by; inside one portal (`portals` absent) not by portal. */
export function publicationListing(
  apis: () => Promise<readonly Api[]>,
  portals?: () => Promise<readonly Portal[]>,
): JoinedListing<Publication> {
  const own = portals ? everywhere : inPortal
  return {
    own,
    async joined() {
      const apiNames = new Map((await apis()).map(({ id, name }) => [id, name]))
      const portalNames = new Map((await portals?.())?.map(({ id, name }) => [id, name]))
      const api_name = (row: Publication) => apiNames.get(row.offer.id)
      const portal_name = (row: Publication) => portalNames.get(row.portal_id)
      return {
        sort: { ...own.sort, api_name, ...(portals && { portal_name }) },
        filter: { ...own.filter, api_name: text(api_name), ...(portals && { portal_name: text(portal_name) }) },
      }
    },
  }
}
