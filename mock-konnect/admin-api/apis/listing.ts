import { date, text, uuid } from '../../lists/filters.ts'
import type { Listing } from '../../lists/listing.ts'
import { times } from '../../lists/sorting.ts'
import type { Api, ApiImplementation } from '../../model/api.ts'
import { modeOf } from './views.ts'

/** What APIs can be sorted and filtered by (`api-builder` description), given what implements them. */
export function apiListing(implementations: readonly ApiImplementation[]): Listing<Api> {
  const modes = new Map(implementations.map((row) => [row.api_id, modeOf(row)]))
  return {
    sort: { ...times, name: (row) => row.name, version: (row) => row.version },
    filter: {
      id: uuid((row) => row.id),
      name: text((row) => row.name),
      version: text((row) => row.version),
      implementation_mode: text((row) => modes.get(row.id)),
      created_at: date((row) => row.created_at),
      updated_at: date((row) => row.updated_at),
    },
    maps: {
      labels: (key) => text((row) => row.labels[key]),
      attributes: (key) => text((row) => row.attributes[key]),
    },
  }
}
