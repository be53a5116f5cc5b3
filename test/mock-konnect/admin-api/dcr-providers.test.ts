import { describe, expect } from 'vitest'
import { created, curity } from './curity-provider.ts'
import { problem, refusal, test } from './konnect.ts'

const strategyOf = (dcr_provider_id: string) => ({
  name: 'dcr',
  display_name: 'DCR',
  strategy_type: 'openid_connect',
  configs: {
    'openid-connect': { issuer: 'https://c.example', credential_claim: ['sub'], scopes: [], auth_methods: ['bearer'] },
  },
  dcr_provider_id,
})

describe('POST /v2/dcr-providers', () => {
  test('answers the object itself, without the initial secret', async ({ operator }) => {
    const { status, type, body } = await operator.post('/v2/dcr-providers', curity)
    expect({ status, type, body }).toEqual({ status: 201, type: 'application/json; charset=utf-8', body: created })
  })

  test.for([
    [
      'auth0',
      { initial_client_id: 'a', initial_client_secret: 'b' },
      { initial_client_id: 'a', initial_client_audience: null, use_developer_managed_scopes: false },
    ],
    ['azureAd', { initial_client_id: 'a', initial_client_secret: 'b' }, { initial_client_id: 'a' }],
    ['okta', { dcr_token: 'a' }, {}],
    [
      'http',
      { dcr_base_url: 'https://bridge.example', api_key: 'abcdefghijkl' },
      {
        dcr_base_url: 'https://bridge.example',
        disable_event_hooks: false,
        disable_refresh_secret: false,
        allow_multiple_credentials: false,
      },
    ],
    ['kongIdentity', undefined, {}],
  ] as const)('shows of the dcr_config of %s what is no secret', async ([provider_type, sent, shown], { operator }) => {
    const { status, body } = await operator.post('/v2/dcr-providers', { ...curity, provider_type, dcr_config: sent })
    expect({ status, dcr_config: body.dcr_config }).toEqual({ status: 201, dcr_config: shown })
  })

  test('tells every mistake at once', async ({ operator }) => {
    const wrong = {
      ...curity,
      name: '',
      issuer: 'curity',
      extra: 1,
      labels: { kong_x: 'a' },
      dcr_config: { initial_client_id: 5 },
    }
    const { status, type, body, reason } = await operator.post('/v2/dcr-providers', wrong)
    expect({ status, type, reason: reason?.code }).toEqual({
      status: 400,
      type: 'application/problem+json; charset=utf-8',
      reason: 'konnect.invalid-parameters',
    })
    const source = 'body'
    expect(body).toEqual(
      refusal(
        { field: 'extra', reason: '"extra" is not allowed', rule: 'unknown_property', source },
        {
          field: 'name',
          reason: 'name must be longer than or equal to 1 characters',
          rule: 'min_length',
          minimum: 1,
          source,
        },
        { field: 'issuer', reason: '"issuer" must be a valid URL', rule: 'invalid', source },
        { field: 'labels.kong_x', reason: '"labels.kong_x" is not a valid label', rule: 'is_label', source },
        {
          field: 'dcr_config.initial_client_secret',
          reason: '"dcr_config.initial_client_secret" is required',
          rule: 'required',
          source,
        },
        {
          field: 'dcr_config.initial_client_id',
          reason: '"dcr_config.initial_client_id" must be a string',
          rule: 'is_string',
          source,
        },
      ),
    )
  })

  test('refuses a body without a type, and tells what is wrong whatever the type', async ({ operator }) => {
    const { provider_type: _, name: __, ...rest } = curity
    const { body } = await operator.post('/v2/dcr-providers', rest)
    expect(body).toEqual(
      refusal(
        { field: 'name', reason: '"name" is required', rule: 'required', source: 'body' },
        { field: 'provider_type', reason: '"provider_type" is required', rule: 'required', source: 'body' },
      ),
    )
  })

  test('keeps nothing of what it refused', async ({ operator }) => {
    await operator.post('/v2/dcr-providers', { ...curity, name: '' })
    const { body } = await operator.get('/v2/dcr-providers')
    expect(body).toEqual({ data: [], meta: { page: { number: 1, size: 10, total: 0 } } })
  })
})

