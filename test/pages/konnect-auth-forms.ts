import { type FormCase, gone } from './form-case.ts'
import type { Organisation } from './organisation.ts'

const nobody = 'd0000000-0000-4000-8000-0000000000ff'

/** Forms of Konnect's sign-in and Application Auth. */
export function konnectAuthForms({ ids, providers, strategies }: Organisation): FormCase[] {
  const auth = '/konnect/portals/application-auth'
  return [
    {
      route: '/konnect/sign-in',
      path: '/konnect/sign-in',
      typed: { token: 'kpat_wrong' },
      refused: { token: 'Unauthorized' },
      secrets: ['token'],
      stranger: true,
    },
    { route: '/konnect/sign-out', path: '/konnect/sign-out', typed: {}, why: 'it always ends', stranger: true },
    {
      route: `${auth}/auth-strategy/create`,
      path: `${auth}/auth-strategy/create?auth_type=key_auth`,
      typed: {
        name: 'keys',
        display_name: '',
        'configs.key-auth.key_names': 'a, b',
        'configs.key-auth.ttl.value': 'soon',
      },
      refused: {
        display_name: '"display_name" is required',
        'configs.key-auth.ttl.value': '"configs.key-auth.ttl.value" must be an integer',
        'configs.key-auth.ttl.unit': '"configs.key-auth.ttl.unit" is required',
      },
    },
    {
      route: `${auth}/auth-strategy/create`,
      path: `${auth}/auth-strategy/create?auth_type=openid_connect`,
      typed: {
        name: '',
        display_name: 'Curity',
        'configs.openid-connect.issuer': 'curity',
        'configs.openid-connect': '{',
      },
      refused: { 'configs.openid-connect': '"configs.openid-connect" must be a JSON object' },
    },
    {
      route: `${auth}/auth-strategy/:id`,
      path: `${auth}/auth-strategy/${strategies.own}`,
      typed: { name: '', display_name: 'Own', 'configs.openid-connect.issuer': 'nowhere' },
      refused: {
        name: '"name" is required',
        'configs.openid-connect.issuer': '"configs.openid-connect.issuer" must be a valid URL',
      },
    },
    {
      route: `${auth}/auth-strategy/:id/delete`,
      path: `${auth}/auth-strategy/${ids.strategy}/delete`,
      page: `${auth}/auth-strategy/${ids.strategy}`,
      typed: {},
      refused: { '': 'Application auth strategy is in use' },
    },
    ...['curity', 'auth0', 'azureAd'].map((type) => ({
      route: `${auth}/dcr-provider/create`,
      path: `${auth}/dcr-provider/create?provider_type=${type}`,
      typed: { name: 'mine', issuer: 'nowhere', 'dcr_config.initial_client_secret': 'hush' },
      refused: {
        issuer: '"issuer" must be a valid URL',
        'dcr_config.initial_client_id': '"dcr_config.initial_client_id" is required',
      },
      secrets: ['dcr_config.initial_client_secret'],
    })),
    {
      route: `${auth}/dcr-provider/create`,
      path: `${auth}/dcr-provider/create?provider_type=okta`,
      typed: { name: '', issuer: 'https://okta.example', 'dcr_config.dcr_token': '' },
      refused: { name: '"name" is required', 'dcr_config.dcr_token': '"dcr_config.dcr_token" is required' },
    },
    {
      route: `${auth}/dcr-provider/create`,
      path: `${auth}/dcr-provider/create?provider_type=http`,
      typed: {
        name: 'mine',
        issuer: 'https://idp.example',
        'dcr_config.dcr_base_url': 'nowhere',
        'dcr_config.api_key': 'short',
      },
      refused: {
        'dcr_config.dcr_base_url': '"dcr_config.dcr_base_url" must be a valid URL',
        'dcr_config.api_key': 'dcr_config.api_key must be longer than or equal to 12 characters',
      },
      secrets: ['dcr_config.api_key'],
    },
    {
      route: `${auth}/dcr-provider/create`,
      path: `${auth}/dcr-provider/create?provider_type=kongIdentity`,
      typed: { name: '', display_name: 'Kong' },
      refused: { name: '"name" is required', issuer: '"issuer" is required' },
    },
    {
      route: `${auth}/dcr-provider/:id`,
      path: `${auth}/dcr-provider/${providers.auth0}`,
      typed: { name: 'other', issuer: 'nowhere', 'dcr_config.initial_client_id': 'a' },
      refused: { issuer: '"issuer" must be a valid URL' },
    },
    {
      route: `${auth}/dcr-provider/:id/verify`,
      path: `${auth}/dcr-provider/${nobody}/verify`,
      page: `${auth}/dcr-provider/${nobody}`,
      typed: {},
      refused: gone,
    },
    {
      route: `${auth}/dcr-provider/:id/delete`,
      path: `${auth}/dcr-provider/${ids.provider}/delete`,
      page: `${auth}/dcr-provider/${ids.provider}`,
      typed: {},
      refused: { '': 'DCR provider is in use' },
    },
  ]
}
