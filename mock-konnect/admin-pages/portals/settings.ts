import { html } from '../../../kit/html.ts'
import { confirmedAction } from '../../../kit/pages/actions.ts'
import { changesOf } from '../api-body.ts'
import { apiForm, typedOf } from '../api-form.ts'
import { at } from '../places.ts'
import type { Act, Show, Site } from '../site.ts'
import { generationLabels, portalFields } from './portal-fields.ts'
import { apiOf, placeOf, portalIn, portalPage } from './portal-frame.ts'

/** Settings of a portal: its auto-approve switches and its default strategy among them (`konnect.md` 13.1). */
export function portalSettings(site: Site): void {
  const place = `${at.portals}/:version/:portalId`
  site.page(place, show)
  site.form(place, show, change)
  site.button(place, show, remove, 'delete')
}

const show: Show = async (visit) => {
  const portal = await portalIn(visit)
  const fields = await portalFields(visit.konnect, portal.version, 'None')
  const content = html`<p>${generationLabels[portal.version]} portal at <code>${portal.default_domain}</code>. ID: <code>${portal.id}</code></p>
${apiForm({ typed: typedOf(fields, portal), ...visit.state, label: 'Settings', action: placeOf(portal), fields, submit: 'Save' })}
${confirmedAction(
  { action: `${placeOf(portal)}/delete`, label: 'Delete', values: { force: 'true' } },
  'With everything in it: developers, their applications and the clients of these at the identity provider, publications.',
)}`
  return portalPage(portal, '', content)
}

const change: Act = async (visit) => {
  const portal = await portalIn(visit)
  const fields = await portalFields(visit.konnect, portal.version, 'None')
  await visit.konnect.send('PATCH', apiOf(portal), changesOf(fields, visit.sent, typedOf(fields, portal)))
  return { to: placeOf(portal), notice: 'saved' }
}

const remove: Act = async (visit) => {
  const portal = await portalIn(visit)
  await visit.konnect.send('DELETE', `${apiOf(portal)}${visit.sent.force === 'true' ? '?force=true' : ''}`)
  return { to: at.portals, notice: 'deleted' }
}
