import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { settingsOf } from '../../gateway-sim/auth/configured-settings.ts'
import { notSimulated, warningsOf } from '../../gateway-sim/auth/not-simulated.ts'
import { OpenIdConnectConfig } from '../../gateway-sim/auth/openid-connect-config.ts'
import { complaints } from '../../kit/validation.ts'
import {
  knownFields,
  unknownFields,
  wrongValues,
} from '../../mock-konnect/admin-api/auth-strategies/openid-connect-fields.ts'
import { good, startRig } from './rig.ts'
import { answerFields } from './strategy-fields/answers.ts'
import { credentialFields } from './strategy-fields/credentials.ts'
import { prove } from './strategy-fields/field-row.ts'
import { verificationFields } from './strategy-fields/verification.ts'
import { warnedFields } from './strategy-fields/warned.ts'

/** The fields of gateway.md section 7, and those that its other sections name. */
const sheet = `
  issuer auth_methods scopes credential_claim client_id client_secret client_auth token_endpoint_auth_method
  introspection_endpoint_auth_method client_credentials_param_type bearer_token_param_type password_param_type
  refresh_token_param_type refresh_token_param_name client_arg bearer_token_cookie_name bearer_token_header_name
  hide_credentials upstream_access_token_header upstream_headers upstream_headers_claims upstream_headers_names
  downstream_headers downstream_headers_claims downstream_headers_names cache_tokens cache_introspection
  cache_user_info cache_tokens_salt cache_ttl cache_ttl_max cache_ttl_min cache_ttl_neg cache_ttl_resurrect
  token_cache_key_include_scope token_post_args_client token_post_args_names token_post_args_values
  rediscovery_lifetime timeout ssl_verify http_version keepalive verify_signature verify_claims verify_nonce
  verify_parameters leeway issuers_allowed extra_jwks_uris jwks_endpoint audience audience_claim audience_required
  scopes_claim scopes_required groups_claim groups_required roles_claim roles_required claims_forbidden
  enable_hs_signatures ignore_signature introspect_jwt_tokens introspection_check_active introspection_hint
  introspection_accept consumer_claims consumer_claim consumer_by consumer_optional anonymous expose_error_code
  display_errors unauthorized_error_message forbidden_error_message unauthorized_destroy_session
  forbidden_destroy_session unauthorized_redirect_uri forbidden_redirect_uri unexpected_redirect_uri
  run_on_preflight session_secret session_storage session_audience session_cookie_name session_cookie_path
  session_cookie_domain session_cookie_same_site session_cookie_http_only session_cookie_secure
  session_idling_timeout session_rolling_timeout session_absolute_timeout session_remember disable_session reverify
  session_bind refresh_tokens search_user_info using_pseudo_issuer token_endpoint introspection_endpoint
  userinfo_endpoint authorization_endpoint logout_query_arg logout_post_arg logout_uri_suffix logout_methods
  logout_redirect_uri logout_revoke cluster_cache_strategy cluster_cache_items principals proof_of_possession_dpop
`
  .trim()
  .split(/\s+/)

const actedUpon = Object.keys(OpenIdConnectConfig.properties)

const effects = [...credentialFields, ...verificationFields, ...answerFields]

test.for(effects)('$field changes what it is for', (row) => prove(row))

test.for(warnedFields)(
  '%s leaves its exact warning on the exchange, and the call goes on',
  async ([field, value, why]) => {
    const rig = await startRig({ strategy: { [field]: value } })
    expect((await rig.call('/orders', { headers: good })).status).toBe(200)
    expect(rig.exchanges.list().map(({ warnings }) => warnings)).toEqual([
      [`gateway-sim does not simulate ${field} of the auth strategy: ${why}`],
    ])
  },
)

test('every field of the sheet has a row: its effect, or its warning', () => {
  const shown = new Set([...effects.map(({ field }) => field), ...warnedFields.map(([field]) => field)])
  expect(sheet.filter((field) => !shown.has(field))).toEqual([])
})

test('what has a row for its effect is acted upon, and what has one for its warning is not', () => {
  expect(effects.map(({ field }) => field).filter((field) => !actedUpon.includes(field))).toEqual([])
  expect(warnedFields.map(([field]) => field).filter((field) => !notSimulated.has(field))).toEqual([])
})

