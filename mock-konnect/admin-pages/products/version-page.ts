import { type Html, html } from '../../../kit/html.ts'
import { confirmedAction } from '../../../kit/pages/actions.ts'
import type { Typed } from '../../../kit/pages/form.ts'
import { table } from '../../../kit/pages/table.ts'
import type { ShownProductVersion } from '../../admin-api/api-products/schema.ts'
import type { ShownClassicPortal } from '../../admin-api/portals/schema.ts'
import { type ApiField, apiForm } from '../api-form.ts'
import { specificationPage, specificationSection } from '../content/specification-page.ts'
import type { Subject } from '../content/subject.ts'
import { linkIn, linkText, serviceOptions } from '../gateway/service-choice.ts'
import { path } from '../konnect-api.ts'
import { at, below } from '../places.ts'
import type { Act, Show, Site, Visit } from '../site.ts'
import { versionFields } from './product-fields.ts'
import { productIn } from './product-page.ts'

/** New Version, and one version: the service behind it, and the Dev Portals that it is published to. */
export function versionPage(site: Site): void {
  const versions = `${at.products}/:productId/versions`
  site.page(`${versions}/create`, showNew)
  site.form(`${versions}/create`, showNew, create)
  site.page(`${versions}/:versionId`, show)
  site.form(`${versions}/:versionId`, show, change)
  site.button(`${versions}/:versionId`, show, remove, 'delete')
  specificationPage(site, { subject, fields: [fileName], bodyOf: asFile })
}

const subject: Subject = {
  route: `${at.products}/:productId/versions/:versionId`,
  section: 'API Products',
  async of(visit) {
    const { name } = await versionIn(visit)
    const place = versionPlace(visit)
    return { place, api: apiPath(visit), trail: [...(await versionTrail(visit)), { href: place, label: name }] }
  },
}

const fileName: ApiField = {
  ...{ name: 'name', label: 'File Name', required: true },
  hint: 'orders.yaml: it ends in .yaml, .yml or .json.',
}

/** The older API takes a file, as base64. */
const asFile = ({ name }: Typed, content: string) => ({
  ...(name && { name }),
  ...(content !== '' && { content: Buffer.from(content).toString('base64') }),
})

const apiPath = ({ params: { productId = '', versionId = '' } }: Visit): string =>
  path`/v2/api-products/${productId}/product-versions/${versionId}`

/** @throws Refused 404 */
export const versionIn = (visit: Visit): Promise<ShownProductVersion> =>
  visit.konnect.get<ShownProductVersion>(apiPath(visit))

/** Where the page of the version is. */
export const versionPlace = ({ params: { productId = '', versionId = '' } }: Visit): string =>
  below(at.products, productId, 'versions', versionId)

/** The pages above those of a version. */
export async function versionTrail(visit: Visit) {
  const { id, name } = await productIn(visit)
  return [
    { href: at.products, label: 'API Products' },
    { href: below(at.products, id), label: name },
  ]
}

const showNew: Show = async (visit) => ({
  title: 'New Version',
  section: 'API Products',
  trail: await versionTrail(visit),
  content: apiForm({
    ...visit.state,
    label: 'New Version',
    action: below(at.products, visit.params.productId ?? '', 'versions', 'create'),
    fields: versionFields(await serviceOptions(visit.konnect)),
    submit: 'Create',
  }),
})

const bodyIn = ({ name, gateway_service }: Typed) => ({
  ...(name !== '' && { name }),
  gateway_service: gateway_service ? linkIn(gateway_service) : null,
})

const create: Act = async ({ konnect, params, sent }) => {
  const { productId = '' } = params
  const list = path`/v2/api-products/${productId}/product-versions`
  const { id } = await konnect.send<ShownProductVersion>('POST', list, bodyIn(sent))
  return { to: below(at.products, productId, 'versions', id), notice: 'created' }
}

const show: Show = async (visit) => {
  const version = await versionIn(visit)
  const { name, gateway_service } = version
  const place = versionPlace(visit)
  return {
    title: name,
    section: 'API Products',
    trail: await versionTrail(visit),
    content: html`${await devPortals(visit, version)}
${await specificationSection(visit.konnect, await subject.of(visit))}
<h2>Settings</h2>
${apiForm({
  typed: { name, gateway_service: gateway_service ? linkText(gateway_service) : '' },
  ...visit.state,
  label: 'Product Version',
  action: place,
  fields: versionFields(await serviceOptions(visit.konnect)),
  submit: 'Save',
})}
${confirmedAction({ action: `${place}/delete`, label: 'Delete' }, 'With its publications and the registrations for it.')}`,
  }
}

/** The tab Dev Portals: where it is published, and to where it can be. */
async function devPortals(visit: Visit, { portals: published }: ShownProductVersion): Promise<Html> {
  const portals = await visit.konnect.all<ShownClassicPortal>('/v2/portals')
  return html`<h2>Dev Portals</h2>
${table({
  label: 'Dev portals',
  columns: ['Portal', 'Status', 'Auth Strategy', 'Publish'],
  rows: portals.map(({ id, name }) => {
    const here = published.find(({ portal_id }) => portal_id === id)
    const label = here?.publish_status === 'published' ? 'Edit' : 'Publish to Dev Portals'
    return [
      name,
      here?.publish_status ?? 'unpublished',
      here?.auth_strategies[0]?.name ?? '–',
      html`<a href="${below(versionPlace(visit), 'dev-portals', id)}" aria-label="${label}: ${name}">${label}</a>`,
    ]
  }),
  none: 'There are no classic portals yet.',
})}`
}

const change: Act = async (visit) => {
  await visit.konnect.send('PATCH', apiPath(visit), { name: '', ...bodyIn(visit.sent) })
  return { to: versionPlace(visit), notice: 'saved' }
}

const remove: Act = async (visit) => {
  await visit.konnect.send('DELETE', apiPath(visit))
  return { to: below(at.products, visit.params.productId ?? ''), notice: 'deleted' }
}
