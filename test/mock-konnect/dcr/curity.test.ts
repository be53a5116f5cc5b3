import { describe, expect } from 'vitest'
import { portalClient } from '../portal-client.ts'
import { demo, demoKonnect, test } from '../portal-world.ts'

const path = `/v2/dcr-providers/${demo.ids.provider}`
const formOf = (text: string | undefined) => Object.fromEntries(new URLSearchParams(text))

describe('the calls to Curity', () => {
  test('are discovery, a token with scope dcr by Basic, a registration with that token', async ({ v3, idp }) => {
    await v3.post('/applications', { name: 'billing' })
    const basic = `Basic ${Buffer.from('konnect-dcr:konnect-dcr-secret').toString('base64')}`
    expect(idp.last.token?.headers.authorization).toBe(basic)
    expect(formOf(idp.last.token?.body)).toEqual({ grant_type: 'client_credentials', scope: 'dcr' })
    expect(idp.last.register?.headers.authorization).toBe('Bearer dcr-1')
    expect(idp.last.register?.headers['content-type']).toBe('application/json')
    expect(JSON.parse(idp.last.register?.body ?? '')).toEqual({
      client_name: 'billing',
      grant_types: ['client_credentials'],
      scope: 'openid',
      token_endpoint_auth_method: 'client_secret_basic',
    })
  })

  test.for(['', '/', '/.well-known/openid-configuration'])(
    'find the issuer typed with "%s" at its end',
    async (suffix, { idp, operator, v3 }) => {
      await operator.patch(path, { issuer: `${idp.issuer}${suffix}` })
      expect((await v3.post('/applications', { name: 'billing' })).status).toBe(201)
      expect(idp.calls[0]).toBe('GET /oauth/v2/oauth-anonymous/.well-known/openid-configuration')
    },
  )

  test('name the scopes of the strategy', async ({ idp, operator, v3 }) => {
    const configs = { 'openid-connect': { scopes: ['orders:read', 'orders:write'] } }
    await operator.patch(`/v2/application-auth-strategies/${demo.ids.strategy}`, { configs })
    await v3.post('/applications', { name: 'billing' })
    expect(JSON.parse(idp.last.register?.body ?? '')).toMatchObject({ scope: 'orders:read orders:write' })
  })

  test('send secret and scope as the switches say', async ({ idp, konnect, v3 }) => {
    konnect.levers.behaviour.change({ initialClientAuthentication: 'form', registrationSendsScope: false })
    expect((await v3.post('/applications', { name: 'billing' })).status).toBe(201)
    expect(idp.last.token?.headers.authorization).toBeUndefined()
    expect(formOf(idp.last.token?.body)).toMatchObject({
      client_id: 'konnect-dcr',
      client_secret: 'konnect-dcr-secret',
    })
    expect(JSON.parse(idp.last.register?.body ?? '')).not.toHaveProperty('scope')
  })

  test('read the metadata again for each application, unless the switch says how long it is good for', async ({
    idp,
    konnect,
    v3,
  }) => {
    const discoveries = () => idp.calls.filter((call) => call.startsWith('GET')).length
    await v3.post('/applications', { name: 'one' })
    await v3.post('/applications', { name: 'two' })
    expect(discoveries()).toBe(2)
    konnect.levers.behaviour.change({ discoveryTtlMs: 1000 })
    for (const name of ['three', 'four']) await v3.post('/applications', { name })
    expect(discoveries()).toBe(3)
    konnect.levers.clock.advance(1000)
    await v3.post('/applications', { name: 'five' })
    expect(discoveries()).toBe(4)
  })
})

describe('rotating a secret', () => {
  test.for([
    ['v2', 'refresh-token'],
    ['v3', 'regenerate-secret'],
  ] as const)('%s gives a new one each time', async ([version, call], { v2, v3, idp }) => {
    const client = { v2, v3 }[version]
    const { body: made } = await client.post('/applications', { name: 'billing' })
    const first = await client.post(`/applications/${made.id}/${call}`)
    expect([first.status, first.body]).toEqual([201, { client_id: 'client-2', client_secret: 'secret-3' }])
    expect(idp.last.read?.headers.authorization).toBe('Bearer rat-2')
    const second = await client.post(`/applications/${made.id}/${call}`)
    expect(second.body).toEqual({ client_id: 'client-2', client_secret: 'secret-4' })
    expect(idp.last.read?.headers.authorization).toBe('Bearer rat-3')
    expect((await client.delete(`/applications/${made.id}`)).status).toBe(204)
    expect(idp.clients.size).toBe(0)
  })

  test('twice at once works, one after the other', async ({ v3, idp }) => {
    const { body: made } = await v3.post('/applications', { name: 'billing' })
    const rotate = () => v3.post(`/applications/${made.id}/regenerate-secret`)
    const [one, two] = await Promise.all([rotate(), rotate()])
    expect([one.status, two.status]).toEqual([201, 201])
    expect(idp.clients.get('client-2')?.client_secret).toBe(two.body.client_secret)
  })

  test('while the application is renamed loses neither', async ({ v3, idp }) => {
    const { body: made } = await v3.post('/applications', { name: 'billing' })
    let renamed: Promise<{ status: number }> | undefined
    idp.meddle('read', {
      async meanwhile() {
        renamed = v3.patch(`/applications/${made.id}`, { name: 'invoices' })
      },
    })
    await v3.post(`/applications/${made.id}/regenerate-secret`)
    expect((await renamed)?.status).toBe(200)
    idp.meddle('read', undefined)
    expect((await v3.post(`/applications/${made.id}/regenerate-secret`)).status).toBe(201)
    expect((await v3.get(`/applications/${made.id}`)).body.name).toBe('invoices')
  })

  test.for([
    [{ status: 401, body: { error: 'invalid_token' } }, 'konnect.dcr.rotation-refused'],
    [{ status: 403 }, 'konnect.dcr.rotation-refused'],
    [{ status: 404 }, 'konnect.dcr.management-off'],
    [{ status: 405 }, 'konnect.dcr.management-off'],
    [{ afterwards: 'cut' as const }, 'konnect.dcr.issuer-unreachable'],
  ] as const)('is refused when Curity answers %j', async ([meddling, code], { v3, idp }) => {
    const { body: made } = await v3.post('/applications', { name: 'billing' })
    idp.meddle('read', meddling)
    const { status, body, reason } = await v3.post(`/applications/${made.id}/regenerate-secret`)
    expect([status, body.detail, body.invalid_parameters]).toEqual([
      ...[400, 'Unable to refresh the secret of the DCR application', []],
    ])
    expect(reason?.code).toBe(code)
  })

  test('keeps the new registration token of an answer that lacks the secret', async ({ v3, idp }) => {
    const { body: made } = await v3.post('/applications', { name: 'billing' })
    idp.meddle('read', { change: ({ client_secret: _, ...rest }) => rest })
    const { reason } = await v3.post(`/applications/${made.id}/regenerate-secret`)
    expect(reason?.code).toBe('konnect.dcr.answer-unusable')
    idp.meddle('read', undefined)
    expect((await v3.post(`/applications/${made.id}/regenerate-secret`)).status).toBe(201)
  })
})

