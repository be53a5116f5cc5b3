import type { KonnectContext } from '../context.ts'
import type { MadeSecret } from '../dcr/driver.ts'
import { DcrFailure } from '../dcr/failure.ts'
import { providerGone } from '../dcr/reasons.ts'
import { badRequest, conflict, forbidden } from '../errors.ts'
import type { Application } from '../model/application.ts'
import { offersCredentialLists, secretLimits } from '../model/auth-strategy.ts'
import type { ClientSecret } from '../model/client-secret.ts'
import { newEntity } from '../model/new-entity.ts'
import { atProvider, type DcrApplication, managed, providerOf } from './dcr-application.ts'
import { lastSecret, oneSecretOnly, secretLimit, secretUnnamed } from './reasons.ts'

/** Notes a secret that the identity provider gave. The secret itself is not kept. */
export async function noteSecret(
  context: KonnectContext,
  { id }: Application,
  { secretId, expiresAt }: MadeSecret,
  displayName: string | null,
): Promise<ClientSecret> {
  const row: ClientSecret = {
    ...newEntity(context, 'client-secret'),
    application_id: id,
    secret_id: secretId ?? null,
    display_name: displayName,
    expires_at: expiresAt ?? null,
  }
  await context.model.clientSecrets.insert(row)
  return row
}

/**
 * Adds a secret to the application's client (`konnect.md` 9.5).
 * @throws Problem 400 where a client has one secret only, or the identity provider refuses; 403 at its limit
 */
export async function addedSecret(
  context: KonnectContext,
  application: DcrApplication,
  displayName: string | undefined,
): Promise<{ row: ClientSecret; clientSecret: string }> {
  const { model, dcr } = context
  const provider = await providerOf(context, application)
  const strategy = await model.authStrategies.find(application.auth_strategy_id)
  const driver = provider && (await dcr.driverOf(provider))
  if (!strategy || !provider || !driver?.addSecret || !offersCredentialLists(strategy, provider)) {
    throw badRequest('The application does not support multiple credentials', oneSecretOnly())
  }
  const { most } = secretLimits(provider)
  if (most !== undefined && (await model.clientSecrets.countBy('application', application.id)) >= most) {
    throw forbidden(`Maximum number of Credentials exceeded. Max Allowed: ${most}`, secretLimit(most))
  }
  const add = driver.addSecret
  const made = await atProvider('secrets', () => add(provider, managed(application), displayName))
  return { row: await noteSecret(context, application, made, displayName ?? null), clientSecret: made.clientSecret }
}

/** Takes a secret away. @throws Problem 409 for the last one, 400 when the identity provider refuses */
export async function removeSecret(
  context: KonnectContext,
  application: DcrApplication,
  { id, secret_id }: ClientSecret,
): Promise<void> {
  const { model, dcr } = context
  if ((await model.clientSecrets.countBy('application', application.id)) <= 1) {
    throw conflict('The application needs one credential', lastSecret())
  }
  const provider = await providerOf(context, application)
  await atProvider('secrets', async () => {
    if (!provider) throw new DcrFailure(providerGone())
    if (secret_id === null) throw new DcrFailure(secretUnnamed())
    await (await dcr.driverOf(provider)).removeSecret?.(provider, managed(application), secret_id)
  })
  await model.clientSecrets.remove(id)
}
