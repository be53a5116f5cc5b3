import type { Option } from '../../../kit/pages/form.ts'
import type { ShownAuthServer } from '../../admin-api/auth-servers/schema.ts'
import type { ProviderType } from '../../model/dcr-provider.ts'
import type { ApiField } from '../api-form.ts'

/** How the form names the types; Curity first, since that is what most come for. */
export const providerTypeLabels: Readonly<Record<string, string>> = {
  curity: 'Curity',
  auth0: 'Auth0',
  azureAd: 'Azure',
  okta: 'Okta',
  http: 'HTTP',
  kongIdentity: 'Kong Identity',
} satisfies Record<ProviderType, string>

export const providerTypeOptions: readonly Option[] = Object.entries(providerTypeLabels).map(([value, label]) => ({
  value,
  label,
}))

/** Issuers as the types want them (`konnect.md` 2.1). */
const issuerHints: Readonly<Record<string, string>> = {
  curity: 'The issuer or its metadata document: https://HOST/oauth/v2/oauth-anonymous/.well-known/openid-configuration',
  auth0: 'https://TENANT.auth0.com, or the custom domain',
  azureAd: 'https://sts.windows.net/TENANT_ID, without a slash at the end',
  okta: 'The Issuer URI of an authorization server: https://DOMAIN.okta.com/oauth2/default',
  http: 'The issuer of the identity provider behind the bridge',
}

const secret = (name: string, label: string, kept: boolean): ApiField => ({
  ...{ name: `dcr_config.${name}`, label, kind: 'password', autocomplete: 'off', required: !kept },
  hint: kept
    ? 'Never shown again. Leave it empty to keep the one that is stored.'
    : 'Stored encrypted, and never shown again.',
})
const text = (name: string, label: string, hint?: string): ApiField => ({
  ...{ name: `dcr_config.${name}`, label, required: true },
  ...(hint !== undefined && { hint }),
})
const flag = (name: string, label: string): ApiField => ({ name: `dcr_config.${name}`, label, kind: 'checkbox' })

function configFields(type: string, kept: boolean): ApiField[] {
  const initialClient = [
    text('initial_client_id', 'Initial Client ID', 'The client that may register clients.'),
    secret('initial_client_secret', 'Initial Client Secret', kept),
  ]
  switch (type) {
    case 'curity':
    case 'azureAd':
      return initialClient
    case 'auth0':
      return [
        ...initialClient,
        {
          ...{ name: 'dcr_config.initial_client_audience', label: 'Client Audience', cleared: null },
          hint: 'Of the Management API; with a custom domain it must be named.',
        },
        flag('use_developer_managed_scopes', 'Use Developer Managed Scopes'),
      ]
    case 'okta':
      return [secret('dcr_token', 'DCR Token', kept)]
    case 'http':
      return [
        text('dcr_base_url', 'DCR Base URL'),
        secret('api_key', 'API Key', kept),
        flag('disable_event_hooks', 'Disable Event Hooks'),
        flag('disable_refresh_secret', 'Disable Refresh Secret'),
        flag('allow_multiple_credentials', 'Allow Multiple Credentials'),
      ]
    default:
      return []
  }
}

/** Kong Identity's issuers are chosen by the name of their server, since the product has them itself. */
const authServerField = (servers: readonly ShownAuthServer[]): ApiField => ({
  ...{ name: 'issuer', label: 'Auth Server', kind: 'select', required: true },
  options: servers.map(({ name, issuer }) => ({ value: issuer, label: name })),
  hint: servers.length > 0 ? 'Of this organisation.' : 'There is none yet: POST /v1/auth-servers makes one.',
})

/**
 * Every field that a provider of this type has (`konnect.md` 13.1).
 * @param kept whether it is stored already, with its secrets
 */
export function dcrProviderFields(type: string, servers: readonly ShownAuthServer[], kept: boolean): ApiField[] {
  const hint = issuerHints[type]
  return [
    { name: 'name', label: 'Name', required: true, hint: 'For operators.' },
    { name: 'display_name', label: 'Display Name', hint: 'For developers.' },
    type === 'kongIdentity'
      ? authServerField(servers)
      : { name: 'issuer', label: 'Issuer URL', kind: 'url', required: true, ...(hint !== undefined && { hint }) },
    ...configFields(type, kept),
    { name: 'labels', label: 'Labels', as: 'labels', hint: 'key=value, parted by commas' },
  ]
}
