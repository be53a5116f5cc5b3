import type { Static } from 'typebox'
import type { ShownControlPlane } from '../../admin-api/control-planes/schema.ts'
import type { ShownService } from '../../admin-api/core-entities/schema.ts'
import { bodyOf } from '../api-body.ts'
import { type ApiField, apiForm } from '../api-form.ts'
import { type KonnectApi, path } from '../konnect-api.ts'
import { at, below } from '../places.ts'
import type { Act, Show, Site } from '../site.ts'

/** New Gateway Service, and New Route: enough of both to put something behind an API. */
export function entityForms(site: Site): void {
  entityForm(site, { kind: 'services', title: 'New Gateway Service', fields: async () => serviceFields })
  entityForm(site, { kind: 'routes', title: 'New Route', fields: routeFields })
}

const serviceFields: readonly ApiField[] = [
  { name: 'name', label: 'Name' },
  { name: 'url', label: 'Upstream URL', kind: 'url', required: true, hint: 'Where the API is: https://api.example/v1' },
  { name: 'tags', label: 'Tags', as: 'words', hint: 'Parted by commas' },
]

const list = { as: 'words', hint: 'Parted by commas' } as const

const routeFields = async (konnect: KonnectApi, controlPlaneId: string): Promise<ApiField[]> => {
  const services = await konnect.entities<Static<typeof ShownService>>(
    path`/v2/control-planes/${controlPlaneId}/core-entities/services`,
  )
  return [
    { name: 'name', label: 'Name' },
    {
      ...{ name: 'service.id', label: 'Gateway Service', kind: 'select' },
      options: services.map(({ id, name }) => ({ value: id, label: name ?? id })),
    },
    { name: 'paths', label: 'Paths', as: 'words', hint: 'Parted by commas: /orders, ~/v[0-9]+' },
    { name: 'methods', label: 'Methods', ...list },
    { name: 'hosts', label: 'Hosts', ...list },
    {
      name: 'strip_path',
      label: 'Strip Path',
      kind: 'checkbox',
      hint: 'The upstream is called without the path of the route.',
    },
  ]
}

interface EntityForm {
  kind: 'services' | 'routes'
  title: string
  fields: (konnect: KonnectApi, controlPlaneId: string) => Promise<readonly ApiField[]>
}

function entityForm(site: Site, { kind, title, fields }: EntityForm): void {
  const show: Show = async ({ konnect, params, state }) => {
    const { controlPlaneId = '' } = params
    const { id, name } = await konnect.get<ShownControlPlane>(path`/v2/control-planes/${controlPlaneId}`)
    return {
      title,
      section: 'Gateway Manager',
      trail: [
        { href: at.gateway, label: 'Gateway Manager' },
        { href: below(at.gateway, id), label: name },
      ],
      content: apiForm({
        typed: { strip_path: 'true' },
        ...state,
        label: title,
        action: below(at.gateway, id, kind, 'create'),
        fields: await fields(konnect, id),
        submit: 'Save',
      }),
    }
  }
  const create: Act = async ({ konnect, params, sent }) => {
    const { controlPlaneId = '' } = params
    const body = bodyOf(await fields(konnect, controlPlaneId), sent)
    await konnect.send('POST', path`/v2/control-planes/${controlPlaneId}/core-entities/${kind}`, body)
    return { to: below(at.gateway, controlPlaneId), notice: 'created' }
  }
  site.page(`${at.gateway}/:controlPlaneId/${kind}/create`, show)
  site.form(`${at.gateway}/:controlPlaneId/${kind}/create`, show, create)
}
