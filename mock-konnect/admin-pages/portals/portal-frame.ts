import type { Html } from '../../../kit/html.ts'
import type { ShownClassicPortal, ShownCurrentPortal } from '../../admin-api/portals/schema.ts'
import type { PortalVersion } from '../../model/common.ts'
import type { Shown } from '../frame.ts'
import { path } from '../konnect-api.ts'
import { at, below } from '../places.ts'
import { Refused } from '../refused.ts'
import type { Visit } from '../site.ts'
import { isGeneration } from './portal-fields.ts'

export type ShownPortal = (ShownClassicPortal | ShownCurrentPortal) & { version: PortalVersion }

/** The portal that an address names: `/konnect/portals/v3/<id>…`. @throws Refused 404 */
export async function portalIn({ konnect, params }: Visit): Promise<ShownPortal> {
  const { version, portalId = '' } = params
  if (!isGeneration(version)) throw new Refused(404, { '': 'There is no such page.' })
  const portal = await konnect.get<ShownClassicPortal | ShownCurrentPortal>(path`/${version}/portals/${portalId}`)
  return { ...portal, version }
}

/** Where the API has this portal. */
export const apiOf = ({ version, id }: ShownPortal): string => path`/${version}/portals/${id}`

/** Where its pages are. */
export const placeOf = ({ version, id }: ShownPortal): string => below(at.portals, version, id)

/** The pages of one portal, by the names that each generation has for them (`konnect.md` 13.1). */
const pages: Readonly<Record<PortalVersion, readonly { name: string; label: string }[]>> = {
  v3: [
    { name: 'published', label: 'Published APIs' },
    { name: 'developers', label: 'Developers' },
    { name: 'registrations', label: 'App registrations' },
    { name: '', label: 'Settings' },
  ],
  v2: [
    { name: 'published', label: 'API Products' },
    { name: 'developers', label: 'Developers' },
    { name: 'registrations', label: 'App Registrations' },
    { name: '', label: 'Settings' },
    { name: 'application-setup', label: 'Application Setup' },
  ],
}

/** One page of a portal, beside its others. @param name which: the last part of its address */
export const portalPage = (portal: ShownPortal, name: string, content: Html | Html[]): Shown => ({
  title: portal.name,
  section: 'Dev Portal',
  trail: [{ href: at.portals, label: 'Dev Portals' }],
  tabs: pages[portal.version].map((page) => ({
    href: page.name === '' ? placeOf(portal) : `${placeOf(portal)}/${page.name}`,
    label: page.label,
    current: page.name === name,
  })),
  content,
})
