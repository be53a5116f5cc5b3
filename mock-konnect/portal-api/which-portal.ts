import type { KonnectContext } from '../context.ts'
import { notFound } from '../errors.ts'
import type { PortalVersion } from '../model/common.ts'
import type { Portal } from '../model/portal.ts'
import { noSuchPortal } from './reasons.ts'

/**
 * The portal that a request to `host` means (`konnect.md` 1.1): the one whose domain it is; for any other host, which is
 * how the server itself is reached, the oldest of that API version. Only an unknown `….localhost` is taken for a mistake.
 * @throws Problem 404
 */
export async function portalAt({ model }: KonnectContext, version: PortalVersion, host: string): Promise<Portal> {
  const name = host.toLowerCase()
  const [byDefault] = await model.portals.listBy('default_domain', name)
  const [byCustom] = await model.portals.listBy('custom_domain', name)
  const named = byDefault ?? byCustom
  const portal = named ?? (name.endsWith('.localhost') ? undefined : await oldest(model, version))
  if (portal?.version !== version) throw notFound(noSuchPortal(host))
  return portal
}

async function oldest(model: KonnectContext['model'], version: PortalVersion): Promise<Portal | undefined> {
  const portals = await model.portals.listBy('version', version)
  return portals.toSorted((a, b) => a.created_at.localeCompare(b.created_at))[0]
}

/** The domain under which a portal presents itself. */
export const canonicalDomain = ({ custom_domain, default_domain }: Portal): string => custom_domain ?? default_domain
