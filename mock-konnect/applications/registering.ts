import { UniqueViolation } from '../../kit/table.ts'
import type { KonnectContext } from '../context.ts'
import { conflict, forbidden, invalidParameters, notFound } from '../errors.ts'
import type { Application } from '../model/application.ts'
import type { ApprovalState } from '../model/common.ts'
import type { Portal } from '../model/portal.ts'
import type { Offer, Publication } from '../model/publication.ts'
import { publicationOf } from '../model/publication-of.ts'
import type { Registration } from '../model/registration.ts'
import { alreadyRegistered, notPublished, registrationClosed, strategyMismatch } from './reasons.ts'

/** Who wants to call what. */
export interface NewRegistration {
  portal: Portal
  application: Application
  offer: Offer
  /** Default: what the portal approves by itself. */
  status?: ApprovalState
  scopes?: readonly string[]
}

/**
 * The publication behind `offer`, when it takes registrations of this application (`konnect.md` 9.6).
 * @throws Problem 404 when it is not in the portal, 403 when it is closed, 400 when its strategy is not the application's
 */
export async function openPublication(
  { model }: KonnectContext,
  { portal, application, offer }: NewRegistration,
): Promise<Publication> {
  const publication = await publicationOf(model, portal.id, offer)
  if (publication?.publish_status !== 'published') throw notFound(notPublished(`${offer.type} ${offer.id}`))
  const { auth_strategy_id, application_registration_enabled } = publication
  if (auth_strategy_id === null) throw forbidden(undefined, registrationClosed('it is published without a strategy'))
  if (portal.version === 'v2' && !application_registration_enabled) {
    throw forbidden(undefined, registrationClosed('application_registration_enabled is off'))
  }
  if (auth_strategy_id !== application.auth_strategy_id) {
    const field = offer.type === 'api' ? 'api_id' : 'product_version_id'
    const reason = `auth strategy of "${field}" must be the one of the application`
    throw invalidParameters(
      [{ field, reason, rule: 'invalid', source: 'body' }],
      strategyMismatch(application.auth_strategy_id, auth_strategy_id),
    )
  }
  return publication
}

/** Approved when auto-approve applies, else pending (`konnect.md` 5.3). */
export function firstStatus(portal: Portal, { auto_approve_registrations }: Publication): ApprovalState {
  const byPortal = portal.version === 'v3' && portal.auto_approve_applications
  return auto_approve_registrations || byPortal ? 'approved' : 'pending'
}

/** Stores a registration. @throws Problem 409 when there is one already, whatever its status */
export async function storedRegistration({ model }: KonnectContext, registration: Registration): Promise<void> {
  try {
    await model.registrations.insert(registration)
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error
    throw conflict('API is already registered to the application', alreadyRegistered())
  }
}
