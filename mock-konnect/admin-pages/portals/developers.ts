import { html } from '../../../kit/html.ts'
import { table } from '../../../kit/pages/table.ts'
import type { ShownDeveloper } from '../../admin-api/developers/schema.ts'
import { bodyOf } from '../api-body.ts'
import { type ApiField, apiForm } from '../api-form.ts'
import { path } from '../konnect-api.ts'
import { pageOf, pager } from '../pager.ts'
import { at } from '../places.ts'
import type { Act, Show, Site } from '../site.ts'
import { approvalActions, decided } from './approval.ts'
import { apiOf, placeOf, portalIn, portalPage } from './portal-frame.ts'

/** Developers of a portal: approved, rejected, revoked, deleted; in current portals invited too. */
export function portalDevelopers(site: Site): void {
  const place = `${at.portals}/:version/:portalId/developers`
  site.page(place, show)
  site.form(place, show, invite)
  site.button(place, show, decide, 'decide')
  site.button(place, show, remove, 'delete')
}

const fields: readonly ApiField[] = [
  { name: 'email', label: 'Email', kind: 'email', required: true },
  { name: 'full_name', label: 'Full Name', required: true },
  { name: 'send_invitation_email', label: 'Send an invitation', kind: 'checkbox' },
]

const show: Show = async (visit) => {
  const portal = await portalIn(visit)
  const place = `${placeOf(portal)}/developers`
  const { data, meta } = await visit.konnect.page<ShownDeveloper>(`${apiOf(portal)}/developers`, pageOf(visit.query))
  const invitation = html`<h2>New Developer</h2>${apiForm({ ...visit.state, label: 'New Developer', action: place, fields, submit: 'Save' })}`
  return portalPage(
    portal,
    'developers',
    html`<h2>${portal.version === 'v3' ? 'Access and approvals' : 'Requests'}</h2>
${table({
  label: 'Developers',
  columns: ['Name', 'Email', 'Status', 'Actions'],
  rows: data.map(({ id, full_name, email, status }) => [
    full_name,
    email,
    status,
    approvalActions(place, { values: { id }, about: full_name, status }),
  ]),
  none: 'No developers yet.',
})}${pager(place, meta.page)}
${portal.version === 'v3' && invitation}`,
  )
}

const invite: Act = async (visit) => {
  const portal = await portalIn(visit)
  await visit.konnect.send('POST', `${apiOf(portal)}/developers`, bodyOf(fields, visit.sent))
  return { to: `${placeOf(portal)}/developers`, notice: 'created' }
}

const decide: Act = async (visit) => {
  const portal = await portalIn(visit)
  const { id, status } = visit.sent
  await visit.konnect.send('PATCH', apiOf(portal) + path`/developers/${String(id)}`, { status })
  return { to: `${placeOf(portal)}/developers`, notice: decided(status) }
}

const remove: Act = async (visit) => {
  const portal = await portalIn(visit)
  await visit.konnect.send('DELETE', apiOf(portal) + path`/developers/${String(visit.sent.id)}`)
  return { to: `${placeOf(portal)}/developers`, notice: 'deleted' }
}
