import { html } from '../../../kit/html.ts'
import { confirmedAction } from '../../../kit/pages/actions.ts'
import { table } from '../../../kit/pages/table.ts'
import type { ShownApiProduct, ShownProductVersion } from '../../admin-api/api-products/schema.ts'
import { changesOf } from '../api-body.ts'
import { apiForm, typedOf } from '../api-form.ts'
import { documentPages, documentsSection } from '../content/document-pages.ts'
import type { Subject } from '../content/subject.ts'
import { path } from '../konnect-api.ts'
import { at, below } from '../places.ts'
import type { Act, Show, Site, Visit } from '../site.ts'
import { productFields } from './product-fields.ts'

/** One API product, and its versions. */
export function productPage(site: Site): void {
  const place = `${at.products}/:productId`
  site.page(place, show)
  site.form(place, show, change)
  site.button(place, show, remove, 'delete')
  documentPages(site, subject)
}

/** @throws Refused 404 */
export const productIn = ({ konnect, params }: Visit): Promise<ShownApiProduct> =>
  konnect.get<ShownApiProduct>(path`/v2/api-products/${params.productId ?? ''}`)

const above = [{ href: at.products, label: 'API Products' }]

const subject: Subject = {
  route: `${at.products}/:productId`,
  section: 'API Products',
  async of(visit) {
    const { id, name } = await productIn(visit)
    const place = below(at.products, id)
    return { place, api: path`/v2/api-products/${id}`, trail: [...above, { href: place, label: name }] }
  },
}

const show: Show = async (visit) => {
  const product = await productIn(visit)
  const place = below(at.products, product.id)
  const versions = await visit.konnect.all<ShownProductVersion>(path`/v2/api-products/${product.id}/product-versions`)
  return {
    title: product.name,
    section: 'API Products',
    trail: above,
    content: html`<h2>Product Versions</h2>
<p class="actions"><a class="button" href="${place}/versions/create">New Version</a></p>
${table({
  label: 'Product versions',
  columns: ['Name', 'Gateway Service', 'Dev Portals'],
  rows: versions.map(({ id, name, gateway_service, portals }) => [
    html`<a href="${below(place, 'versions', id)}">${name}</a>`,
    gateway_service ? 'linked' : '–',
    portals.map(({ portal_name, publish_status }) => `${portal_name}: ${publish_status}`).join(', ') || '–',
  ]),
  none: 'No versions yet.',
})}
${await documentsSection(visit.konnect, await subject.of(visit))}
<h2>Settings</h2>
${apiForm({
  typed: typedOf(productFields, product),
  ...visit.state,
  label: 'API Product',
  action: place,
  fields: productFields,
  submit: 'Save',
})}
${confirmedAction({ action: `${place}/delete`, label: 'Delete' }, 'With its versions, their publications and the registrations for them.')}`,
  }
}

const change: Act = async (visit) => {
  const product = await productIn(visit)
  const body = changesOf(productFields, visit.sent, typedOf(productFields, product))
  await visit.konnect.send('PATCH', path`/v2/api-products/${product.id}`, body)
  return { to: below(at.products, product.id), notice: 'saved' }
}

const remove: Act = async ({ konnect, params }) => {
  await konnect.send('DELETE', path`/v2/api-products/${params.productId ?? ''}`)
  return { to: at.products, notice: 'deleted' }
}
