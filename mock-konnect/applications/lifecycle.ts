import { isoTime } from '../../kit/clock.ts'
import type { Reason } from '../../kit/reason.ts'
import type { KonnectContext } from '../context.ts'
import { badRequest, notFound } from '../errors.ts'
import { found } from '../found.ts'
import type { Application } from '../model/application.ts'
import type { ApprovalState, PortalVersion } from '../model/common.ts'
import type { Developer } from '../model/developer.ts'
import { newEntity } from '../model/new-entity.ts'
import { credentialTypeOf } from '../model/portal-strategy.ts'
import type { Registration } from '../model/registration.ts'
import { strategyProvider } from '../model/strategy-provider.ts'
import { type ApplicationChanges, changedApplication } from './changed-application.ts'
import { isDcr } from './dcr-application.ts'
import { removedWithClient, storedWithClient } from './dcr-client.ts'
import { applicationRow, checked, type NewApplication } from './new-application.ts'
import { tellAccess, tellUpdate } from './provider-news.ts'
import { notDcr, vanished } from './reasons.ts'
import { firstStatus, type NewRegistration, openPublication, storedRegistration } from './registering.ts'
import { rotatedClient } from './rotation.ts'
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
  const basis = await checked(context, asked)
  const row = applicationRow(context, asked, basis)
  const store = async (application: Application) => {
    await refuseVanished(context, application)
    await storedApplication(context.model.applications.insert(application), asked.by)
  }
  const { strategy, provider } = basis
  if (provider && row.client_id === null) return storedWithClient(context, row, { strategy, provider }, store)
  await store(row)
  return { application: row, clientSecret: undefined }
}

/**
 * Changes an application, and tells its identity provider first. Curity is not told: an update would replace the secret
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
    const provider = await strategyProvider(model, strategy)
    const changed = changedApplication(application, changes, {
      type: strategy && credentialTypeOf(strategy),
      choosesScopes: provider?.dcr_config.use_developer_managed_scopes === true,
    })
    await refuseTaken(context, changed)
    await tellUpdate(context, application, changed)
    const row = { ...changed, updated_at: isoTime(clock) }
    await storedApplication(model.applications.replace(row))
    return row
  })
}

/** Gives the application to another developer of its portal (`konnect.md` 5.2). @throws Problem 409 when that one has the name already */
export async function changeOwner(
  { model, clock, oneAtATime }: KonnectContext,
  { id }: Application,
  { id: developer_id }: Developer,
): Promise<Application> {
  return oneAtATime(id, async () => {
    const application = found(await model.applications.find(id), 'application', id)
    const changed = { ...application, developer_id, updated_at: isoTime(clock) }
    await storedApplication(model.applications.replace(changed))
    return changed
  })
}

/** Gives the application a new secret; the old one is dead (`konnect.md` 9.5). @throws Problem 400 or 404 */
export async function rotateSecret(
  context: KonnectContext,
  { id }: Application,
  version: PortalVersion,
): Promise<{ clientId: string; clientSecret: string }> {
  return context.oneAtATime(id, async () => {
    const application = found(await context.model.applications.find(id), 'application', id)
    if (!isDcr(application)) throw badRequest('The application has no secret that could be refreshed', notDcr())
    return rotatedClient(context, application, version)
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
    return removedWithClient(context, application, async () => {
      const { registrations, apiKeys, clientSecrets } = model
      for (const { id: registration } of await registrations.listBy('application', id)) {
        await registrations.remove(registration)
      }
      for (const { id: key } of await apiKeys.listBy('application', id)) await apiKeys.remove(key)
      for (const { id: secret } of await clientSecrets.listBy('application', id)) await clientSecrets.remove(secret)
      await model.applications.remove(id)
    })
  })
}

/** Deletes a developer with all applications, sessions and open mails (`konnect.md` 5.1). @throws Problem 400 as `deleteApplication` */
export async function deleteDeveloper(context: KonnectContext, { id }: Developer): Promise<void> {
  const { model } = context
  for (const application of await model.applications.listBy('developer', id))
    await deleteApplication(context, application)
  await endSessions(context, id)
  for (const member of await model.teamMembers.listBy('developer', id)) await model.teamMembers.remove(member.id)
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
    try {
      await tellAccess(context, application, registration, 'granted')
    } catch (error) {
      await context.model.registrations.remove(registration.id)
      throw error
    }
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

/** Takes access away, and tells the identity provider first. @throws Problem 400 */
export async function removeRegistration(context: KonnectContext, { id, application_id }: Registration): Promise<void> {
  const { model } = context
  await context.oneAtATime(application_id, async () => {
    const registration = await model.registrations.find(id)
    const application = await model.applications.find(application_id)
    if (registration && application) await tellAccess(context, application, registration, 'withdrawn')
    await model.registrations.remove(id)
  })
}

/** The identity provider takes its time; what the application rests on may be gone by then. @throws Problem 404 */
async function refuseVanished({ model }: KonnectContext, application: Application): Promise<void> {
  if (!(await model.developers.find(application.developer_id))) throw notFound(vanished('developer'))
  if (!(await model.authStrategies.find(application.auth_strategy_id))) throw notFound(vanished('auth strategy'))
}
