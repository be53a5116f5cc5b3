import { html } from '../../../kit/html.ts'
import { table } from '../../../kit/pages/table.ts'
import type { ShownApi } from '../../admin-api/apis/schema.ts'
import { bodyOf } from '../api-body.ts'
import { type ApiField, apiForm } from '../api-form.ts'
import { pageOf, pager } from '../pager.ts'
import { at, below } from '../places.ts'
import type { Act, Show, Site } from '../site.ts'

export const apiFields: readonly ApiField[] = [
  { name: 'name', label: 'API Name', required: true },
  { name: 'version', label: 'Version', cleared: null },
  {
    name: 'slug',
    label: 'Slug',
    cleared: null,
    hint: 'Part of its address in portals; empty: made of name and version.',
  },
  { name: 'description', label: 'Description', kind: 'area', cleared: null },
  { name: 'labels', label: 'Labels', as: 'labels', hint: 'key=value, parted by commas' },
]

/** APIs, and New API. */
export function apiList(site: Site): void {
  site.page(at.apis, showList)
  site.page(`${at.apis}/create`, showNew)
  site.form(`${at.apis}/create`, showNew, create)
}

const showList: Show = async ({ konnect, query }) => {
  const { data, meta } = await konnect.page<ShownApi>('/v3/apis', pageOf(query))
  return {
    title: 'APIs',
    section: 'APIs',
    content: html`<p class="actions"><a class="button" href="${at.apis}/create">New API</a></p>
${table({
  label: 'APIs',
  columns: ['Name', 'Version', 'Published in'],
  rows: data.map(({ id, name, version, portals }) => [
    html`<a href="${below(at.apis, id)}">${name}</a>`,
    version ?? '–',
    portals.map((portal) => portal.name).join(', ') || '–',
  ]),
  none: 'No APIs yet.',
})}${pager(at.apis, meta.page)}`,
  }
}

const showNew: Show = async ({ state }) => ({
  title: 'New API',
  section: 'APIs',
  trail: [{ href: at.apis, label: 'APIs' }],
  content: apiForm({ ...state, label: 'New API', action: `${at.apis}/create`, fields: apiFields, submit: 'Create' }),
})

const create: Act = async ({ konnect, sent }) => {
  const { id } = await konnect.send<ShownApi>('POST', '/v3/apis', bodyOf(apiFields, sent))
  return { to: below(at.apis, id), notice: 'created' }
}
