import { describe, expect } from 'vitest'
import { now, refusal, test, uuid } from './konnect.ts'

const openid = {
  ...{ name: 'self', display_name: 'Self-managed', strategy_type: 'openid_connect' },
  configs: {
    'openid-connect': { issuer: 'https://c.example', credential_claim: ['sub'], scopes: [], auth_methods: ['bearer'] },
  },
}

describe('applications of a current portal', () => {
  test('of a strategy without DCR show the client id that was given', async ({ operator, applicationOf }) => {
    const { body: strategy } = await operator.post('/v2/application-auth-strategies', openid)
    const made = await applicationOf(strategy.id, { client_id: 'client-1', description: 'D', labels: { a: 'b' } })
    const auth_strategy = {
      ...{ id: strategy.id, name: 'Self-managed', credential_type: 'self_managed_client_credentials' },
      auth_methods: ['bearer'],
    }
    const shown = {
      ...{
        id: made.id,
        name: 'app',
        description: 'D',
        labels: { a: 'b' },
        client_id: 'client-1',
        registration_count: 0,
      },
      ...{ dcr_provider: null, portal: { id: made.portal }, auth_strategy, granted_scopes: null },
      ...{ owner: { type: 'developer', id: made.developer }, created_at: now, updated_at: now },
    }
    expect(made.body).toEqual(shown)
    expect((await operator.get(`/v3/portals/${made.portal}/applications/${made.id}`)).body).toEqual(shown)
    expect((await operator.get(`/v3/applications/${made.id}`)).body).toEqual(shown)
    expect((await operator.get(`/v2/applications/${made.id}`)).status).toBe(404)
  })

  test('of key-auth show no client', async ({ applicationOf }) => {
    const { body } = await applicationOf(uuid(3))
    expect(Object.keys(body).sort()).toEqual([
      ...[
        'auth_strategy',
        'created_at',
        'description',
        'id',
        'labels',
        'name',
        'owner',
        'portal',
        'registration_count',
      ],
      'updated_at',
    ])
  })

  test('change their owner within the portal, and nothing else', async ({ operator, applicationOf }) => {
    const made = await applicationOf(uuid(3))
    const path = `/v3/portals/${made.portal}/applications/${made.id}`
    const bob = { email: 'bob@example.com', full_name: 'Bob', status: 'approved' }
    const { body: developer } = await operator.post(`/v3/portals/${made.portal}/developers`, bob)
    const owner = { type: 'developer', id: developer.id }
    expect((await operator.patch(path, { owner })).body).toEqual({ ...made.body, owner })
    const listed = await operator.get(`${path}/developers`)
    expect(listed.body.data).toEqual([{ id: developer.id, email: bob.email, full_name: 'Bob' }])
    const { body } = await operator.patch(path, { name: 'x', owner: { type: 'team', id: uuid(99) } })
    expect(body).toEqual(
      refusal({ field: 'name', reason: '"name" is not allowed', rule: 'unknown_property', source: 'body' }),
    )
    const team = await operator.patch(path, { owner: { type: 'team', id: uuid(99) } })
    expect(team.body).toEqual(
      refusal({ field: 'owner.id', reason: 'Team not found', rule: 'missing_reference', source: 'body' }),
    )
  })

  test('need an owner of the portal', async ({ operator, applicationOf }) => {
    const made = await applicationOf(uuid(3))
    const { body: other } = await operator.post('/v3/portals', { name: 'other' })
    const path = `/v3/portals/${other.id}/applications`
    const { body } = await operator.post(path, { name: 'x', owner: { type: 'developer', id: made.developer } })
    expect(body).toEqual(
      refusal({ field: 'owner.id', reason: 'Developer not found', rule: 'missing_reference', source: 'body' }),
    )
    expect((await operator.get(`${path}/${made.id}`)).status).toBe(404)
    expect((await operator.get(path)).body.data).toEqual([])
  })

  test('list no credentials of self-managed clients', async ({ operator, applicationOf }) => {
    const { body: strategy } = await operator.post('/v2/application-auth-strategies', openid)
    const made = await applicationOf(strategy.id, { client_id: 'client-1' })
    const { status, body } = await operator.get(`/v3/portals/${made.portal}/applications/${made.id}/credentials`)
    expect({ status, data: body.data }).toEqual({ status: 200, data: [] })
  })

  test('are deleted', async ({ operator, applicationOf }) => {
    const made = await applicationOf(uuid(3))
    expect((await operator.delete(`/v3/portals/${made.portal}/applications/${made.id}`)).status).toBe(204)
    expect((await operator.get(`/v3/portals/${made.portal}/applications`)).body.data).toEqual([])
  })
})

describe('applications of a classic portal', () => {
  test('show one shape, whatever their strategy', async ({ konnect, operator }) => {
    const { body: portal } = await operator.post('/v2/portals', { name: 'p' })
    const times = { created_at: now, updated_at: now }
    const developer = {
      id: uuid(50),
      portal_id: portal.id,
      email: 'a@example.com',
      full_name: 'Ada',
      status: 'approved',
    }
    const application = {
      ...{
        id: uuid(51),
        portal_id: portal.id,
        developer_id: uuid(50),
        name: 'app',
        description: null,
        redirect_uri: null,
      },
      ...{ labels: {}, auth_strategy_id: uuid(3), client_id: null, reference_id: 'ref-1', scopes: [], team_id: null },
      ...{ dcr_client: null, ...times },
    }
    const { tables } = (await konnect.levers.state.snapshot({ secrets: true })) as { tables: object }
    const developers = [{ ...developer, password_hash: null, ...times }]
    await konnect.levers.state.restore({ version: 1, tables: { ...tables, developers, applications: [application] } })
    const shown = {
      ...{ id: uuid(51), name: 'app', description: null, labels: {}, reference_id: 'ref-1', registration_count: 0 },
      ...{
        dcr_provider: null,
        portal: { id: portal.id },
        developer: { id: uuid(50), name: 'Ada', email: 'a@example.com' },
      },
      auth_strategy: { id: uuid(3), name: 'Key Auth', credential_type: 'key_auth', key_names: ['apikey'] },
      ...{ granted_scopes: null, ...times },
    }
    const path = `/v2/portals/${portal.id}/applications`
    expect((await operator.get(path)).body.data).toEqual([shown])
    expect((await operator.get(`${path}?filter[developer_name]=Ada&sort=developer_id`)).body.data).toEqual([shown])
    expect((await operator.get(`${path}/${uuid(51)}`)).body).toEqual(shown)
    expect((await operator.get(`/v2/applications/${uuid(51)}`)).body).toEqual(shown)
    expect((await operator.get(`/v2/portals/${portal.id}`)).body.application_count).toBe(1)
    expect((await operator.delete(`${path}/${uuid(51)}`)).status).toBe(204)
    expect((await operator.get(path)).body.data).toEqual([])
  })
})
