import { date, indexed, text, uuid } from '../../lists/filters.ts'
import type { JoinedListing, Listing } from '../../lists/listing.ts'
import { times } from '../../lists/sorting.ts'
import type { Api, ApiImplementation } from '../../model/api.ts'
import { modeOf } from './views.ts'

const own: Listing<Api> = {
  sort: { ...times, name: (row) => row.name, version: (row) => row.version },
  filter: {
    id: indexed(
      uuid((row) => row.id),
      'id',
    ),
    name: text((row) => row.name),
    version: text((row) => row.version),
    created_at: date((row) => row.created_at),
    updated_at: date((row) => row.updated_at),
  },
  maps: {
    labels: (key) => text((row) => row.labels[key]),
    attributes: (key) => text((row) => row.attributes[key]),
  },
}

/** What APIs can be sorted and filtered by (`api-builder` description), also by what implements them. */
export const apiListing = (implementations: () => Promise<readonly ApiImplementation[]>): JoinedListing<Api> => ({
  own,
  async joined() {
    const modes = new Map((await implementations()).map((row) => [row.api_id, modeOf(row)]))
    return { ...own, filter: { ...own.filter, implementation_mode: text((row) => modes.get(row.id)) } }
  },
})
