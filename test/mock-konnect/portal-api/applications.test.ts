import { describe, expect } from 'vitest'
import { demo, now, problem, refusal, test } from '../portal-world.ts'

const strategy = {
  ...{ id: demo.ids.strategy, name: 'Curity', credential_type: 'client_credentials' },
  auth_methods: ['client_credentials', 'bearer', 'session'],
  supports_multiple_credentials: false,
}

describe('POST /api/v3/applications', () => {
  test('registers a client and shows its secret once', async ({ v3, idp }) => {
    const wish = { name: 'billing', description: 'Bills', redirect_uri: 'https://app.example/cb' }
    const made = await v3.post('/applications', wish)
    expect(made.status).toBe(201)
    const shown = {
      ...{ id: made.body.id, ...wish, client_id: 'client-2', auth_strategy: strategy, team_id: null },
      ...{ created_at: now, updated_at: now },
    }
    expect(made.body).toEqual({ ...shown, client_secret: 'secret-2' })
    expect((await v3.get(`/applications/${made.body.id}`)).body).toEqual(shown)
    expect((await v3.get('/applications')).body.data).toEqual([shown])
    expect(idp.clients.get('client-2')?.metadata).toEqual({
      client_name: 'billing',
      grant_types: ['client_credentials'],
      redirect_uris: ['https://app.example/cb'],
      scope: 'openid',
      token_endpoint_auth_method: 'client_secret_basic',
    })
  })

  test('keeps no secret in state, exchanges or logs', async ({ v3, konnect }) => {
    await v3.post('/applications', { name: 'billing' })
    const told = JSON.stringify([
      await konnect.levers.state.snapshot({ secrets: false }),
      konnect.levers.exchanges.list(),
    ])
    expect(told).toContain('client-2')
    for (const secret of ['secret-2', 'rat-2', 'konnect-dcr-secret', 'developer-password']) {
      expect(told).not.toContain(secret)
    }
  })

  test('keeps the management token for a server that is given the state', async ({ v3, konnect }) => {
    await v3.post('/applications', { name: 'billing' })
    const whole = JSON.stringify(await konnect.levers.state.snapshot({ secrets: true }))
    expect(whole).toContain('rat-2')
    expect(whole).not.toContain('secret-2')
  })

  test('refuses what the body may not have, all at once', async ({ v3, idp }) => {
    const { status, body } = await v3.post('/applications', {
      description: 5,
      reference_id: 'x',
      auth_strategy_id: 'y',
    })
    expect(status).toBe(400)
    const fields = body.invalid_parameters.map(({ field, rule }) => [field, rule])
    expect(fields.sort()).toEqual([
      ['auth_strategy_id', 'is_uuid'],
      ['description', 'is_string'],
      ['name', 'required'],
      ['reference_id', 'unknown_property'],
    ])
    expect(idp.calls).toEqual([])
  })

  test('refuses a client id where Konnect gives it', async ({ v3, idp }) => {
    const { body } = await v3.post('/applications', { name: 'a', client_id: 'mine' })
    const reason = '"client_id" is not allowed'
    expect(body).toEqual(refusal({ field: 'client_id', reason, rule: 'unknown_property', source: 'body' }))
    expect(idp.calls).toEqual([])
  })

  test('knows no strategy that does not exist', async ({ v3, idp }) => {
    const { status, body, reason } = await v3.post('/applications', { name: 'a', auth_strategy_id: demo.ids.api })
    expect(status).toBe(404)
    expect(body).toEqual(problem(404, 'Not Found'))
    expect(reason?.code).toBe('konnect.not-found')
    expect(idp.calls).toEqual([])
  })

  test('refuses a second application of the same name before any call to the identity provider', async ({
    v3,
    idp,
  }) => {
    await v3.post('/applications', { name: 'billing' })
    const calls = idp.calls.length
    const { status, body, reason } = await v3.post('/applications', { name: 'billing' })
    expect(status).toBe(409)
    expect(body).toEqual(problem(409, 'Conflict', 'Application with the given name already exists for the developer'))
    expect(reason?.code).toBe('konnect.taken')
    expect(idp.calls.length).toBe(calls)
  })

  test('asks for a strategy where the portal has no default', async ({ v3, operator }) => {
    await operator.patch(`/v3/portals/${demo.ids.portal}`, { default_application_auth_strategy_id: null })
    const { body, reason } = await v3.post('/applications', { name: 'a' })
    expect(body).toEqual(
      refusal({
        field: 'auth_strategy_id',
        reason: '"auth_strategy_id" is required',
        rule: 'required',
        source: 'body',
      }),
    )
    expect(reason?.code).toBe('konnect.application.no-strategy')
  })

  test('of a self-managed strategy needs the client id that the developer has', async ({ v3, operator }) => {
    const { body: own } = await operator.post('/v2/application-auth-strategies', {
      ...{ name: 'own', display_name: 'Own', strategy_type: 'openid_connect' },
      configs: {
        'openid-connect': { issuer: 'https://c.example', credential_claim: ['sub'], scopes: [], auth_methods: [] },
      },
    })
    const wish = { name: 'a', auth_strategy_id: own.id }
    const missing = await v3.post('/applications', wish)
    expect(missing.body).toEqual(
      refusal({ field: 'client_id', reason: '"client_id" is required', rule: 'required', source: 'body' }),
    )
    const { status, body } = await v3.post('/applications', { ...wish, client_id: 'mine' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      client_id: 'mine',
      auth_strategy: { credential_type: 'self_managed_client_credentials' },
    })
    expect(body).not.toHaveProperty('client_secret')
    const taken = await v3.post('/applications', { ...wish, name: 'b', client_id: 'mine' })
    expect(taken.body).toEqual(problem(409, 'Conflict', 'Client id is already used by another application'))
    expect((await v3.patch(`/applications/${body.id}`, { client_id: 'other' })).body).toMatchObject({
      client_id: 'other',
    })
  })
})