describe('deleting an application', () => {
  test.for([{ status: 204 }, { status: 401 }, { status: 404 }])(
    'takes %j for a client that is gone',
    async (meddling, { v3, idp }) => {
      const { body: made } = await v3.post('/applications', { name: 'billing' })
      idp.meddle('delete', meddling)
      expect((await v3.delete(`/applications/${made.id}`)).status).toBe(204)
      expect((await v3.get(`/applications/${made.id}`)).status).toBe(404)
    },
  )

  test.for([
    [{ status: 500 }, 'konnect.dcr.delete-refused'],
    [{ status: 405 }, 'konnect.dcr.management-off'],
    [{ afterwards: 'cut' as const }, 'konnect.dcr.issuer-unreachable'],
  ] as const)('keeps it while Curity answers %j', async ([meddling, code], { v3, idp }) => {
    const { body: made } = await v3.post('/applications', { name: 'billing' })
    idp.meddle('delete', meddling)
    const { status, body, reason } = await v3.delete(`/applications/${made.id}`)
    expect([status, body.detail, reason?.code]).toEqual([400, 'Unable to delete the DCR application', code])
    expect((await v3.get(`/applications/${made.id}`)).status).toBe(200)
  })

  test('goes on when the switch says so, and reports the client that stays', async ({ v3, idp, konnect }) => {
    konnect.levers.behaviour.change({ idpDeleteFailure: 'forget' })
    const { body: made } = await v3.post('/applications', { name: 'billing' })
    idp.meddle('delete', { status: 500 })
    const { status, warnings } = await v3.delete(`/applications/${made.id}`)
    expect(status).toBe(204)
    expect(warnings).toEqual([expect.stringContaining('client-2 stays at the identity provider')])
  })

  test('needs client management, which the registration answer shows', async ({ v3, idp }) => {
    idp.meddle('register', { change: ({ registration_client_uri: _, registration_access_token: __, ...rest }) => rest })
    const { body: made, status } = await v3.post('/applications', { name: 'billing' })
    expect(status).toBe(201)
    expect((await v3.delete(`/applications/${made.id}`)).reason?.code).toBe('konnect.dcr.management-off')
    expect((await v3.post(`/applications/${made.id}/regenerate-secret`)).reason?.code).toBe(
      'konnect.dcr.management-off',
    )
  })
})

test('with curityManagement dcrm, clients are managed by a token with scope dcrm', async ({ idp, onTestFinished }) => {
  const konnect = await demoKonnect(idp.issuer, {}, { behaviour: { curityManagement: 'dcrm' } })
  onTestFinished(() => konnect.app.close())
  const v3 = portalClient(konnect, 'v3')
  await v3.signIn()
  const { body: made } = await v3.post('/applications', { name: 'billing' })
  expect((await v3.post(`/applications/${made.id}/regenerate-secret`)).status).toBe(201)
  expect(idp.last.read?.headers.authorization).toBe('Bearer dcrm-3')
  expect((await v3.delete(`/applications/${made.id}`)).status).toBe(204)
  expect(idp.clients.size).toBe(0)
})

describe('POST /v2/dcr-providers/{id}/verify', () => {
  test('makes a client and deletes it again', async ({ operator, idp }) => {
    const { status, body } = await operator.post(`${path}/verify`)
    expect([status, body]).toEqual([200, { status: 'success', errors: [] }])
    expect(idp.calls.slice(-2)).toEqual(['POST /register', 'DELETE /register/:client'])
    expect(idp.clients.size).toBe(0)
  })

  test('answers 200 with what failed, and tells the exchange why', async ({ operator, idp }) => {
    await operator.patch(path, { dcr_config: { initial_client_secret: 'wrong' } })
    const { status, body, reason } = await operator.post(`${path}/verify`)
    expect([status, body]).toEqual([200, { status: 'failed', errors: ['Unable to create the DCR application'] }])
    expect(reason?.code).toBe('konnect.dcr.initial-client-refused')
    expect(idp.clients.size).toBe(0)
  })

  test('succeeds without client management, and says that the trial client stays', async ({ operator, idp }) => {
    idp.meddle('delete', { status: 405 })
    const { body, reason } = await operator.post(`${path}/verify`)
    expect(body).toEqual({ status: 'success', errors: [] })
    expect(reason?.code).toBe('konnect.dcr.management-off')
  })
})
