import { html } from '../../../kit/html.ts'
import { confirmedAction } from '../../../kit/pages/actions.ts'
import type { Typed } from '../../../kit/pages/form.ts'
import type { ShownVersionPublication } from '../../admin-api/portal-products/schema.ts'
import type { ShownClassicPortal } from '../../admin-api/portals/schema.ts'
import { type ApiField, apiForm } from '../api-form.ts'
import { path } from '../konnect-api.ts'
import { at, below } from '../places.ts'
import { strategyOptions } from '../portals/portal-fields.ts'
import { Refused } from '../refused.ts'
import type { Act, Show, Site, Visit } from '../site.ts'
import { versionIn, versionPlace, versionTrail } from './version-page.ts'

/** Publish to Dev Portals: a product version in one classic portal, and with which strategy (`konnect.md` 6, 13.1). */
export function versionPublishing(site: Site): void {
  const place = `${at.products}/:productId/versions/:versionId/dev-portals/:portalId`
  site.page(place, show)
  site.form(place, show, publish)
  site.button(place, show, unpublish, 'unpublish')
}

const apiPath = ({ params: { portalId = '', versionId = '' } }: Visit): string =>
  path`/v2/portals/${portalId}/product-versions/${versionId}`

const publishedIn = (visit: Visit): Promise<ShownVersionPublication | undefined> =>
  visit.konnect.get<ShownVersionPublication>(apiPath(visit)).catch((error) => {
    if (error instanceof Refused && error.status === 404) return undefined
    throw error
  })

const fieldsFor = async ({ konnect }: Visit): Promise<ApiField[]> => [
  {
    ...{ name: 'require_authentication', label: 'Require Authentication', kind: 'checkbox' },
    hint: 'Without it no strategy is used, and nobody can register.',
  },
  { name: 'auth_strategy_ids', label: 'Auth Strategy', kind: 'select', options: await strategyOptions(konnect) },
  { name: 'application_registration_enabled', label: 'Accept application registrations', kind: 'checkbox' },
  { name: 'auto_approve_registration', label: 'Auto Approve', kind: 'checkbox' },
  { name: 'deprecated', label: 'Deprecated', kind: 'checkbox' },
]

const show: Show = async (visit) => {
  const version = await versionIn(visit)
  const portal = await visit.konnect.get<ShownClassicPortal>(path`/v2/portals/${visit.params.portalId ?? ''}`)
  const publication = await publishedIn(visit)
  const place = below(versionPlace(visit), 'dev-portals', portal.id)
  const status = publication?.publish_status ?? 'unpublished'
  return {
    title: 'Publish to Dev Portals',
    section: 'API Products',
    trail: [...(await versionTrail(visit)), { href: versionPlace(visit), label: version.name }],
    content: html`<p>Version ${version.name} in the portal <strong>${portal.name}</strong>: ${status}.</p>
${apiForm({
  typed: typedFrom(publication),
  ...visit.state,
  label: 'Publish to Dev Portals',
  action: place,
  fields: await fieldsFor(visit),
  submit: 'Save',
})}
${publication && confirmedAction({ action: `${place}/unpublish`, label: 'Unpublish' }, 'Registrations for this version end in this portal.')}`,
  }
}

/** What a first publication usually wants, or what there is. */
function typedFrom(publication: ShownVersionPublication | undefined): Typed {
  if (!publication) return { require_authentication: 'true', application_registration_enabled: 'true' }
  const { auth_strategies, application_registration_enabled, auto_approve_registration, deprecated } = publication
  return {
    require_authentication: String(auth_strategies.length > 0),
    auth_strategy_ids: auth_strategies[0]?.id,
    application_registration_enabled: String(application_registration_enabled),
    auto_approve_registration: String(auto_approve_registration),
    deprecated: String(deprecated),
  }
}

const publish: Act = async (visit) => {
  const { auth_strategy_ids: strategy, ...flags } = visit.sent
  const asked = flags.require_authentication === 'true'
  await visit.konnect.send('PUT', apiPath(visit), {
    publish_status: 'published',
    auth_strategy_ids: asked && strategy ? [strategy] : [],
    application_registration_enabled: asked && flags.application_registration_enabled === 'true',
    auto_approve_registration: flags.auto_approve_registration === 'true',
    deprecated: flags.deprecated === 'true',
  })
  return { to: versionPlace(visit), notice: 'published' }
}

const unpublish: Act = async (visit) => {
  await visit.konnect.send('DELETE', apiPath(visit))
  return { to: versionPlace(visit), notice: 'unpublished' }
}
