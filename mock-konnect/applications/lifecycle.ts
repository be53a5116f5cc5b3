import { isoTime } from '../../kit/clock.ts'
import type { Reason } from '../../kit/reason.ts'
import { found } from '../admin-api/found.ts'
import { newEntity } from '../admin-api/new-entity.ts'
import type { KonnectContext } from '../context.ts'
import { badRequest, notFound } from '../errors.ts'
import type { Application } from '../model/application.ts'
import type { ApprovalState } from '../model/common.ts'
import type { Developer } from '../model/developer.ts'
import { credentialTypeOf } from '../model/portal-strategy.ts'
import type { Registration } from '../model/registration.ts'
import { type ApplicationChanges, changedApplication } from './changed-application.ts'
import { afterUndoing, isDcr, madeClient, removedClient, rotatedClient } from './dcr-client.ts'
import { applicationRow, checked, type NewApplication } from './new-application.ts'
import { notDcr, vanished } from './reasons.ts'
import { firstStatus, type NewRegistration, openPublication, storedRegistration } from './registering.ts'
import { refuseTaken, storedApplication } from './taken.ts'

/**
 * Makes an application, and with a DCR strategy its client at the identity provider (`konnect.md` 9.4, 10). When anything
 * fails, neither stays. The secret is given once and not kept.
 * @throws Problem 400, 403, 404 or 409
 */
export async function createApplication(
  context: KonnectContext,
  asked: NewApplication,
): Promise<{ application: Application; clientSecret: string | undefined }> {
  const { model } = context
  const basis = await checked(context, asked)
  const row = applicationRow(context, asked, basis)
  const made = row.client_id === null ? await madeClient(context, row, basis) : undefined
  const dcr_client = basis.provider && made ? { dcr_provider_id: basis.provider.id, ...made.kept } : row.dcr_client
  const application: Application = { ...row, client_id: made?.clientId ?? row.client_id, dcr_client }
  try {
    await refuseVanished(context, application)
    await storedApplication(model.applications.insert(application), asked.by)
  } catch (error) {
    throw await afterUndoing(context, basis, made, error)
  }
  return { application, clientSecret: made?.clientSecret }
}

/**
 * Changes what Konnect knows of an application. The identity provider is not told: at Curity an update would replace the secret
 * (`curity.md` 3). @throws Problem 400 or 409
 */
export async function updateApplication(
  context: KonnectContext,
  { id }: Application,
  changes: ApplicationChanges,
): Promise<Application> {
  const { model, clock } = context
  return context.oneAtATime(id, async () => {
    const application = found(await model.applications.find(id), 'application', id)
    const strategy = await model.authStrategies.find(application.auth_strategy_id)
    const changed = changedApplication(application, changes, strategy && credentialTypeOf(strategy))
    await refuseTaken(context, changed)
    await storedApplication(model.applications.replace({ ...changed, updated_at: isoTime(clock) }))
    return { ...changed, updated_at: isoTime(clock) }
  })
}

/** Gives the application a new secret; the old one is dead (`konnect.md` 9.5). @throws Problem 400 or 404 */
export async function rotateSecret(
  context: KonnectContext,
  { id }: Application,
): Promise<{ clientId: string; clientSecret: string }> {
  return context.oneAtATime(id, async () => {
    const application = found(await context.model.applications.find(id), 'application', id)
    if (!isDcr(application)) throw badRequest('The application has no secret that could be refreshed', notDcr())
    return rotatedClient(context, application)
  })
}

/**
 * Deletes an application, its client, its registrations and its keys. The client goes first: while it cannot be deleted, the
 * application stays (`konnect.md` 10). Gives the reason when a client stays behind all the same (switch `idpDeleteFailure`).
 * @throws Problem 400
 */
export async function deleteApplication(context: KonnectContext, { id }: Application): Promise<Reason | undefined> {
  const { model } = context
  return context.oneAtATime(id, async () => {
    const application = await model.applications.find(id)
    if (!application) return undefined
    const orphan = await removedClient(context, application)
    for (const registration of await model.registrations.listBy('application', id)) {
      await model.registrations.remove(registration.id)
    }
    for (const key of await model.apiKeys.listBy('application', id)) await model.apiKeys.remove(key.id)
    await model.applications.remove(id)
    return orphan
  })
}

/** Deletes a developer with all applications, sessions and open mails (`konnect.md` 5.1). @throws Problem 400 as `deleteApplication` */
export async function deleteDeveloper(context: KonnectContext, { id }: Developer): Promise<void> {
  const { model } = context
  for (const application of await model.applications.listBy('developer', id))
    await deleteApplication(context, application)
  await endSessions(context, id)
  for (const token of await model.mailTokens.listBy('developer', id)) await model.mailTokens.remove(token.id)
  await model.developers.remove(id)
}

/** Any status may follow any other; who is not approved is signed out (`konnect.md` 5.1). */
export async function setDeveloperStatus(
  context: KonnectContext,
  developer: Developer,
  status: ApprovalState,
): Promise<Developer> {
  const changed = { ...developer, status, updated_at: isoTime(context.clock) }
  await context.model.developers.replace(changed)
  if (status !== 'approved') await endSessions(context, developer.id)
  return changed
}

/** Signs a developer out everywhere. */
export async function endSessions({ model }: KonnectContext, developerId: string): Promise<void> {
  for (const session of await model.developerSessions.listBy('developer', developerId)) {
    await model.developerSessions.remove(session.id)
  }
}

/** Asks for access to an offer, or grants it (`konnect.md` 5.3, 9.6). @throws Problem 400, 403, 404 or 409 */
export async function registerApplication(context: KonnectContext, asked: NewRegistration): Promise<Registration> {
  const { portal, offer, status, scopes } = asked
  const { id } = asked.application
  return context.oneAtATime(id, async () => {
    const application = found(await context.model.applications.find(id), 'application', id)
    const publication = await openPublication(context, { ...asked, application })
    const registration: Registration = {
      ...newEntity(context, 'registration'),
      portal_id: portal.id,
      application_id: id,
      offer,
      status: status ?? firstStatus(portal, publication),
      granted_scopes: scopes && scopes.length > 0 ? [...scopes] : null,
    }
    await storedRegistration(context, registration)
    return registration
  })
}

/** Any status may follow any other. */
export async function setRegistrationStatus(
  { model, clock }: KonnectContext,
  registration: Registration,
  status: ApprovalState,
): Promise<Registration> {
  const changed = { ...registration, status, updated_at: isoTime(clock) }
  await model.registrations.replace(changed)
  return changed
}

export async function removeRegistration({ model }: KonnectContext, { id }: Registration): Promise<void> {
  await model.registrations.remove(id)
}

/** The identity provider takes its time; what the application rests on may be gone by then. @throws Problem 404 */
async function refuseVanished({ model }: KonnectContext, application: Application): Promise<void> {
  if (!(await model.developers.find(application.developer_id))) throw notFound(vanished('developer'))
  if (!(await model.authStrategies.find(application.auth_strategy_id))) throw notFound(vanished('auth strategy'))
}
