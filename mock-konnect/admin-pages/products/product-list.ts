import { html } from '../../../kit/html.ts'
import { table } from '../../../kit/pages/table.ts'
import type { ShownApiProduct } from '../../admin-api/api-products/schema.ts'
import { bodyOf } from '../api-body.ts'
import { apiForm } from '../api-form.ts'
import { pageOf, pager } from '../pager.ts'
import { at, below } from '../places.ts'
import type { Act, Show, Site } from '../site.ts'
import { productFields } from './product-fields.ts'

/** API Products, and New API Product. */
export function productList(site: Site): void {
  site.page(at.products, showList)
  site.page(`${at.products}/create`, showNew)
  site.form(`${at.products}/create`, showNew, create)
}

const showList: Show = async ({ konnect, query }) => {
  const { data, meta } = await konnect.page<ShownApiProduct>('/v2/api-products', pageOf(query))
  return {
    title: 'API Products',
    section: 'API Products',
    content: html`<p class="actions"><a class="button" href="${at.products}/create">New API Product</a></p>
${table({
  label: 'API products',
  columns: ['Name', 'Versions', 'Published in'],
  rows: data.map(({ id, name, version_count, portals }) => [
    html`<a href="${below(at.products, id)}">${name}</a>`,
    String(version_count),
    portals.map(({ portal_name }) => portal_name).join(', ') || '–',
  ]),
  none: 'No API products yet.',
})}${pager(at.products, meta.page)}`,
  }
}

const showNew: Show = async ({ state }) => ({
  title: 'New API Product',
  section: 'API Products',
  trail: [{ href: at.products, label: 'API Products' }],
  content: apiForm({
    ...state,
    label: 'New API Product',
    action: `${at.products}/create`,
    fields: productFields,
    submit: 'Create',
  }),
})

const create: Act = async ({ konnect, sent }) => {
  const { id } = await konnect.send<ShownApiProduct>('POST', '/v2/api-products', bodyOf(productFields, sent))
  return { to: below(at.products, id), notice: 'created' }
}