describe('PATCH /v2/dcr-providers/:dcrProviderId', () => {
  test('merges into what is stored and rotates the initial secret', async ({ konnect, operator }) => {
    const { body: provider } = await operator.post('/v2/dcr-providers', { ...curity, labels: { a: '1', b: '2' } })
    konnect.levers.clock.advance(1500)
    const changes = { display_name: 'C', labels: { a: null, c: '3' }, dcr_config: { initial_client_secret: 'newer' } }
    const { status, body } = await operator.patch(`/v2/dcr-providers/${provider.id}`, changes)
    const labels = { b: '2', c: '3' }
    expect({ status, body }).toEqual({
      status: 200,
      body: { ...created, display_name: 'C', labels, updated_at: '2026-01-01T00:00:01.500Z' },
    })
    const { tables } = (await konnect.levers.state.snapshot({ secrets: true })) as Snapshot
    expect(tables.dcr_providers?.[0]?.secrets).toEqual({ initial_client_secret: 'newer' })
  })

  test('refuses members of another type, and the type itself', async ({ operator }) => {
    const { body: provider } = await operator.post('/v2/dcr-providers', curity)
    const changes = { provider_type: 'okta', dcr_config: { dcr_token: 'a' } }
    const { status, body } = await operator.patch(`/v2/dcr-providers/${provider.id}`, changes)
    const [rule, source] = ['unknown_property', 'body']
    expect({ status, body }).toEqual({
      status: 400,
      body: refusal(
        { field: 'provider_type', reason: '"provider_type" is not allowed', rule, source },
        { field: 'dcr_config.dcr_token', reason: '"dcr_config.dcr_token" is not allowed', rule, source },
      ),
    })
  })

  test('refuses a dcr_config for kongIdentity', async ({ operator }) => {
    const { body: provider } = await operator.post('/v2/dcr-providers', {
      ...curity,
      provider_type: 'kongIdentity',
      dcr_config: {},
    })
    const { status } = await operator.patch(`/v2/dcr-providers/${provider.id}`, { dcr_config: {} })
    expect(status).toBe(400)
  })
})

describe('DELETE /v2/dcr-providers/:dcrProviderId', () => {
  test('deletes, and the provider is unknown from then on', async ({ operator }) => {
    const { body: provider } = await operator.post('/v2/dcr-providers', curity)
    expect((await operator.delete(`/v2/dcr-providers/${provider.id}`)).status).toBe(204)
    const { status, body, reason } = await operator.get(`/v2/dcr-providers/${provider.id}`)
    expect({ status, body, reason: reason?.code }).toEqual({
      status: 404,
      body: problem(404, 'Not Found'),
      reason: 'konnect.not-found',
    })
  })

  test('refuses while a strategy names it, which also makes it active', async ({ konnect, operator }) => {
    const { body: provider } = await operator.post('/v2/dcr-providers', curity)
    await operator.post('/v2/application-auth-strategies', strategyOf(provider.id))
    expect((await operator.get(`/v2/dcr-providers/${provider.id}`)).body.active).toBe(true)
    const { status, body, reason } = await operator.delete(`/v2/dcr-providers/${provider.id}`)
    expect({ status, body, reason }).toEqual({
      status: 409,
      body: problem(409, 'Conflict', 'DCR provider is in use'),
      reason: {
        code: 'konnect.in-use',
        advice: 'this DCR provider is still used by auth strategies (dcr); remove them first',
      },
    })
    konnect.levers.behaviour.change({ providerInUse: 'delete' })
    expect((await operator.delete(`/v2/dcr-providers/${provider.id}`)).status).toBe(204)
  })
})

interface Snapshot {
  tables: Record<string, Record<string, unknown>[]>
}
