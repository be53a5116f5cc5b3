import { type Html, html } from '../../../kit/html.ts'
import { actionButton, confirmedAction } from '../../../kit/pages/actions.ts'
import { table } from '../../../kit/pages/table.ts'
import type { ShownApi, ShownImplementation } from '../../admin-api/apis/schema.ts'
import { changesOf } from '../api-body.ts'
import { apiForm, typedOf } from '../api-form.ts'
import { documentPages, documentsSection } from '../content/document-pages.ts'
import { specificationPage, specificationSection } from '../content/specification-page.ts'
import type { Subject } from '../content/subject.ts'
import { linkIn, linkText, serviceOptions } from '../gateway/service-choice.ts'
import { path } from '../konnect-api.ts'
import { at, below } from '../places.ts'
import type { Act, Show, Site, Visit } from '../site.ts'
import { apiFields } from './api-list.ts'

/** One API: the service behind it, the portals that it is published in, its settings (`konnect.md` 7). */
export function apiPage(site: Site): void {
  const place = `${at.apis}/:apiId`
  site.page(place, show)
  site.form(place, show, change)
  site.formBeside(place, show, link, 'link')
  site.button(place, show, unlink, 'unlink')
  site.button(place, show, unpublish, 'unpublish')
  site.button(place, show, remove, 'delete')
  documentPages(site, subject)
  specificationPage(site, { subject, bodyOf: (_typed, content) => ({ ...(content !== '' && { content }) }) })
}

/** @throws Refused 404 */
export const apiIn = ({ konnect, params }: Visit): Promise<ShownApi> =>
  konnect.get<ShownApi>(path`/v3/apis/${params.apiId ?? ''}`)

const placeOf = ({ params }: Visit): string => below(at.apis, params.apiId ?? '')

const subject: Subject = {
  route: `${at.apis}/:apiId`,
  section: 'APIs',
  async of(visit) {
    const { id, name } = await apiIn(visit)
    const place = below(at.apis, id)
    return { place, api: path`/v3/apis/${id}`, trail: [...above, { href: place, label: name }] }
  },
}

const above = [{ href: at.apis, label: 'APIs' }]

const show: Show = async (visit) => {
  const api = await apiIn(visit)
  const place = placeOf(visit)
  const found = await subject.of(visit)
  return {
    title: [api.name, api.version].filter(Boolean).join(' '),
    section: 'APIs',
    trail: above,
    content: html`<h2>Gateway Service</h2>
${await implementation(visit)}
<h2>Portals</h2>
<p class="actions"><a class="button" href="${place}/publish">Publish API</a></p>
${table({
  label: 'Portals',
  columns: ['Portal', 'Publication', 'Action'],
  rows: api.portals.map(({ id, name }) => [
    name,
    html`<a href="${place}/publish?${new URLSearchParams({ portal_id: id }).toString()}" aria-label="Edit ${name}">Edit</a>`,
    actionButton({ action: `${place}/unpublish`, label: 'Unpublish', about: name, values: { portal_id: id } }),
  ]),
  none: 'It is published in no portal yet.',
})}
${await specificationSection(visit.konnect, found)}
${await documentsSection(visit.konnect, found)}
<h2>Settings</h2>
${apiForm({ typed: typedOf(apiFields, api), ...visit.state, label: 'API', action: place, fields: apiFields, submit: 'Save' })}
${confirmedAction({ action: `${place}/delete`, label: 'Delete' }, 'With its publications and the registrations for it.')}`,
  }
}

/** What stands behind the API, or the choice of what will. */
async function implementation(visit: Visit): Promise<Html> {
  const { konnect, params } = visit
  const of = new URLSearchParams({ 'filter[api_id]': params.apiId ?? '' })
  const [linked] = await konnect.all<ShownImplementation>(`/v3/api-implementations?${of}`)
  const options = await serviceOptions(konnect)
  if (linked) {
    const service = options.find(({ value }) => linked.service && value === linkText(linked.service))
    const values = { implementation_id: linked.id }
    return html`<p>${service?.label ?? 'A whole control plane'}</p>${actionButton({ action: `${placeOf(visit)}/unlink`, label: 'Unlink', values })}`
  }
  if (options.length === 0) {
    return html`<p>There is no gateway service to link yet. <a href="${at.gateway}">Gateway Manager</a></p>`
  }
  return apiForm({
    ...(visit.beside?.name === 'link' && visit.beside.state),
    label: 'Link a gateway service',
    action: `${placeOf(visit)}/link`,
    fields: [{ name: 'service', label: 'Gateway Service', kind: 'select', options }],
    submit: 'Link',
  })
}

const change: Act = async (visit) => {
  const body = changesOf(apiFields, visit.sent, typedOf(apiFields, await apiIn(visit)))
  await visit.konnect.send('PATCH', path`/v3/apis/${visit.params.apiId ?? ''}`, body)
  return { to: placeOf(visit), notice: 'saved' }
}

const link: Act = async (visit) => {
  const implementations = path`/v3/apis/${visit.params.apiId ?? ''}/implementations`
  await visit.konnect.send('POST', implementations, { service: linkIn(visit.sent.service) })
  return { to: placeOf(visit), notice: 'linked' }
}

const unlink: Act = async (visit) => {
  const { params, sent } = visit
  const id = String(sent.implementation_id ?? '')
  await visit.konnect.send('DELETE', path`/v3/apis/${params.apiId ?? ''}/implementations/${id}`)
  return { to: placeOf(visit), notice: 'unlinked' }
}

const unpublish: Act = async (visit) => {
  const { params, sent } = visit
  const portalId = String(sent.portal_id ?? '')
  await visit.konnect.send('DELETE', path`/v3/apis/${params.apiId ?? ''}/publications/${portalId}`)
  return { to: placeOf(visit), notice: 'unpublished' }
}

const remove: Act = async ({ konnect, params }) => {
  await konnect.send('DELETE', path`/v3/apis/${params.apiId ?? ''}`)
  return { to: at.apis, notice: 'deleted' }
}
