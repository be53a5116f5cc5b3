import type { KonnectContext } from '../context.ts'
import type { MadeClient } from '../dcr/driver.ts'
import { DcrFailure } from '../dcr/failure.ts'
import { providerGone } from '../dcr/reasons.ts'
import { badRequest, conflict } from '../errors.ts'
import type { Portal } from '../model/portal.ts'
import { noteSecret } from './client-secrets.ts'
import { atProvider, type DcrApplication, managed, providerOf } from './dcr-application.ts'
import { keepManagement } from './dcr-client.ts'
import { severalSecrets } from './reasons.ts'

/**
 * Gives the client a new secret in place of its only one, and keeps what the identity provider changed on the way (`konnect.md` 9.5).
 * @throws Problem 400 when that did not work; 409 (400 in the classic view, which describes no 409) when there are several secrets
 */
export async function rotatedClient(
  context: KonnectContext,
  application: DcrApplication,
  version: Portal['version'],
): Promise<MadeClient> {
  const { model, dcr } = context
  const [secret, ...others] = await model.clientSecrets.listBy('application', application.id)
  if (others.length > 0) {
    const refuse = version === 'v2' ? badRequest : conflict
    throw refuse('The application has more than one credential', severalSecrets())
  }
  const provider = await providerOf(context, application)
  return atProvider('rotate', async () => {
    if (!provider) throw new DcrFailure(providerGone())
    try {
      const driver = await dcr.driverOf(provider)
      const made = await driver.rotate(provider, managed(application), secret?.secret_id ?? undefined)
      await keepManagement(context, application, made.kept)
      if (secret) {
        await model.clientSecrets.remove(secret.id)
        await noteSecret(context, application, made, secret.display_name)
      }
      return made
    } catch (error) {
      if (error instanceof DcrFailure && error.kept) await keepManagement(context, application, error.kept)
      throw error
    }
  })
}
