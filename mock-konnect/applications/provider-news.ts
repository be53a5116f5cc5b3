import type { KonnectContext } from '../context.ts'
import { wantedClient } from '../dcr/wanted-client.ts'
import type { Application } from '../model/application.ts'
import type { Registration } from '../model/registration.ts'
import { atProvider, isDcr, managed, providerOf } from './dcr-application.ts'

/** Tells the identity provider that an application changed, where it takes changes (`konnect.md` 10). @throws Problem 400 */
export async function tellUpdate(context: KonnectContext, before: Application, after: Application): Promise<void> {
  const told = ['name', 'description', 'redirect_uri', 'scopes'] as const
  if (told.every((member) => JSON.stringify(before[member]) === JSON.stringify(after[member]))) return
  await atProvider('update', async () => {
    const at = await concerned(context, after)
    await at?.driver.update?.(at.provider, at.client, at.wanted)
  })
}

/** Tells the identity provider that access came or went, where it is concerned (`konnect.md` 10). @throws Problem 400 */
export async function tellAccess(
  context: KonnectContext,
  application: Application,
  { id, offer, granted_scopes }: Registration,
  type: 'granted' | 'withdrawn',
): Promise<void> {
  await atProvider(type === 'granted' ? 'register' : 'unregister', async () => {
    const at = await concerned(context, application, id)
    const access = { type, offerId: offer.id, scopes: granted_scopes ?? [] }
    await at?.driver.access?.(at.provider, at.client, at.wanted, access)
  })
}

/** The driver, and the client as it stands without the registration `exceptId`. Nobody is concerned when Konnect made no client. */
async function concerned(context: KonnectContext, application: Application, exceptId?: string) {
  if (!isDcr(application)) return undefined
  const { model, dcr } = context
  const provider = await providerOf(context, application)
  if (!provider) return undefined
  const strategy = await model.authStrategies.find(application.auth_strategy_id)
  const registrations = await model.registrations.listBy('application', application.id)
  const others = registrations.filter(({ id }) => id !== exceptId)
  const granted = others.flatMap(({ granted_scopes }) => granted_scopes ?? [])
  const scopes = [...new Set([...application.scopes, ...granted])]
  return {
    driver: await dcr.driverOf(provider),
    provider,
    client: managed(application),
    wanted: wantedClient(context, { ...application, scopes }, { strategy, provider }),
  }
}
