import { html } from '../../../kit/html.ts'
import { confirmedAction } from '../../../kit/pages/actions.ts'
import type { ShownAuthStrategy } from '../../admin-api/auth-strategies/schema.ts'
import type { ShownDcrProvider } from '../../admin-api/dcr-providers/schema.ts'
import { bodyOf } from '../api-body.ts'
import { type ApiField, apiForm, typedOf } from '../api-form.ts'
import { path } from '../konnect-api.ts'
import { at, below } from '../places.ts'
import type { Act, Show, Site, Visit } from '../site.ts'
import { authTypeLabels, authTypeOf, keyAuthFields, openidConnectFields } from './strategy-fields.ts'

/** One auth strategy: changed, deleted (`konnect.md` 3.3). Its type is fixed for life. */
export function strategyPage(site: Site): void {
  site.page(`${at.strategy}/:id`, show)
  site.form(`${at.strategy}/:id`, show, replace)
  site.button(`${at.strategy}/:id`, show, remove, 'delete')
}

const strategyIn = ({ konnect, params }: Visit) =>
  konnect.get<ShownAuthStrategy>(path`/v2/application-auth-strategies/${params.id ?? ''}`)

async function fieldsFor(
  { konnect }: Visit,
  { strategy_type, dcr_provider }: ShownAuthStrategy,
): Promise<readonly ApiField[]> {
  if (strategy_type === 'key_auth') return keyAuthFields
  const providers = await konnect.all<ShownDcrProvider>('/v2/dcr-providers')
  const named = providers.map(({ id, name, display_name }) => ({ value: id, label: display_name ?? name }))
  const choice: ApiField = {
    ...{ name: 'dcr_provider_id', label: 'DCR Provider', kind: 'select' },
    options: [{ value: '', label: 'None: developers bring a client of their own' }, ...named],
  }
  return [choice, ...openidConnectFields(dcr_provider ?? undefined)]
}

const show: Show = async (visit) => {
  const strategy = await strategyIn(visit)
  const { id, name, display_name, active, dcr_provider } = strategy
  const fields = await fieldsFor(visit, strategy)
  const place = below(at.strategy, id)
  const typed = typedOf(fields, { ...strategy, dcr_provider_id: dcr_provider?.id })
  return {
    title: display_name || name,
    section: 'Application Auth',
    trail: [{ href: at.strategies, label: 'Application Auth' }],
    content: html`<p>Auth Type: ${authTypeLabels[authTypeOf(strategy)]}. ${active ? 'Something that is published uses it.' : 'Nothing that is published uses it.'} ID: <code>${id}</code></p>
${apiForm({ typed, ...visit.state, label: 'Auth Strategy', action: place, fields, submit: 'Save' })}
${confirmedAction({ action: `${place}/delete`, label: 'Delete' }, 'A strategy that a publication or an application uses cannot be deleted.')}`,
  }
}

/** As a whole: so a field that was emptied is gone. What the form does not have stays as it is. */
const replace: Act = async (visit) => {
  const strategy = await strategyIn(visit)
  const { id, strategy_type, principals } = strategy
  const keyAuth = strategy_type === 'key_auth' && { configs: { 'key-auth': {} } }
  const body = { ...keyAuth, ...bodyOf(await fieldsFor(visit, strategy), visit.sent), strategy_type, principals }
  await visit.konnect.send('PUT', path`/v2/application-auth-strategies/${id}`, body)
  return { to: below(at.strategy, id), notice: 'saved' }
}

const remove: Act = async ({ konnect, params }) => {
  await konnect.send('DELETE', path`/v2/application-auth-strategies/${params.id ?? ''}`)
  return { to: at.strategies, notice: 'deleted' }
}
