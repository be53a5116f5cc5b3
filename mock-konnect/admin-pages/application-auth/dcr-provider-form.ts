import { html } from '../../../kit/html.ts'
import { confirmedAction } from '../../../kit/pages/actions.ts'
import { form } from '../../../kit/pages/form.ts'
import type { ShownAuthServer } from '../../admin-api/auth-servers/schema.ts'
import type { ShownDcrProvider } from '../../admin-api/dcr-providers/schema.ts'
import { bodyOf, changesOf } from '../api-body.ts'
import { apiForm, typedOf } from '../api-form.ts'
import { type KonnectApi, path } from '../konnect-api.ts'
import { at, below } from '../places.ts'
import type { Act, Show, Site, Visit } from '../site.ts'
import { dcrProviderFields, providerTypeLabels, providerTypeOptions } from './dcr-provider-fields.ts'

const trail = [
  { href: at.strategies, label: 'Application Auth' },
  { href: at.providers, label: 'DCR Providers' },
]

/** New DCR Provider, and one provider: changed, verified, deleted (`konnect.md` 2, 13.1). */
export function dcrProviderForms(site: Site): void {
  site.page(`${at.provider}/create`, showNew)
  site.form(`${at.provider}/create`, showNew, create)
  site.page(`${at.provider}/:id`, showOne)
  site.form(`${at.provider}/:id`, showOne, change)
  site.button(`${at.provider}/:id`, showOne, verify, 'verify')
  site.button(`${at.provider}/:id`, showOne, remove, 'delete')
}

/** The type comes with the address: it decides which fields there are, also with scripts off. */
const typeIn = ({ query }: Visit): string => {
  const chosen = String(query.provider_type ?? 'curity')
  return Object.hasOwn(providerTypeLabels, chosen) ? chosen : 'curity'
}

const fieldsFor = async (konnect: KonnectApi, type: string, kept: boolean) =>
  dcrProviderFields(type, type === 'kongIdentity' ? await konnect.all<ShownAuthServer>('/v1/auth-servers') : [], kept)

const showNew: Show = async (visit) => {
  const type = typeIn(visit)
  return {
    title: 'New DCR Provider',
    section: 'Application Auth',
    trail,
    content: html`${form({
      label: 'Choose a Provider Type',
      method: 'get',
      action: `${at.provider}/create`,
      fields: [{ name: 'provider_type', label: 'Provider Type', kind: 'select', options: providerTypeOptions }],
      typed: { provider_type: type },
      submit: 'Choose',
    })}
${apiForm({
  ...visit.state,
  label: 'New DCR Provider',
  action: `${at.provider}/create?provider_type=${type}`,
  fields: await fieldsFor(visit.konnect, type, false),
  submit: 'Save',
  beside: html`<a href="${at.providers}">Cancel</a>`,
})}`,
  }
}

const create: Act = async (visit) => {
  const { konnect, sent } = visit
  const provider_type = typeIn(visit)
  const { dcr_config = {}, ...members } = bodyOf(await fieldsFor(konnect, provider_type, false), sent) as {
    dcr_config?: object // the one member that must be there, filled in or not
  }
  const body = { provider_type, ...members, ...(provider_type !== 'kongIdentity' && { dcr_config }) }
  const { id } = await konnect.send<ShownDcrProvider>('POST', '/v2/dcr-providers', body)
  return { to: below(at.provider, id), notice: 'created' }
}

const providerIn = ({ konnect, params }: Visit) =>
  konnect.get<ShownDcrProvider>(path`/v2/dcr-providers/${params.id ?? ''}`)

const showOne: Show = async (visit) => {
  const provider = await providerIn(visit)
  const { id, name, display_name, provider_type, active } = provider
  const fields = await fieldsFor(visit.konnect, provider_type, true)
  const place = below(at.provider, id)
  return {
    title: display_name ?? name,
    section: 'Application Auth',
    trail,
    content: html`<p>Provider Type: ${providerTypeLabels[provider_type]}. ${active ? 'In use by an auth strategy.' : 'No auth strategy uses it.'} ID: <code>${id}</code></p>
<form method="post" action="${place}/verify" class="action"><button type="submit" class="secondary">Verify</button></form>
${apiForm({ typed: typedOf(fields, provider), ...visit.state, label: 'DCR Provider', action: place, fields, submit: 'Save' })}
${confirmedAction({ action: `${place}/delete`, label: 'Delete' }, 'A provider that an auth strategy names cannot be deleted. Clients that it registered stay at the identity provider.')}`,
  }
}

const change: Act = async (visit) => {
  const provider = await providerIn(visit)
  const fields = await fieldsFor(visit.konnect, provider.provider_type, true)
  const body = changesOf(fields, visit.sent, typedOf(fields, provider))
  await visit.konnect.send('PATCH', path`/v2/dcr-providers/${provider.id}`, body)
  return { to: below(at.provider, provider.id), notice: 'saved' }
}

/** A verification that failed is an answer, not a refusal (`konnect.md` 2.2). */
const verify: Act = async (visit) => {
  const answer = await visit.konnect.ask<{ status: string; errors: string[] }>(
    'POST',
    path`/v2/dcr-providers/${visit.params.id ?? ''}/verify`,
  )
  const { status, errors } = answer.body
  const shown = await showOne(visit)
  const said =
    status === 'success'
      ? html`<p role="status" class="notice">Verification: success. A client could be registered at the identity provider, and was deleted again.</p>`
      : html`<div role="alert" class="refusal"><p>Verification: ${status}. ${errors.join('; ')}</p>${answer.advice && html`<p class="advice">${answer.advice}</p>`}</div>`
  return { ...shown, content: html`${said}${shown.content}` }
}

const remove: Act = async ({ konnect, params }) => {
  await konnect.send('DELETE', path`/v2/dcr-providers/${params.id ?? ''}`)
  return { to: at.providers, notice: 'deleted' }
}