describe('POST /api/v2/applications', () => {
  test('registers a client and shows its credentials once', async ({ v2 }) => {
    const made = await v2.post('/applications', { name: 'App 1', auth_strategy_id: null })
    expect(made.status).toBe(201)
    const shown = {
      ...{ id: made.body.id, name: 'App 1', description: null, redirect_uri: null, reference_id: 'client-2' },
      ...{ auth_strategy: strategy, created_at: now, updated_at: now },
    }
    expect(made.body).toEqual({ ...shown, credentials: { client_id: 'client-2', client_secret: 'secret-2' } })
    expect((await v2.get(`/applications/${made.body.id}`)).body).toEqual(shown)
  })

  test('refuses a reference id where Konnect gives the client id', async ({ v2 }) => {
    const { body } = await v2.post('/applications', { name: 'a', reference_id: 'mine' })
    const reason = '"reference_id" is not allowed'
    expect(body).toEqual(refusal({ field: 'reference_id', reason, rule: 'unknown_property', source: 'body' }))
  })
})

describe('PATCH /api/v3/applications/{id}', () => {
  test('changes what Konnect knows and leaves client and secret alone', async ({ v3, idp, konnect }) => {
    const { body: made } = await v3.post('/applications', { name: 'billing' })
    const calls = idp.calls.length
    konnect.levers.clock.advance(1000)
    const { status, body } = await v3.patch(`/applications/${made.id}`, {
      name: 'invoices',
      redirect_uri: 'https://a.example/',
    })
    expect(status).toBe(200)
    const { client_secret: _, ...shown } = made
    const updated_at = '2026-01-01T00:00:01.000Z'
    expect(body).toEqual({ ...shown, name: 'invoices', redirect_uri: 'https://a.example/', updated_at })
    expect(idp.calls.length).toBe(calls)
  })

  test('has no way to another strategy', async ({ v3 }) => {
    const { body: made } = await v3.post('/applications', { name: 'billing' })
    const { body } = await v3.patch(`/applications/${made.id}`, { auth_strategy_id: demo.ids.strategy })
    const reason = '"auth_strategy_id" is not allowed'
    expect(body).toEqual(refusal({ field: 'auth_strategy_id', reason, rule: 'unknown_property', source: 'body' }))
  })

  test('refuses the name of another application', async ({ v3 }) => {
    await v3.post('/applications', { name: 'one' })
    const { body: two } = await v3.post('/applications', { name: 'two' })
    expect((await v3.patch(`/applications/${two.id}`, { name: 'one' })).status).toBe(409)
    expect((await v3.patch(`/applications/${two.id}`, { name: 'two' })).status).toBe(200)
  })
})

test.for(['v2', 'v3'] as const)('a page of %s applications is filtered by name', async (version, { v2, v3 }) => {
  const client = { v2, v3 }[version]
  for (const name of ['one', 'two', 'three']) await client.post('/applications', { name })
  const { body } = await client.get('/applications?filter[name][contains]=t&page[size]=1&page[number]=2')
  expect(body.data.map(({ name }) => name)).toEqual(['three'])
  expect(body.meta).toEqual({ page: { number: 2, size: 1, total: 2 } })
  expect((await client.get('/applications?filter[colour]=red')).status).toBe(400)
})
