import { isoTime } from '../../../kit/clock.ts'
import { deleteDeveloper } from '../../applications/lifecycle.ts'
import type { KonnectContext } from '../../context.ts'
import type { Portal } from '../../model/portal.ts'
import { removeTeam } from '../teams/lookup.ts'

/**
 * Deletes a portal with everything in it. Developers go first and through the life-cycle, so that their applications'
 * clients are deleted at the identity provider (`konnect.md` 10).
 * @throws Problem when an identity provider refuses; what was deleted until then stays deleted, the portal stays
 */
export async function removePortal(context: KonnectContext, { id }: Portal): Promise<void> {
  const { model } = context
  for (const developer of await model.developers.listBy('portal', id)) await deleteDeveloper(context, developer)
  for (const registration of await model.registrations.listBy('portal', id)) {
    await model.registrations.remove(registration.id)
  }
  for (const publication of await model.publications.listBy('portal', id))
    await model.publications.remove(publication.id)
  await withdrawProducts(context, id)
  for (const team of await model.teams.listBy('portal', id)) await removeTeam(model, team)
  for (const settings of [model.authenticationSettings, model.customDomains, model.appearances])
    await settings.remove(id)
  await model.portals.remove(id)
}

async function withdrawProducts({ model, clock }: KonnectContext, portalId: string): Promise<void> {
  for (const product of await model.apiProducts.listBy('portal', portalId)) {
    const portal_ids = product.portal_ids.filter((id) => id !== portalId)
    await model.apiProducts.replace({ ...product, portal_ids, updated_at: isoTime(clock) })
  }
}
