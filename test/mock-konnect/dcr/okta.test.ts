import { describe, expect } from 'vitest'
import { oktaToken, startFakeOkta } from './fakes/fake-okta.ts'
import { test as base, providerWorld } from './provider-world.ts'

const test = base
  .extend('okta', async ({}, { onCleanup }) => {
    const okta = await startFakeOkta()
    onCleanup(() => okta.close())
    return okta
  })
  .extend('world', async ({ okta }, { onCleanup }) => {
    const world = await providerWorld({ type: 'okta', issuer: okta.issuer, config: { dcr_token: oktaToken } })
    onCleanup(() => world.close())
    return world
  })

describe('the calls to Okta', () => {
  test('go to the organisation of the issuer, with the API token', async ({ okta, world }) => {
    const { body } = await world.create('billing', { redirect_uri: 'https://app.example/cb' })
    await world.v3.post(`/applications/${body.id}/regenerate-secret`)
    await world.v3.patch(`/applications/${body.id}`, { name: 'invoices' })
    await world.v3.delete(`/applications/${body.id}`)
    const id = body.client_id
    expect(okta.calls).toEqual([
      'POST /oauth2/v1/clients',
      `POST /oauth2/v1/clients/${id}/lifecycle/newSecret`,
      `PUT /oauth2/v1/clients/${id}`,
      `DELETE /oauth2/v1/clients/${id}`,
    ])
    expect(okta.last.create?.headers.authorization).toBe(`SSWS ${oktaToken}`)
    const metadata = {
      client_name: 'billing',
      redirect_uris: ['https://app.example/cb'],
      response_types: ['token'],
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_basic',
      application_type: 'service',
    }
    expect(JSON.parse(okta.last.create?.body ?? '')).toEqual(metadata)
    const update = { ...metadata, client_id: id, client_name: 'invoices' }
    expect(JSON.parse(okta.last.update?.body ?? '')).toEqual(update)
  })

  test('refused, change nothing', async ({ okta, world }) => {
    const { body } = await world.create('billing')
    okta.meddle('update', { status: 400, body: { errorCode: 'E0000001', errorSummary: 'name is bad' } })
    const { status, body: refused, reason } = await world.v3.patch(`/applications/${body.id}`, { name: 'invoices' })
    expect([status, refused.detail, reason?.code]).toEqual([
      ...[400, 'Unable to update the DCR application', 'konnect.dcr.update-refused'],
    ])
    expect(reason?.advice).toContain('status 400 (E0000001, name is bad)')
    expect((await world.v3.get(`/applications/${body.id}`)).body.name).toBe('billing')
  })

  test('are made for no more than what concerns Okta', async ({ okta, world }) => {
    const { body } = await world.create('billing')
    await world.v3.patch(`/applications/${body.id}`, { name: 'billing' })
    const registered = await world.v3.post(`/applications/${body.id}/registrations`, {
      api_id: 'd0000000-0000-4000-8000-00000000000a',
    })
    expect([registered.status, okta.calls.length]).toEqual([201, 1])
  })
})

describe('the secrets of a client', () => {
  const at = (id: string) => `/applications/${id}/credentials`

  test('are two at most, and one at least', async ({ okta, world: { create, v3 } }) => {
    const { body } = await create('billing')
    const { body: list } = await v3.get(at(body.id))
    const first = list.data[0]
    expect(list.data).toEqual([
      {
        ...{ type: 'client_secret', id: expect.any(String), display_name: null, client_id: body.client_id },
        ...{ created_at: '2026-01-01T00:00:00.000Z', expires_at: null },
      },
    ])
    const added = await v3.post(at(body.id), { display_name: 'second' })
    expect([added.status, added.body]).toEqual([
      201,
      {
        ...{ type: 'client_secret', id: expect.any(String), display_name: 'second', client_id: body.client_id },
        ...{ client_secret: expect.stringMatching(/^okta-secret-/), created_at: '2026-01-01T00:00:00.000Z' },
        expires_at: null,
      },
    ])
    expect([...(okta.clients.get(String(body.client_id))?.secrets.values() ?? [])]).toContain(added.body.client_secret)
    const third = await v3.post(at(body.id), {})
    expect([third.status, third.body.detail]).toEqual([403, 'Maximum number of Credentials exceeded. Max Allowed: 2'])
    expect((await v3.delete(`${at(body.id)}/${added.body.id}`)).status).toBe(204)
    expect(okta.calls.slice(-2).map((call) => call.split('/').at(-1))).toEqual(['deactivate', 'okta-secret-id-3'])
    const last = await v3.delete(`${at(body.id)}/${first?.id}`)
    expect([last.status, last.reason?.code]).toEqual([409, 'konnect.credential.last'])
  })

  test('cannot be renewed as one while there are two', async ({ world: { create, v3, v2 } }) => {
    const { body } = await create('billing')
    await v3.post(at(body.id), {})
    const refused = await v3.post(`/applications/${body.id}/regenerate-secret`)
    expect([refused.status, refused.reason?.code]).toEqual([409, 'konnect.credential.several'])
    const { body: classic } = await create('classic', {}, v2)
    await v2.post(at(classic.id), {})
    // The classic call describes no 409.
    expect((await v2.post(`/applications/${classic.id}/refresh-token`)).status).toBe(400)
  })

  test('are announced with their limit', async ({ world }) => {
    const { body } = await world.v3.get('/application-auth-strategies')
    expect(body.data[0]).toMatchObject({
      supports_multiple_credentials: true,
      min_allowed_credentials: 1,
      max_allowed_credentials: 2,
    })
  })

  test('of another application, or unknown, are not found', async ({ world: { create, v3 } }) => {
    const { body: one } = await create('one')
    const { body: two } = await create('two')
    await v3.post(at(one.id), {})
    const { body: list } = await v3.get(at(two.id))
    for (const id of [list.data[0]?.id, 'nothing', one.client_id]) {
      expect((await v3.delete(`${at(one.id)}/${id}`)).status, String(id)).toBe(id === one.client_id ? 409 : 404)
    }
  })

  test('stay when Okta does not take one away', async ({ okta, world: { create, v3 } }) => {
    const { body } = await create('billing')
    const { body: added } = await v3.post(at(body.id), {})
    okta.meddle('deactivate', { status: 500 })
    const { status, body: refused } = await v3.delete(`${at(body.id)}/${added.id}`)
    expect([status, refused.detail]).toEqual([400, 'Unable to change the credentials of the DCR application'])
    expect((await v3.get(at(body.id))).body.data).toHaveLength(2)
  })
})
