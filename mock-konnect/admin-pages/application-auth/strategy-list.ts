import { html } from '../../../kit/html.ts'
import { table } from '../../../kit/pages/table.ts'
import type { ShownAuthStrategy } from '../../admin-api/auth-strategies/schema.ts'
import { pageOf, pager } from '../pager.ts'
import { at, below } from '../places.ts'
import type { Site } from '../site.ts'
import { authTypeLabels, authTypeOf } from './strategy-fields.ts'
import { authTabs } from './tabs.ts'

/** Dev Portal → Application Auth → Auth Strategy. */
export const strategyList = (site: Site): void =>
  site.page(at.strategies, async ({ konnect, query }) => {
    const { data, meta } = await konnect.page<ShownAuthStrategy>('/v2/application-auth-strategies', pageOf(query))
    return {
      title: 'Application Auth',
      section: 'Application Auth',
      tabs: authTabs('Auth Strategy'),
      content: html`<p class="actions"><a class="button" href="${at.strategy}/create">New Auth Strategy</a></p>
${table({
  label: 'Auth strategies',
  columns: ['Name', 'Display Name', 'Auth Type', 'DCR Provider', 'Published'],
  rows: data.map((strategy) => [
    html`<a href="${below(at.strategy, strategy.id)}">${strategy.name}</a>`,
    strategy.display_name,
    authTypeLabels[authTypeOf(strategy)],
    strategy.dcr_provider
      ? html`<a href="${below(at.provider, strategy.dcr_provider.id)}">${strategy.dcr_provider.display_name ?? strategy.dcr_provider.name}</a>`
      : '–',
    strategy.active ? 'yes' : 'no',
  ]),
  none: 'No auth strategies yet.',
})}${pager(at.strategies, meta.page)}`,
    }
  })
