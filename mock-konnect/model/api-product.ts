import type { TableSpec } from '../../kit/table.ts'
import type { Entity, Labels } from './common.ts'

/** An API product of the classic view (`konnect.md` 6). */
export interface ApiProduct extends Entity {
  readonly name: string
  readonly description: string | null
  readonly labels: Labels
  readonly public_labels: Labels
  /** Portals it was published to as a whole (`POST /v2/portals/{id}/publish`, or `portal_ids`). */
  readonly portal_ids: readonly string[]
}

/** A version of an API product, linked to the gateway service that serves it. */
export interface ProductVersion extends Entity {
  readonly api_product_id: string
  readonly name: string
  readonly labels: Labels
  readonly publish_status: 'published' | 'unpublished'
  readonly deprecated: boolean
  readonly gateway_service: ServiceLink | null
}

/** Which service of which control plane stands behind an offer. */
export interface ServiceLink {
  readonly id: string
  readonly control_plane_id: string
}

export const apiProducts: TableSpec<ApiProduct> = {
  name: 'api_products',
  indexes: { portal: (row) => row.portal_ids },
}

export const productVersions: TableSpec<ProductVersion> = {
  name: 'product_versions',
  indexes: { product: (row) => row.api_product_id },
  unique: { service: (row) => row.gateway_service?.id },
}
