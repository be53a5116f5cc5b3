import type { KonnectContext } from '../../context.ts'
import { invalidParameters, missingReference } from '../../errors.ts'
import type { Api } from '../../model/api.ts'
import { newEntity } from '../../model/new-entity.ts'
import type { CurrentPortal } from '../../model/portal.ts'
import type { Offer, Publication } from '../../model/publication.ts'
import { publicationOf } from '../../model/publication-of.ts'
import type { ApiPublication } from './schema.ts'

/**
 * Publishes an API in a portal, or replaces how it stands there. Without `auth_strategy_ids` the portal's default strategy
 * is taken, null means none (`konnect.md` 7).
 * @throws Problem 400 for a strategy that does not exist
 */
export async function publishApi(
  context: KonnectContext,
  { api, portal, body }: { api: Api; portal: CurrentPortal; body: ApiPublication },
): Promise<Publication> {
  const { model } = context
  const auth_strategy_id = strategyOf(body, portal)
  if (auth_strategy_id !== null && !(await model.authStrategies.find(auth_strategy_id))) {
    throw invalidParameters([missingReference('auth_strategy_ids.0', 'Application auth strategy')])
  }
  const offer: Offer = { type: 'api', id: api.id }
  const before = await publicationOf(model, portal.id, offer)
  const entity = newEntity(context, 'publication')
  const row: Publication = {
    ...{ ...entity, ...before },
    portal_id: portal.id,
    offer,
    auth_strategy_id,
    auto_approve_registrations: body.auto_approve_registrations ?? false,
    visibility: body.visibility ?? 'private',
    publish_status: 'published',
    application_registration_enabled: auth_strategy_id !== null,
    deprecated: false,
    updated_at: entity.updated_at,
  }
  await (before ? model.publications.replace(row) : model.publications.insert(row))
  return row
}

function strategyOf({ auth_strategy_ids }: ApiPublication, portal: CurrentPortal): string | null {
  if (auth_strategy_ids === undefined) return portal.default_application_auth_strategy_id
  return auth_strategy_ids?.[0] ?? null
}
