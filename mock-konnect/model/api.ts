import type { TableSpec } from '../../kit/table.ts'
import type { ServiceLink } from './api-product.ts'
import type { Entity, Labels } from './common.ts'

/** An API of the current view (`konnect.md` 7). */
export interface Api extends Entity {
  readonly name: string
  readonly version: string | null
  readonly description: string | null
  readonly slug: string
  readonly labels: Labels
  readonly attributes: Readonly<Record<string, readonly string[]>>
}

/** What serves an API: a gateway service, or a whole control plane. One per API. */
export interface ApiImplementation extends Entity {
  readonly api_id: string
  readonly service: ServiceLink | null
  readonly control_plane: { readonly control_plane_id: string } | null
}

export const apis: TableSpec<Api> = {
  name: 'apis',
  unique: { slug: (row) => row.slug, name_and_version: (row) => JSON.stringify([row.name, row.version]) },
}

export const apiImplementations: TableSpec<ApiImplementation> = {
  name: 'api_implementations',
  indexes: { control_plane: (row) => (row.service ?? row.control_plane)?.control_plane_id },
  unique: { api: (row) => row.api_id, service: (row) => row.service?.id },
}
