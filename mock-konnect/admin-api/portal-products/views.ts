import type { Model } from '../../model/model.ts'
import type { PortalStrategy } from '../../model/portal-strategy.ts'
import { strategyInPortal } from '../../model/portal-strategy.ts'
import type { Publication } from '../../model/publication.ts'
import { strategyProvider } from '../../model/strategy-provider.ts'
import type { ShownVersionPublication } from './schema.ts'

/** A published product version as answers show it (`konnect.md` 6). */
export async function shownPublication(model: Model, row: Publication): Promise<ShownVersionPublication> {
  return {
    id: row.id,
    product_version_id: row.offer.id,
    publish_status: row.publish_status,
    auth_strategies: await strategiesOf(model, row),
    application_registration_enabled: row.application_registration_enabled,
    auto_approve_registration: row.auto_approve_registrations,
    deprecated: row.deprecated,
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}

/** The strategy of a publication as portals show it: a list of none or one. */
async function strategiesOf(model: Model, { auth_strategy_id }: Publication): Promise<PortalStrategy[]> {
  const strategy = auth_strategy_id === null ? undefined : await model.authStrategies.find(auth_strategy_id)
  return strategy ? [strategyInPortal(strategy, await strategyProvider(model, strategy))] : []
}
