import { describe, expect } from 'vitest'
import { now, type Operator, problem, refusal, test, told, uuid } from './konnect.ts'

const openid = { issuer: 'https://c.example', credential_claim: ['sub'], scopes: [], auth_methods: ['bearer'] }
const strategy = {
  name: 'dcr',
  display_name: 'DCR',
  strategy_type: 'openid_connect',
  configs: { 'openid-connect': openid },
}
const keyAuth = { name: 'keys', display_name: 'Keys', strategy_type: 'key_auth', configs: { 'key-auth': {} } }
const path = '/v2/application-auth-strategies'

async function provider(operator: Operator, name = 'Curity'): Promise<string> {
  const { body } = await operator.post('/v2/dcr-providers', {
    ...{ name, provider_type: 'curity', issuer: 'https://c.example' },
    dcr_config: { initial_client_id: 'a', initial_client_secret: 'b' },
  })
  return body.id
}

describe('POST /v2/application-auth-strategies', () => {
  test('embeds the provider and does not echo its id', async ({ operator }) => {
    const dcr_provider_id = await provider(operator)
    const { status, body } = await operator.post(path, { ...strategy, dcr_provider_id })
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        ...{ ...strategy, id: uuid(5), active: false, labels: {} },
        dcr_provider: { id: dcr_provider_id, name: 'Curity', provider_type: 'curity' },
        ...{ supports_multiple_credentials: false, principals: { enabled: false }, created_at: now, updated_at: now },
      },
    })
  })

  test('key-auth strategies support several credentials and take no provider', async ({ operator }) => {
    const { body } = await operator.post(path, keyAuth)
    expect(body).toMatchObject({ configs: { 'key-auth': {} }, dcr_provider: null, supports_multiple_credentials: true })
    const refused = await operator.post(path, { ...keyAuth, dcr_provider_id: uuid(1) })
    const reason = '"dcr_provider_id" is not allowed'
    expect(refused.body).toEqual(
      refusal({ field: 'dcr_provider_id', reason, rule: 'unknown_property', source: 'body' }),
    )
  })

  test('refuses an unknown provider and unknown plugin fields together', async ({ konnect, operator }) => {
    const configs = { 'openid-connect': { ...openid, labels: {}, cache_tokens: false } }
    const { status, body } = await operator.post(path, { ...strategy, configs, dcr_provider_id: uuid(99) })
    const source = 'body'
    expect({ status, body }).toEqual({
      status: 400,
      body: refusal(
        { field: 'configs.openid-connect.labels', reason: 'unknown field', rule: 'invalid', source },
        { field: 'dcr_provider_id', reason: 'DCR provider not found', rule: 'missing_reference', source },
      ),
    })
    konnect.levers.behaviour.change({ unknownStrategyFields: 'keep' })
    expect((await operator.post(path, { ...strategy, configs })).body.configs).toEqual(configs)
  })

  test('refuses values that the plugin would not take, and tells the nearest name of a field apart from the answer', async ({
    operator,
  }) => {
    const of = { auth_methods: ['bearr'], timeout: '5s', cache_token: false, client_secret: ['hush', 7], leeway: null }
    const configs = { 'openid-connect': { ...openid, ...of } }
    const { status, body, reason } = await operator.post(path, { ...strategy, configs })
    const mistake = (name: string, why: string) =>
      ({ field: `configs.openid-connect.${name}`, reason: why, rule: 'invalid', source: 'body' }) as const
    const methods =
      'expected an array of: password, client_credentials, authorization_code, bearer, introspection, userinfo, kong_oauth2, refresh_token, session'
    expect({ status, body }).toEqual({
      status: 400,
      body: refusal(
        mistake('cache_token', 'unknown field'),
        mistake('auth_methods', methods),
        mistake('timeout', 'expected a number of at least 0'),
        mistake('client_secret', 'expected an array of strings'),
      ),
    })
    expect(reason?.advice).toContain('cache_token: unknown field (did you mean "cache_tokens"?); ')
  })

  test('the nearest name of a member is told with the reason', async ({ operator }) => {
    const { body, reason } = await operator.post(path, { ...strategy, displayname: 'x' })
    const said = '"displayname" is not allowed'
    expect(body).toEqual(refusal({ field: 'displayname', reason: said, rule: 'unknown_property', source: 'body' }))
    expect(reason?.advice).toBe(`displayname: ${said} (did you mean "display_name"?)`)
  })

  test('a strategy type of the how-to is refused in strict mode and taken with compat docs', async ({
    konnect,
    operator,
  }) => {
    const printed = { ...strategy, strategy_type: 'Curity' }
    const strict = await operator.post(path, printed)
    expect({ status: strict.status, reason: strict.reason?.code }).toEqual({
      status: 400,
      reason: 'konnect.how-to.strategy-type',
    })
    konnect.levers.behaviour.change({ compat: 'docs' })
    const docs = await operator.post(path, printed)
    expect({ status: docs.status, type: docs.body.strategy_type, warnings: docs.warnings }).toEqual({
      status: 201,
      type: 'openid_connect',
      warnings: [
        "the vendor's how-to prints strategy_type `Curity`; the API takes `openid_connect` with a dcr_provider_id; `--compat docs` accepts it",
      ],
    })
  })

  test.for([
    [
      { 'openid-connect': { ...openid, scopes: Array.from({ length: 51 }, () => 'a') } },
      'configs.openid-connect.scopes max_items',
    ],
    [{ 'openid-connect': { ...openid, issuer: undefined } }, 'configs.openid-connect.issuer required'],
    [{ 'key-auth': {} }, 'configs.openid-connect required, configs.key-auth unknown_property'],
    [{ 'openid-connect': { ...openid, auth_methods: 'bearer' } }, 'configs.openid-connect.auth_methods is_array'],
    [{ 'openid-connect': { ...openid, credential_claim: [5] } }, 'configs.openid-connect.credential_claim.0 is_string'],
  ] as const)('refuses configs %j', async ([configs, mistakes], { operator }) => {
    const { status, body } = await operator.post(path, { ...strategy, configs })
    expect({ status, mistakes: told(body).join(', ') }).toEqual({ status: 400, mistakes })
  })
})

