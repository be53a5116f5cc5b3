import { html } from '../../../kit/html.ts'
import { form, type Typed } from '../../../kit/pages/form.ts'
import type { ShownAuthStrategy } from '../../admin-api/auth-strategies/schema.ts'
import type { ShownDcrProvider } from '../../admin-api/dcr-providers/schema.ts'
import { bodyOf } from '../api-body.ts'
import { apiForm } from '../api-form.ts'
import type { KonnectApi } from '../konnect-api.ts'
import { at, below } from '../places.ts'
import type { Act, Show, Site } from '../site.ts'
import {
  type AuthType,
  authTypeLabels,
  authTypeOptions,
  keyAuthFields,
  openidConnectFields,
} from './strategy-fields.ts'

const place = `${at.strategy}/create`

/** New Auth Strategy (`konnect.md` 3, 13.1). */
export function strategyCreation(site: Site): void {
  site.page(place, show)
  site.form(place, show, create)
}

/** Type and provider come with the address: they decide which fields there are, also with scripts off. */
async function chosenIn(konnect: KonnectApi, query: Typed) {
  const providers = await konnect.all<ShownDcrProvider>('/v2/dcr-providers')
  const asked = String(query.auth_type ?? (providers.length > 0 ? 'dcr' : 'openid_connect'))
  const type: AuthType = isType(asked) ? asked : 'dcr'
  const provider = providers.find(({ id }) => id === query.dcr_provider_id) ?? providers[0]
  return { type, providers, provider: type === 'dcr' ? provider : undefined }
}

const isType = (text: string): text is AuthType => Object.hasOwn(authTypeLabels, text)

const show: Show = async ({ konnect, query, state }) => {
  const { type, providers, provider } = await chosenIn(konnect, query)
  const choice = new URLSearchParams({ auth_type: type, ...(provider && { dcr_provider_id: provider.id }) })
  const chooser = form({
    label: 'Choose an Auth Type',
    method: 'get',
    action: place,
    fields: [
      { name: 'auth_type', label: 'Auth Type', kind: 'select', options: authTypeOptions },
      {
        ...{ name: 'dcr_provider_id', label: 'DCR Provider', kind: 'select', hint: 'For Auth Type DCR.' },
        options: providers.map(({ id, name, display_name }) => ({ value: id, label: display_name ?? name })),
      },
    ],
    typed: { auth_type: type, dcr_provider_id: provider?.id },
    submit: 'Choose',
  })
  const main = apiForm({
    typed: preset(provider),
    ...state,
    label: 'New Auth Strategy',
    action: `${place}?${choice}`,
    fields: type === 'key_auth' ? keyAuthFields : openidConnectFields(provider),
    submit: 'Create',
    beside: html`<a href="${at.strategies}">Cancel</a>`,
  })
  const missing = html`<p class="warning">There is no DCR provider yet. <a href="${at.provider}/create">New DCR Provider</a></p>`
  return {
    title: 'New Auth Strategy',
    section: 'Application Auth',
    trail: [{ href: at.strategies, label: 'Application Auth' }],
    content: html`${chooser}${type === 'dcr' && !provider ? missing : main}`,
  }
}

/** The issuer is filled in from the provider (`konnect.md` 3.1). */
const preset = (provider: ShownDcrProvider | undefined): Typed => ({
  'configs.openid-connect.issuer': provider?.issuer,
  'configs.openid-connect.auth_methods': ['client_credentials', 'bearer', 'session'],
})

const create: Act = async ({ konnect, query, sent }) => {
  const { type, provider } = await chosenIn(konnect, query)
  const body =
    type === 'key_auth'
      ? { configs: { 'key-auth': {} }, ...bodyOf(keyAuthFields, sent), strategy_type: 'key_auth' }
      : {
          ...bodyOf(openidConnectFields(provider), sent),
          strategy_type: 'openid_connect',
          ...(provider && { dcr_provider_id: provider.id }),
        }
  const { id } = await konnect.send<ShownAuthStrategy>('POST', '/v2/application-auth-strategies', body)
  return { to: below(at.strategy, id), notice: 'created' }
}
