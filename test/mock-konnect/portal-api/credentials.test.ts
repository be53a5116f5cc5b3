import { describe, expect } from 'vitest'
import { test as base, now, problem, refusal } from '../portal-world.ts'

const strategyOf = (ttl?: object) => ({
  ...{ name: 'keys', display_name: 'Keys', strategy_type: 'key_auth' },
  configs: { 'key-auth': { key_names: ['apikey'], ...(ttl && { ttl }) } },
})

const test = base.extend('keyed', async ({ v3, operator }) => {
  const { body: strategy } = await operator.post('/v2/application-auth-strategies', strategyOf())
  return (await v3.post('/applications', { name: 'keyed', auth_strategy_id: strategy.id })).body
})

describe('API keys', () => {
  test('are shown once, renamed and deleted', async ({ v3, keyed }) => {
    const path = `/applications/${keyed.id}/credentials`
    const made = await v3.post(path, { display_name: 'First' })
    const shown = {
      ...{
        type: 'api_key',
        id: made.body.id,
        display_name: 'First',
        status: 'active',
        expires_at: null,
        created_at: now,
      },
    }
    expect([made.status, made.body]).toEqual([201, { ...shown, credential: expect.stringMatching(/^api-key_\d+$/) }])
    expect((await v3.get(path)).body.data).toEqual([shown])
    const renamed = await v3.put(`${path}/${made.body.id}`, { display_name: 'One' })
    expect([renamed.status, renamed.body]).toEqual([200, undefined])
    expect((await v3.get(path)).body.data).toEqual([{ ...shown, display_name: 'One' }])
    expect((await v3.delete(`${path}/${made.body.id}`)).status).toBe(204)
    expect((await v3.get(path)).body.data).toEqual([])
    expect((await v3.delete(`${path}/${made.body.id}`)).status).toBe(404)
  })

  test('always have a display name', async ({ v3, keyed }) => {
    expect((await v3.post(`/applications/${keyed.id}/credentials`, {})).body.display_name).toBe('API Key')
  })

  test('expire as the strategy says', async ({ v3, operator, konnect }) => {
    const { body: strategy } = await operator.post(
      '/v2/application-auth-strategies',
      strategyOf({ value: 2, unit: 'weeks' }),
    )
    const { body: app } = await v3.post('/applications', { name: 'keyed', auth_strategy_id: strategy.id })
    const { body } = await v3.post(`/applications/${app.id}/credentials`, {})
    expect(body.expires_at).toBe('2026-01-15T00:00:00.000Z')
    konnect.levers.behaviour.change({ portalAccessTokenSeconds: 30 * 86_400 })
    await v3.signIn()
    konnect.levers.clock.advance(14 * 86_400_000)
    expect((await v3.get(`/applications/${app.id}/credentials`)).body.data).toMatchObject([{ status: 'expired' }])
  })

  test('are twenty at most', async ({ v3, keyed }) => {
    const path = `/applications/${keyed.id}/credentials`
    for (let key = 0; key < 20; key++) expect((await v3.post(path, {})).status).toBe(201)
    const { status, body } = await v3.post(path, {})
    const detail = 'Maximum number of Credentials exceeded. Max Allowed: 20'
    expect([status, body]).toEqual([403, problem(403, 'Forbidden', detail)])
  })

  test('have no place beside a client id', async ({ v3, keyed }) => {
    expect(keyed).not.toHaveProperty('client_id')
    const { body } = await v3.post('/applications', {
      ...{ name: 'b', client_id: 'mine', auth_strategy_id: (keyed.auth_strategy as { id: string }).id },
    })
    expect(body).toEqual(
      refusal({ field: 'client_id', reason: '"client_id" is not allowed', rule: 'unknown_property', source: 'body' }),
    )
    const rotated = await v3.post(`/applications/${keyed.id}/regenerate-secret`)
    expect([rotated.status, rotated.reason?.code]).toEqual([400, 'konnect.application.not-dcr'])
  })
})

describe('the credentials of a Curity application', () => {
  test('are its one client, and no second secret', async ({ v3 }) => {
    const { body: app } = await v3.post('/applications', { name: 'billing' })
    const path = `/applications/${app.id}/credentials`
    expect((await v3.get(path)).body.data).toEqual([
      {
        type: 'client_secret',
        id: 'client-2',
        display_name: null,
        client_id: 'client-2',
        created_at: now,
        expires_at: null,
      },
    ])
    const { status, body, reason } = await v3.post(path, { display_name: 'second' })
    const detail = 'The application does not support multiple credentials'
    expect([status, body]).toEqual([400, problem(400, 'Invalid Request', detail, { invalid_parameters: [] })])
    expect(reason?.code).toBe('konnect.credential.one-only')
  })

  test('are none of a client that the developer manages, and none can be made', async ({ v3, operator }) => {
    const openid = { issuer: 'https://idp.example', credential_claim: ['sub'], scopes: [], auth_methods: ['bearer'] }
    const { body: strategy } = await operator.post('/v2/application-auth-strategies', {
      ...{ name: 'own', display_name: 'Own', strategy_type: 'openid_connect', configs: { 'openid-connect': openid } },
    })
    const { body: app } = await v3.post('/applications', {
      ...{ name: 'billing', auth_strategy_id: strategy.id, client_id: 'mine' },
    })
    const path = `/applications/${app.id}/credentials`
    expect((await v3.get(path)).body.data).toEqual([])
    const { status, reason } = await v3.post(path, {})
    expect([status, reason?.code]).toEqual([400, 'konnect.application.not-dcr'])
  })

  test('in the classic view of key-auth have the reference id that was given', async ({ v2, operator }) => {
    const { body: strategy } = await operator.post('/v2/application-auth-strategies', strategyOf())
    const wish = { name: 'keyed', reference_id: 'ref-1', auth_strategy_id: strategy.id }
    const { body } = await v2.post('/applications', wish)
    expect(body).toMatchObject({
      reference_id: 'ref-1',
      auth_strategy: { credential_type: 'key_auth', key_names: ['apikey'] },
    })
    expect(body).not.toHaveProperty('credentials')
    expect((await v2.patch(`/applications/${body.id}`, { reference_id: 'ref-2' })).body.reference_id).toBe('ref-2')
  })
})
