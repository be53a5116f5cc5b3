import type { ApiProduct, ProductVersion } from '../../model/api-product.ts'
import type { Model } from '../../model/model.ts'
import { offerKey, type Publication } from '../../model/publication.ts'
import type { ShownApiProduct, ShownProductVersion } from './schema.ts'

/** An API product as answers show it (`konnect.md` 6). */
export async function shownProduct(model: Model, row: ApiProduct): Promise<ShownApiProduct> {
  const portals = await Promise.all(row.portal_ids.map((id) => model.portals.find(id)))
  return {
    ...row,
    portal_ids: [...row.portal_ids],
    portals: portals
      .filter((portal) => portal !== undefined)
      .map(({ id, name }) => ({ portal_id: id, portal_name: name })),
    version_count: await model.productVersions.countBy('product', row.id),
  }
}

/** A product version as answers show it: with what every portal made of it. */
export async function shownVersion(model: Model, row: ProductVersion): Promise<ShownProductVersion> {
  const { id, name, gateway_service, publish_status, deprecated, labels, created_at, updated_at } = row
  const publications = await model.publications.listBy('offer', offerKey({ type: 'product_version', id }))
  return {
    ...{ id, name },
    gateway_service: gateway_service && { ...gateway_service, runtime_group_id: gateway_service.control_plane_id },
    ...{ publish_status, deprecated, labels },
    auth_strategy_sync_errors: [],
    portals: await Promise.all(publications.map((publication) => inPortal(model, publication))),
    ...{ created_at, updated_at },
  }
}

async function inPortal(model: Model, row: Publication): Promise<ShownProductVersion['portals'][number]> {
  const portal = await model.portals.find(row.portal_id)
  const strategy = row.auth_strategy_id === null ? undefined : await model.authStrategies.find(row.auth_strategy_id)
  return {
    portal_id: row.portal_id,
    portal_name: portal?.name ?? '',
    portal_product_version_id: row.id,
    publish_status: row.publish_status,
    deprecated: row.deprecated,
    application_registration_enabled: row.application_registration_enabled,
    auto_approve_registration: row.auto_approve_registrations,
    auth_strategies: strategy ? [{ id: strategy.id, name: strategy.name }] : [],
  }
}