describe('GET /v2/application-auth-strategies', () => {
  test('filters by what the provider is', async ({ operator }) => {
    const dcr_provider_id = await provider(operator)
    await operator.post(path, { ...strategy, dcr_provider_id })
    const names = async (query: string) => (await operator.get(`${path}?${query}`)).body.data.map(({ name }) => name)
    expect(await names('sort=name')).toEqual(['Key Auth', 'dcr'])
    expect(await names('filter[dcr_provider_type]=curity')).toEqual(['dcr'])
    expect(await names('filter[dcr_provider_name][ocontains]=Okta,Curi')).toEqual(['dcr'])
    expect(await names(`filter[dcr_provider_id][neq]=${dcr_provider_id}`)).toEqual(['Key Auth'])
    expect(await names('filter[strategy_type][oeq]=key_auth,other')).toEqual(['Key Auth'])
  })
})

describe('PUT /v2/application-auth-strategies/:authStrategyId', () => {
  test('replaces the whole and answers 201', async ({ operator }) => {
    const { body: before } = await operator.post(path, {
      ...strategy,
      labels: { a: '1' },
      principals: { enabled: true },
    })
    const { status, body } = await operator.put(`${path}/${before.id}`, { ...strategy, display_name: 'Other' })
    expect({ status, body }).toEqual({
      status: 201,
      body: { ...before, display_name: 'Other', labels: {}, principals: { enabled: false } },
    })
  })

  test('refuses another type, and a strategy that does not exist', async ({ operator }) => {
    const { body: before } = await operator.post(path, strategy)
    const { status, body } = await operator.put(`${path}/${before.id}`, keyAuth)
    const reason = '"strategy_type" cannot be changed'
    expect({ status, body }).toEqual({
      status: 400,
      body: refusal({ field: 'strategy_type', reason, rule: 'invalid', source: 'body' }),
    })
    expect((await operator.put(`${path}/${uuid(99)}`, strategy)).status).toBe(404)
  })
})

describe('PATCH /v2/application-auth-strategies/:authStrategyId', () => {
  test('merges configs, null unlinks the provider', async ({ operator }) => {
    const { body: before } = await operator.post(path, { ...strategy, dcr_provider_id: await provider(operator) })
    const changes = { dcr_provider_id: null, configs: { 'openid-connect': { scopes: ['a'], cache_tokens: false } } }
    const { status, body } = await operator.patch(`${path}/${before.id}`, changes)
    const configs = { 'openid-connect': { ...openid, scopes: ['a'], cache_tokens: false } }
    expect({ status, body }).toEqual({ status: 200, body: { ...before, configs, dcr_provider: null } })
  })

  test('a null ttl of key-auth clears it', async ({ operator }) => {
    const ttl = { value: 3, unit: 'days' }
    const { body: before } = await operator.post(path, {
      ...keyAuth,
      configs: { 'key-auth': { key_names: ['k'], ttl } },
    })
    const { body } = await operator.patch(`${path}/${before.id}`, { configs: { 'key-auth': { ttl: null } } })
    expect(body.configs).toEqual({ 'key-auth': { key_names: ['k'] } })
  })

  test('refuses another provider while applications use the strategy', async ({ konnect, operator, applicationOf }) => {
    const { body: before } = await operator.post(path, strategy)
    await applicationOf(before.id, { client_id: 'client-1' })
    const changes = { dcr_provider_id: await provider(operator) }
    const { status, body, reason } = await operator.patch(`${path}/${before.id}`, changes)
    expect({ status, body, reason: reason?.code }).toEqual({
      status: 409,
      body: problem(409, 'Conflict', 'Application auth strategy is in use'),
      reason: 'konnect.strategy-provider-fixed',
    })
    konnect.levers.behaviour.change({ strategyProviderChange: 'accept' })
    expect((await operator.patch(`${path}/${before.id}`, changes)).status).toBe(200)
  })
})

describe('DELETE /v2/application-auth-strategies/:authStrategyId', () => {
  test('refuses while applications use it, and takes it out of portals that default to it', async ({
    operator,
    applicationOf,
  }) => {
    const { body: used } = await operator.post(path, strategy)
    await applicationOf(used.id, { client_id: 'client-1' })
    const { status, body } = await operator.delete(`${path}/${used.id}`)
    expect({ status, body }).toEqual({
      status: 409,
      body: problem(409, 'Conflict', 'Application auth strategy is in use'),
    })

    const { body: free } = await operator.post(path, keyAuth)
    const { body: portal } = await operator.post('/v3/portals', {
      name: 'p',
      default_application_auth_strategy_id: free.id,
    })
    expect((await operator.delete(`${path}/${free.id}`)).status).toBe(204)
    expect((await operator.get(`/v3/portals/${portal.id}`)).body.default_application_auth_strategy_id).toBe(null)
  })
})
