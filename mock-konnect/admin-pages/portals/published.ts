import type { Static } from 'typebox'
import { html } from '../../../kit/html.ts'
import { table } from '../../../kit/pages/table.ts'
import type { ShownApi, ShownPublication } from '../../admin-api/apis/schema.ts'
import type { ShownPortalProduct } from '../../admin-api/portal-products/schema.ts'
import { path } from '../konnect-api.ts'
import { pageOf, pager } from '../pager.ts'
import { at, below } from '../places.ts'
import type { Show, Site, Visit } from '../site.ts'
import { strategyOptions } from './portal-fields.ts'
import { apiOf, placeOf, portalIn, portalPage, type ShownPortal } from './portal-frame.ts'

/** What a portal offers: APIs in a current one, API products in a classic one. */
export const portalPublished = (site: Site): void => site.page(`${at.portals}/:version/:portalId/published`, show)

const show: Show = async (visit) => {
  const portal = await portalIn(visit)
  return portalPage(
    portal,
    'published',
    portal.version === 'v3' ? await apis(visit, portal) : await products(visit, portal),
  )
}

async function apis({ konnect, query }: Visit, portal: ShownPortal) {
  const list = `${apiOf(portal)}/api-publications`
  const { data, meta } = await konnect.page<Static<typeof ShownPublication> & { api_id: string }>(list, pageOf(query))
  const strategies = new Map((await strategyOptions(konnect)).map(({ value, label }) => [value, label]))
  const rows = data.map(async ({ api_id, visibility, auth_strategy_ids }) => {
    const { name, version } = await konnect.get<ShownApi>(path`/v3/apis/${api_id}`)
    const strategy = auth_strategy_ids?.[0]
    return [
      html`<a href="${below(at.apis, api_id)}">${name}${version !== null && ` ${version}`}</a>`,
      strategy === undefined ? 'None' : (strategies.get(strategy) ?? strategy),
      visibility,
    ]
  })
  return html`<p class="actions"><a class="button" href="${at.apis}">Publish an API</a></p>
${table({
  label: 'Published APIs',
  columns: ['API', 'Authentication strategy', 'Visibility'],
  rows: await Promise.all(rows),
  none: 'Nothing is published here yet.',
})}${pager(`${placeOf(portal)}/published`, meta.page)}`
}

async function products({ konnect, query }: Visit, portal: ShownPortal) {
  const { data, meta } = await konnect.page<ShownPortalProduct>(`${apiOf(portal)}/products`, pageOf(query))
  return html`<p class="actions"><a class="button" href="${at.products}">Publish an API product</a></p>
${table({
  label: 'Published API products',
  columns: ['API Product', 'Versions'],
  rows: data.map(({ id, name, version_count }) => [
    html`<a href="${below(at.products, id)}">${name}</a>`,
    String(version_count),
  ]),
  none: 'Nothing is published here yet.',
})}${pager(`${placeOf(portal)}/published`, meta.page)}`
}