const source = new URL('../../../shared/reference/gateway.md', import.meta.url)

test('the list above has every field of the sheet’s section 7', async ({ skip }) => {
  const text = await readFile(source, 'utf8').catch(() => '')
  if (text === '') skip(`there is no ${fileURLToPath(source)} to compare with`)
  const [, section = ''] = /^## 7\. (.*?)^## 8\. /ms.exec(text) ?? []
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  const names = rows.flatMap((line) => fieldsOf(line.split('|')[1] ?? ''))
  expect(names.length).toBeGreaterThan(90)
  expect(names.filter((name) => !sheet.includes(name))).toEqual([])
})

/** The fields of a cell: `a_b` / `_c` is a_b and a_c, `a_b/c` too, `a_*` stands for the claim and what is required of it. */
function fieldsOf(cell: string): string[] {
  const [, first = ''] = /`([a-z_]+)/.exec(cell) ?? []
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = '']) => name).flatMap((name) => {
    if (name === '*_redirect_uri')
      return ['unauthorized', 'forbidden', 'unexpected'].map((kind) => `${kind}_redirect_uri`)
    if (name.endsWith('_*')) return expanded[name] ?? [name]
    if (name.includes('/')) {
      const [head = '', ...tails] = name.split('/')
      const stem = tails.length > 1 ? head.replace(/_[a-z]+$/, '') : head.replace(/_(names|client)$/, '')
      return [head, ...tails.map((tail) => `${stem}_${tail}`)]
    }
    return name.startsWith('_') ? [first + name] : [name]
  })
}

const expanded: Readonly<Record<string, string[]>> = {
  'groups_*': ['groups_claim', 'groups_required'],
  'roles_*': ['roles_claim', 'roles_required'],
  'downstream_*': ['downstream_headers', 'downstream_headers_claims', 'downstream_headers_names'],
}

test('every field that the control plane takes is acted upon or warned about here, and the other way round', () => {
  const ours = [...actedUpon, ...notSimulated]
  // Fields that the control plane does not know would be in its refusal; `principals` came with 3.15, outside this plugin's object.
  expect(unknownFields(Object.fromEntries(ours.map((name) => [name, null])))).toEqual(['principals'])
  expect(new Set(ours).size).toBe(ours.length)
})

const values = [null, '', 'x', 0, -1, 1.5, true, [], ['x'], [1], ['bearer'], ['header'], [{}], {}]

test.for(knownFields())('no value of %s that the control plane takes is one that a node cannot read', (name) => {
  const taken = values.filter((value) => wrongValues({ [name]: value }).length === 0)
  const unreadable = taken.filter(
    (value) => complaints(OpenIdConnectConfig, { issuer: 'https://a', [name]: value }).length > 0,
  )
  expect(unreadable).toEqual(name === 'issuer' ? [null] : []) // which the control plane's own schema refuses
})

test('warns of a field that is not simulated with the reason, and of one that nobody knows', () => {
  expect(warningsOf({ issuer: 'https://a', anonymous: 'x', session_storage: 'redis', sesion_secret: 'x' })).toEqual([
    'gateway-sim does not simulate anonymous of the auth strategy: callers are applications, or the consumers that consumer_claims of the plugin find',
    'gateway-sim does not simulate session_storage of the auth strategy: sessions are kept in cookies alone',
    'sesion_secret of the auth strategy is no field of the openid-connect plugin that gateway-sim knows (did you mean "session_secret"?)',
  ])
})

test('does not warn of what says no more than the default', () => {
  expect(warningsOf({ session_storage: 'cookie', keepalive: true, anonymous: null })).toEqual([])
})

test('without auth_methods all nine take part, in the fixed order', () => {
  expect(settingsOf('s', { issuer: 'https://a' }).methods).toEqual([
    'session',
    'bearer',
    'kong_oauth2',
    'introspection',
    'userinfo',
    'refresh_token',
    'password',
    'client_credentials',
    'authorization_code',
  ])
  expect(settingsOf('s', { issuer: 'https://a', auth_methods: ['bearer', 'session'] }).methods).toEqual([
    'session',
    'bearer',
  ])
})
