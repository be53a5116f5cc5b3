import type { Static } from 'typebox'
import { html } from '../../../kit/html.ts'
import { table } from '../../../kit/pages/table.ts'
import type { ClassicRegistration, CurrentRegistration } from '../../admin-api/registrations/schema.ts'
import { path } from '../konnect-api.ts'
import { pageOf, pager } from '../pager.ts'
import { at } from '../places.ts'
import type { Act, Show, Site } from '../site.ts'
import { approvalActions, decided } from './approval.ts'
import { apiOf, placeOf, portalIn, portalPage, type ShownPortal } from './portal-frame.ts'

type Registration = Static<typeof ClassicRegistration> | Static<typeof CurrentRegistration>

/** Requests of a classic portal, Access and approvals of a current one: which application may call which API. */
export function portalRegistrations(site: Site): void {
  const place = `${at.portals}/:version/:portalId/registrations`
  site.page(place, show)
  site.button(place, show, decide, 'decide')
  site.button(place, show, remove, 'delete')
}

const show: Show = async (visit) => {
  const portal = await portalIn(visit)
  const place = `${placeOf(portal)}/registrations`
  const list = `${apiOf(portal)}/application-registrations`
  const { data, meta } = await visit.konnect.page<Registration>(list, pageOf(visit.query))
  return portalPage(
    portal,
    'registrations',
    html`<h2>${portal.version === 'v3' ? 'Access and approvals' : 'Requests'}</h2>
${table({
  label: 'App registrations',
  columns: ['Application', portal.version === 'v3' ? 'API' : 'API Product', 'Status', 'Actions'],
  rows: data.map((registration) => [
    registration.application.name,
    offered(registration),
    registration.status,
    approvalActions(place, {
      values: { id: registration.id, application_id: registration.application.id },
      about: `${registration.application.name} for ${offered(registration)}`,
      status: registration.status,
    }),
  ]),
  none: 'No registrations yet.',
})}${pager(place, meta.page)}`,
  )
}

const offered = (registration: Registration): string =>
  'api' in registration
    ? [registration.api.name, registration.api.version].filter(Boolean).join(' ')
    : `${registration.product.name} ${registration.product_version.name}`

const registrationOf = (portal: ShownPortal, { id, application_id }: { id?: unknown; application_id?: unknown }) =>
  apiOf(portal) + path`/applications/${String(application_id)}/registrations/${String(id)}`

const decide: Act = async (visit) => {
  const portal = await portalIn(visit)
  const { status } = visit.sent
  await visit.konnect.send('PATCH', registrationOf(portal, visit.sent), { status })
  return { to: `${placeOf(portal)}/registrations`, notice: decided(status) }
}

const remove: Act = async (visit) => {
  const portal = await portalIn(visit)
  await visit.konnect.send('DELETE', registrationOf(portal, visit.sent))
  return { to: `${placeOf(portal)}/registrations`, notice: 'deleted' }
}
