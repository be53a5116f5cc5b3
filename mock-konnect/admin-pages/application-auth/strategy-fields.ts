import type { Option } from '../../../kit/pages/form.ts'
import type { ShownAuthStrategy } from '../../admin-api/auth-strategies/schema.ts'
import type { ShownDcrProvider } from '../../admin-api/dcr-providers/schema.ts'
import type { ApiField } from '../api-form.ts'

/** What the form calls Auth Type (`konnect.md` 3.4, 13.1): DCR is OpenID Connect with a DCR provider. */
export type AuthType = 'dcr' | 'openid_connect' | 'key_auth'

export const authTypeLabels: Readonly<Record<AuthType, string>> = {
  dcr: 'DCR',
  openid_connect: 'OpenID-Connect',
  key_auth: 'Key-Auth',
}

export const authTypeOptions: readonly Option[] = Object.entries(authTypeLabels).map(([value, label]) => ({
  value,
  label,
}))

export function authTypeOf({ strategy_type, dcr_provider }: ShownAuthStrategy): AuthType {
  if (strategy_type === 'key_auth') return 'key_auth'
  return dcr_provider === null ? 'openid_connect' : 'dcr'
}

/** What the gateway plugin takes (`konnect.md` 3.1). */
const authMethods = [
  ...['client_credentials', 'bearer', 'session', 'password', 'authorization_code', 'introspection'],
  ...['kong_oauth2', 'refresh_token', 'userinfo'],
]
export const authMethodOptions: readonly Option[] = authMethods.map((value) => ({ value, label: value }))

const common: readonly ApiField[] = [
  { name: 'name', label: 'Name', required: true, hint: 'For operators.' },
  { name: 'display_name', label: 'Display Name', required: true, hint: 'For developers, who choose by it.' },
]
const labels: ApiField = { name: 'labels', label: 'Labels', as: 'labels', hint: 'key=value, parted by commas' }

const openidConnect = 'configs.openid-connect'

/** Fields of a strategy by OpenID Connect; the audience is asked for where Auth0 needs it. */
export const openidConnectFields = (provider: Pick<ShownDcrProvider, 'provider_type'> | undefined): ApiField[] => [
  ...common,
  { name: `${openidConnect}.issuer`, label: 'Issuer URL', kind: 'url', required: true },
  {
    ...{ name: `${openidConnect}.scopes`, label: 'Scopes', as: 'list' },
    hint: 'Parted by commas. Without any, applications get openid, which stands in the way of client credentials.',
  },
  {
    ...{ name: `${openidConnect}.credential_claim`, label: 'Claims', as: 'list' },
    hint: 'Whose value is the client id. Curity and Kong Identity: sub; Auth0: azp; Azure: appid; Okta: a custom claim.',
  },
  { name: `${openidConnect}.auth_methods`, label: 'Auth Methods', kind: 'checkboxes', options: authMethodOptions },
  ...(provider?.provider_type === 'auth0'
    ? [{ name: `${openidConnect}.audience`, label: 'Audience', as: 'words', hint: 'Of the API at Auth0.' } as const]
    : []),
  {
    ...{ name: openidConnect, label: 'Advanced', kind: 'area', as: 'json' },
    hint: 'Further fields of the OpenID Connect plugin, as a JSON object: {"cache_tokens": false}',
  },
  labels,
]

/** Fields of a strategy whose applications get API keys. */
export const keyAuthFields: readonly ApiField[] = [
  ...common,
  {
    ...{ name: 'configs.key-auth.key_names', label: 'Key Names', as: 'words' },
    hint: 'Headers or parameters that carry the key, parted by commas.',
  },
  {
    name: 'configs.key-auth.ttl.value',
    label: 'Keys expire after',
    kind: 'number',
    as: 'number',
    hint: 'Empty: never.',
  },
  {
    ...{ name: 'configs.key-auth.ttl.unit', label: 'Unit', kind: 'select' },
    options: [
      { value: '', label: '–' },
      { value: 'days', label: 'days' },
      { value: 'weeks', label: 'weeks' },
      { value: 'years', label: 'years' },
    ],
  },
  labels,
]
