import { html } from '../../../kit/html.ts'
import { table } from '../../../kit/pages/table.ts'
import type { ShownDcrProvider } from '../../admin-api/dcr-providers/schema.ts'
import { pageOf, pager } from '../pager.ts'
import { at, below } from '../places.ts'
import type { Site } from '../site.ts'
import { providerTypeLabels } from './dcr-provider-fields.ts'
import { authTabs } from './tabs.ts'

/** Dev Portal → Application Auth → DCR Providers. */
export const dcrProviderList = (site: Site): void =>
  site.page(at.providers, async ({ konnect, query }) => {
    const { data, meta } = await konnect.page<ShownDcrProvider>('/v2/dcr-providers', pageOf(query))
    return {
      title: 'Application Auth',
      section: 'Application Auth',
      tabs: authTabs('DCR Providers'),
      content: html`<p class="actions"><a class="button" href="${at.provider}/create">New DCR Provider</a></p>
${table({
  label: 'DCR Providers',
  columns: ['Name', 'Provider Type', 'Issuer URL', 'In use'],
  rows: data.map(({ id, name, display_name, provider_type, issuer, active }) => [
    html`<a href="${below(at.provider, id)}">${display_name ?? name}</a>`,
    providerTypeLabels[provider_type] ?? provider_type,
    issuer,
    active ? 'yes' : 'no',
  ]),
  none: 'No DCR providers yet.',
})}${pager(at.providers, meta.page)}`,
    }
  })
