import { type Call, call } from './call.ts'

const issuer = 'https://curity.example/oauth/v2/oauth-anonymous'
const dcr_config = { initial_client_id: 'dcr-admin', initial_client_secret: 'initial-secret' }
const strategy = {
  name: 'Curity',
  display_name: 'Curity',
  strategy_type: 'openid_connect',
  configs: { 'openid-connect': { issuer, credential_claim: ['sub'], scopes: [], auth_methods: ['bearer'] } },
}

/** DCR providers and application auth strategies (`konnect.md` 2, 3). */
export const applicationAuthStrategies: readonly Call[] = [
  call('POST /v2/dcr-providers', {
    body: { name: 'Curity', provider_type: 'curity', issuer, dcr_config },
    keep: { dcrProviderId: 'id' },
  }),
  call('GET /v2/dcr-providers'),
  call('GET /v2/dcr-providers/{dcrProviderId}'),
  call('PATCH /v2/dcr-providers/{dcrProviderId}', { body: { display_name: 'At home' } }),
  call('POST /v2/dcr-providers/{dcrProviderId}/verify', { at: { dcrProviderId: 'provider' } }),
  call('POST /v2/application-auth-strategies', {
    body: ({ known }: { known: Record<string, string> }) => ({ ...strategy, dcr_provider_id: known.dcrProviderId }),
    keep: { authStrategyId: 'id' },
  }),
  call('GET /v2/application-auth-strategies'),
  call('GET /v2/application-auth-strategies/{authStrategyId}'),
  call('PUT /v2/application-auth-strategies/{authStrategyId}', { body: { ...strategy, name: 'Replaced' } }),
  call('PATCH /v2/application-auth-strategies/{authStrategyId}', { body: { display_name: 'At home' } }),
  call('DELETE /v2/application-auth-strategies/{authStrategyId}', {
    refused: [{ status: 409, at: { authStrategyId: 'strategy' } }],
  }),
  call('DELETE /v2/dcr-providers/{dcrProviderId}'),
]
