import { html } from '../../../kit/html.ts'
import { table } from '../../../kit/pages/table.ts'
import type { ShownControlPlane } from '../../admin-api/control-planes/schema.ts'
import { bodyOf } from '../api-body.ts'
import { type ApiField, apiForm } from '../api-form.ts'
import { pageOf, pager } from '../pager.ts'
import { at, below } from '../places.ts'
import type { Act, Show, Site } from '../site.ts'

const fields: readonly ApiField[] = [
  { name: 'name', label: 'Name', required: true },
  { name: 'description', label: 'Description' },
]

/** Gateway Manager: the control planes. */
export function controlPlanes(site: Site): void {
  site.page(at.gateway, show)
  site.form(at.gateway, show, create)
}

const show: Show = async ({ konnect, query, state }) => {
  const { data, meta } = await konnect.page<ShownControlPlane>('/v2/control-planes', pageOf(query))
  return {
    title: 'Gateway Manager',
    section: 'Gateway Manager',
    content: html`${table({
      label: 'Control planes',
      columns: ['Name', 'Description'],
      rows: data.map(({ id, name, description }) => [
        html`<a href="${below(at.gateway, id)}">${name}</a>`,
        description,
      ]),
      none: 'No control planes yet.',
    })}${pager(at.gateway, meta.page)}
<h2>New Control Plane</h2>
${apiForm({ ...state, label: 'New Control Plane', action: at.gateway, fields, submit: 'Create' })}`,
  }
}

const create: Act = async ({ konnect, sent }) => {
  const { id } = await konnect.send<ShownControlPlane>('POST', '/v2/control-planes', bodyOf(fields, sent))
  return { to: below(at.gateway, id), notice: 'created' }
}
