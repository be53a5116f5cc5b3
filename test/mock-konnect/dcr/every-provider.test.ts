import { describe, expect } from 'vitest'
import { problem } from '../portal-world.ts'
import { kinds } from './fakes/kinds.ts'
import { test } from './provider-world.ts'

const refused = problem(400, 'Invalid Request', 'Unable to create the DCR application', { invalid_parameters: [] })

describe('whatever the provider', () => {
  test.for(kinds)('$type: a client is made, rotated and deleted', async (kind, { at }) => {
    const { fake, world } = await at(kind)
    const { status, body } = await world.create('billing', { redirect_uri: 'https://app.example/cb' })
    expect(status, JSON.stringify(body)).toBe(201)
    expect([...fake.clients.keys()]).toEqual([body.client_id])
    const rotated = await world.v3.post(`/applications/${body.id}/regenerate-secret`)
    expect([rotated.status, rotated.body.client_id]).toEqual([201, body.client_id])
    expect(rotated.body.client_secret).not.toBe(body.client_secret)
    expect((await world.v3.delete(`/applications/${body.id}`)).status).toBe(204)
    expect(fake.clients.size).toBe(0)
    expect(await world.orphans()).toEqual([])
  })

  test.for(kinds)('$type: the classic portal shows the same, once', async (kind, { at }) => {
    const { fake, world } = await at(kind)
    const { status, body } = await world.create('billing', {}, world.v2)
    const [clientId] = fake.clients.keys()
    expect([status, body.reference_id, body.credentials]).toEqual([
      ...[201, clientId],
      { client_id: clientId, client_secret: expect.any(String) },
    ])
    expect((await world.v2.get(`/applications/${body.id}`)).body).not.toHaveProperty('credentials')
    expect((await world.v2.post(`/applications/${body.id}/refresh-token`)).status).toBe(201)
  })

  test.for(kinds)('$type: a verification makes a client and deletes it', async (kind, { at }) => {
    const { fake, world } = await at(kind)
    const { status, body } = await world.operator.post(`/v2/dcr-providers/${world.provider}/verify`)
    expect([status, body]).toEqual([200, { status: 'success', errors: [] }])
    expect(fake.clients.size).toBe(0)
    expect(await world.orphans()).toEqual([])
  })

  test.for(kinds)('$type: a client that is gone already is no failure to delete', async (kind, { at }) => {
    const { fake, world } = await at(kind)
    const { body } = await world.create('billing')
    fake.meddle('delete', { status: 404 })
    expect((await world.v3.delete(`/applications/${body.id}`)).status).toBe(204)
    expect(await world.applications()).toEqual([])
  })

  test.for(kinds)('$type: a refused secret of the provider is named', async (kind, { at }) => {
    const { fake, world } = await at(kind)
    const [name = ''] = Object.keys(kind.config(fake)).filter((member) => /secret|token|key/.test(member))
    await world.operator.patch(`/v2/dcr-providers/${world.provider}`, { dcr_config: { [name]: 'some_wrong_value' } })
    const { status, body, reason } = await world.create('billing')
    expect([status, body]).toEqual([400, refused])
    expect(reason?.code).toMatch(/^konnect\.dcr\.(initial-client|registration)-refused$/)
    expect(JSON.stringify(reason)).not.toContain('some_wrong_value')
    expect(await world.orphans()).toEqual([])
  })

  test.for(kinds)('$type: an application is linked to a client that exists', async (kind, { at }) => {
    const { fake, world } = await at(kind)
    const path = '/v3/portals/d0000000-0000-4000-8000-000000000007/applications'
    const { status, body } = await world.operator.post(path, {
      ...{ name: 'linked', auth_strategy_id: world.strategy, dcr_client_id: 'mine' },
      owner: { type: 'developer', id: 'd0000000-0000-4000-8000-00000000000f' },
    })
    expect([status, body.client_id, fake.calls]).toEqual([201, 'mine', []])
  })
})
