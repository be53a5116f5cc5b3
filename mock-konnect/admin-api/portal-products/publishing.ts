import { isoTime } from '../../../kit/clock.ts'
import type { KonnectContext } from '../../context.ts'
import { type InvalidParameter, invalidParameters, missingReference } from '../../errors.ts'
import { classicPortalOf, found } from '../../found.ts'
import type { Model } from '../../model/model.ts'
import { newEntity } from '../../model/new-entity.ts'
import type { Portal } from '../../model/portal.ts'
import { type Offer, offerKey, type Publication } from '../../model/publication.ts'
import { publicationOf } from '../../model/publication-of.ts'
import { taken } from '../../reasons.ts'
import { withPortal } from './product-portals.ts'
import type { VersionPublication } from './schema.ts'

/** The publication of a product version in a classic portal. @throws Problem 404 */
export async function findPublication(
  model: Model,
  { portalId, productVersionId }: { portalId: string; productVersionId: string },
): Promise<Publication> {
  const { id } = await classicPortalOf(model, portalId)
  const row = await publicationOf(model, id, { type: 'product_version', id: productVersionId })
  return found(row, 'published product version', productVersionId)
}

/** @throws Problem 400 for a strategy or a product version that does not exist, with both when both are missing */
export async function refuseUnknown(
  model: Model,
  strategyIds: readonly string[] = [],
  versionId?: string,
): Promise<void> {
  const mistakes: InvalidParameter[] = []
  for (const [at, id] of strategyIds.entries()) {
    const strategy = await model.authStrategies.find(id)
    if (!strategy) mistakes.push(missingReference(`auth_strategy_ids.${at}`, 'Application auth strategy'))
  }
  if (versionId !== undefined && !(await model.productVersions.find(versionId))) {
    mistakes.push(missingReference('product_version_id', 'Product version'))
  }
  if (mistakes.length > 0) throw invalidParameters(mistakes)
}

interface Publishing {
  portal: Portal
  versionId: string
  body: VersionPublication
  /** A second publication is refused in place of replacing the first. */
  mustBeNew?: boolean
}

/**
 * Puts a product version into a portal, or replaces how it stands there. Its product comes with it.
 * @throws Problem 400 when it must be new and is there already: a create describes no 409 (`konnect.md` 6)
 */
export async function publishVersion(
  context: KonnectContext,
  { portal, versionId, body, mustBeNew }: Publishing,
): Promise<Publication> {
  const { model } = context
  const offer: Offer = { type: 'product_version', id: versionId }
  const before = await publicationOf(model, portal.id, offer)
  if (before && mustBeNew) throw invalidParameters([alreadyThere], taken('this place in the portal'))
  const entity = newEntity(context, 'publication')
  const row: Publication = {
    ...{ ...entity, ...before },
    portal_id: portal.id,
    offer,
    auth_strategy_id: body.auth_strategy_ids[0] ?? null,
    auto_approve_registrations: body.auto_approve_registration,
    publish_status: body.publish_status,
    application_registration_enabled: body.application_registration_enabled,
    deprecated: body.deprecated,
    visibility: 'private',
    updated_at: entity.updated_at,
  }
  await (before ? model.publications.replace(row) : model.publications.insert(row))
  if (body.publish_status === 'published') await publishProduct(context, versionId, portal.id)
  return row
}

const alreadyThere: InvalidParameter = {
  field: 'product_version_id',
  reason: '"product_version_id" is already in this portal',
  rule: 'invalid',
  source: 'body',
}

async function publishProduct({ model, clock }: KonnectContext, versionId: string, portalId: string): Promise<void> {
  const version = await model.productVersions.find(versionId)
  const product = version && (await model.apiProducts.find(version.api_product_id))
  if (!product || product.portal_ids.includes(portalId)) return
  await model.apiProducts.replace(withPortal(product, portalId, 'published', isoTime(clock)))
}

/** Takes an offer out of one portal; registrations for it there end. */
export async function removePublication(model: Model, { id, portal_id, offer }: Publication): Promise<void> {
  for (const registration of await model.registrations.listBy('offer', offerKey(offer))) {
    if (registration.portal_id === portal_id) await model.registrations.remove(registration.id)
  }
  await model.publications.remove(id)
}
