import { type Html, html } from '../../../kit/html.ts'
import { form } from '../../../kit/pages/form.ts'
import { table } from '../../../kit/pages/table.ts'
import type { ShownClassicPortal, ShownCurrentPortal } from '../../admin-api/portals/schema.ts'
import type { PortalVersion } from '../../model/common.ts'
import { bodyOf } from '../api-body.ts'
import { apiForm } from '../api-form.ts'
import { at, below } from '../places.ts'
import type { Act, Show, Site } from '../site.ts'
import { generationLabels, isGeneration, portalFields } from './portal-fields.ts'

/** Dev Portal: portals of both generations, and New Portal. */
export function portalList(site: Site): void {
  site.page(at.portals, showList)
  site.page(`${at.portals}/create`, showNew)
  site.form(`${at.portals}/create`, showNew, create)
}

const showList: Show = async ({ konnect }) => {
  const current = await konnect.all<ShownCurrentPortal>('/v3/portals')
  const classic = await konnect.all<ShownClassicPortal>('/v2/portals')
  return {
    title: 'Dev Portals',
    section: 'Dev Portal',
    content: html`<p class="actions"><a class="button" href="${at.portals}/create">New Portal</a></p>
${table({
  label: 'Dev portals',
  columns: ['Name', 'Generation', 'Domain'],
  rows: [
    ...current.map((portal) => rowOf('v3', portal, portal.canonical_domain)),
    ...classic.map((portal) => rowOf('v2', portal, portal.custom_domain ?? portal.default_domain)),
  ],
  none: 'No portals yet.',
})}`,
  }
}

const rowOf = (
  version: PortalVersion,
  { id, name }: { id: string; name: string },
  domain: string,
): (Html | string)[] => [
  html`<a href="${below(at.portals, version, id)}">${name}</a>`,
  generationLabels[version],
  domain,
]

const generationIn = ({ generation }: { generation?: unknown }): PortalVersion =>
  isGeneration(generation) ? generation : 'v3'

const unnamed = 'Key Auth, which every organisation has'

const showNew: Show = async ({ konnect, query, state }) => {
  const generation = generationIn(query)
  return {
    title: 'New Portal',
    section: 'Dev Portal',
    trail: [{ href: at.portals, label: 'Dev Portals' }],
    content: html`${form({
      label: 'Choose a generation',
      method: 'get',
      action: `${at.portals}/create`,
      fields: [
        {
          ...{ name: 'generation', label: 'Generation', kind: 'select' },
          options: Object.entries(generationLabels).map(([value, label]) => ({ value, label })),
          hint: 'Current portals publish APIs, classic ones API products.',
        },
      ],
      typed: { generation },
      submit: 'Choose',
    })}
${apiForm({
  typed: { authentication_enabled: 'true' },
  ...state,
  label: 'New Portal',
  action: `${at.portals}/create?generation=${generation}`,
  fields: await portalFields(konnect, generation, unnamed),
  submit: 'Save',
})}`,
  }
}

const create: Act = async ({ konnect, query, sent }) => {
  const generation = generationIn(query)
  const body = bodyOf(await portalFields(konnect, generation, unnamed), sent)
  const { id } = await konnect.send<{ id: string }>('POST', `/${generation}/portals`, body)
  return { to: below(at.portals, generation, id), notice: 'created' }
}
