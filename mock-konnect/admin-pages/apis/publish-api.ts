import type { Static } from 'typebox'
import { html } from '../../../kit/html.ts'
import type { Typed } from '../../../kit/pages/form.ts'
import type { ShownPublication } from '../../admin-api/apis/schema.ts'
import type { ShownCurrentPortal } from '../../admin-api/portals/schema.ts'
import { type ApiField, apiForm } from '../api-form.ts'
import { path } from '../konnect-api.ts'
import { at, below } from '../places.ts'
import { strategyOptions } from '../portals/portal-fields.ts'
import { Refused } from '../refused.ts'
import type { Act, Show, Site, Visit } from '../site.ts'
import { apiIn } from './api-page.ts'

/** Publish API: portal, authentication strategy, visibility (`konnect.md` 7, 13.1). */
export function apiPublishing(site: Site): void {
  site.page(`${at.apis}/:apiId/publish`, show)
  site.form(`${at.apis}/:apiId/publish`, show, publish)
}

/** What the choice of a strategy says besides strategies. */
const [portalDefault, none] = ['', 'none']

const fieldsFor = async ({ konnect }: Visit, portals: readonly ShownCurrentPortal[]): Promise<ApiField[]> => [
  {
    ...{ name: 'portal_id', label: 'Portal', kind: 'select' },
    options: portals.map(({ id, name }) => ({ value: id, label: name })),
  },
  {
    ...{ name: 'auth_strategy_ids', label: 'Authentication strategy', kind: 'select' },
    options: [
      { value: portalDefault, label: "The portal's default" },
      ...(await strategyOptions(konnect)),
      { value: none, label: 'None: nobody can register' },
    ],
  },
  {
    ...{ name: 'visibility', label: 'Visibility', kind: 'select' },
    options: [
      { value: 'private', label: 'private' },
      { value: 'public', label: 'public' },
    ],
  },
  {
    ...{ name: 'auto_approve_registrations', label: 'Auto Approve', kind: 'checkbox' },
    hint: 'Without it the portal decides.',
  },
]

const show: Show = async (visit) => {
  const { id, name } = await apiIn(visit)
  const portals = await visit.konnect.all<ShownCurrentPortal>('/v3/portals')
  const place = below(at.apis, id)
  return {
    title: 'Publish API',
    section: 'APIs',
    trail: [
      { href: at.apis, label: 'APIs' },
      { href: place, label: name },
    ],
    content:
      portals.length === 0
        ? html`<p>There is no current portal yet. <a href="${at.portals}/create">New Portal</a></p>`
        : apiForm({
            typed: await typedIn(visit),
            ...visit.state,
            label: 'Publish API',
            action: `${place}/publish`,
            fields: await fieldsFor(visit, portals),
            submit: 'Publish',
          }),
  }
}

/** How it stands in the portal that the address names, when it does. */
async function typedIn({ konnect, params, query }: Visit): Promise<Typed> {
  const { portal_id } = query
  if (typeof portal_id !== 'string') return {}
  const publication = path`/v3/apis/${params.apiId ?? ''}/publications/${portal_id}`
  try {
    const known = await konnect.get<Static<typeof ShownPublication>>(publication)
    return {
      portal_id,
      auth_strategy_ids: known.auth_strategy_ids?.[0] ?? none,
      visibility: known.visibility,
      auto_approve_registrations: String(known.auto_approve_registrations),
    }
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return { portal_id }
    throw error
  }
}

const publish: Act = async ({ konnect, params, sent }) => {
  const { apiId = '' } = params
  const { portal_id, auth_strategy_ids: strategy, visibility, auto_approve_registrations } = sent
  await konnect.send('PUT', path`/v3/apis/${apiId}/publications/${String(portal_id ?? '')}`, {
    ...(strategy !== portalDefault && { auth_strategy_ids: strategy === none ? null : [strategy] }),
    visibility,
    auto_approve_registrations: auto_approve_registrations === 'true',
  })
  return { to: below(at.apis, apiId), notice: 'published' }
}
