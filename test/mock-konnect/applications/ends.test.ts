import { describe, expect } from 'vitest'
import { portalClient } from '../portal-client.ts'
import { demo, demoKonnect, rowsOf, test } from '../portal-world.ts'

const portal = `/v3/portals/${demo.ids.portal}`
const developer = `${portal}/developers/${demo.ids.developer}`

describe('what an operator ends', () => {
  test('an application: its client and registrations go too', async ({ v3, operator, idp, konnect }) => {
    const { body: made } = await v3.post('/applications', { name: 'billing' })
    await v3.post(`/applications/${made.id}/registrations`, { api_id: demo.ids.api })
    expect((await operator.delete(`${portal}/applications/${made.id}`)).status).toBe(204)
    expect(idp.clients.size).toBe(0)
    expect(await rowsOf(konnect, 'registrations')).toEqual([])
    expect((await v3.get(`/applications/${made.id}`)).status).toBe(404)
  })

  test('a developer: all applications, clients and sessions go too', async ({ v3, operator, idp, konnect }) => {
    for (const name of ['one', 'two']) await v3.post('/applications', { name })
    expect((await operator.delete(developer)).status).toBe(204)
    expect(idp.clients.size).toBe(0)
    expect(await rowsOf(konnect, 'applications')).toEqual([])
    expect(await rowsOf(konnect, 'developer_sessions')).toEqual([])
    expect((await v3.signIn()).status).toBe(401)
  })

  test('a developer stays while a client cannot be deleted', async ({ v3, operator, idp, konnect }) => {
    await v3.post('/applications', { name: 'billing' })
    idp.meddle('delete', { status: 500 })
    expect((await operator.delete(developer)).status).toBe(400)
    expect((await operator.get(developer)).status).toBe(200)
    expect(await rowsOf(konnect, 'applications')).toHaveLength(1)
  })

  test('a portal, with force: the clients of its applications go too', async ({ v3, operator, idp }) => {
    await v3.post('/applications', { name: 'billing' })
    expect((await operator.delete(`${portal}?force=true`)).status).toBe(204)
    expect(idp.clients.size).toBe(0)
  })
})

describe('what an operator makes', () => {
  test('an application with a client that exists calls no identity provider', async ({ operator, idp }) => {
    const wish = { name: 'linked', auth_strategy_id: demo.ids.strategy, dcr_client_id: 'mine' }
    const owner = { type: 'developer', id: demo.ids.developer }
    const { status, body } = await operator.post(`${portal}/applications`, { ...wish, owner })
    expect([status, body.client_id, idp.calls]).toEqual([201, 'mine', []])
  })

  test('an application without one registers it, and shows no secret', async ({ operator, idp }) => {
    const owner = { type: 'developer', id: demo.ids.developer }
    const { status, body } = await operator.post(`${portal}/applications`, {
      name: 'made',
      auth_strategy_id: demo.ids.strategy,
      owner,
    })
    expect([status, body.client_id]).toEqual([201, 'client-2'])
    expect(JSON.stringify(body)).not.toContain('secret-2')
    expect(idp.clients.size).toBe(1)
  })
})

test('two deletions at once delete once', async ({ v3, idp }) => {
  const { body: made } = await v3.post('/applications', { name: 'billing' })
  const remove = () => v3.delete(`/applications/${made.id}`)
  const answers = await Promise.all([remove(), remove()])
  expect(answers.map(({ status }) => status)).toEqual([204, 204])
  expect(idp.calls.filter((call) => call.startsWith('DELETE'))).toHaveLength(1)
})

test('an application is registered nowhere once it is being deleted', async ({ v3, idp, konnect }) => {
  const { body: made } = await v3.post('/applications', { name: 'billing' })
  let registering: Promise<{ status: number }> | undefined
  idp.meddle('delete', {
    async meanwhile() {
      registering = v3.post(`/applications/${made.id}/registrations`, { api_id: demo.ids.api })
    },
  })
  expect((await v3.delete(`/applications/${made.id}`)).status).toBe(204)
  expect((await registering)?.status).toBe(404)
  expect(await rowsOf(konnect, 'registrations')).toEqual([])
})

test('a developer has 500 applications at most', async ({ idp, onTestFinished }) => {
  const konnect = await demoKonnect(idp.issuer)
  onTestFinished(() => konnect.app.close())
  // The document that the server gave out is one that it takes.
  const state = (await konnect.levers.state.snapshot({ secrets: true })) as { tables: Record<string, object[]> }
  const row = {
    ...{
      portal_id: demo.ids.portal,
      developer_id: demo.ids.developer,
      description: null,
      redirect_uri: null,
      labels: {},
    },
    ...{ auth_strategy_id: demo.ids.strategy, reference_id: null, scopes: [], team_id: null, dcr_client: null },
    ...{ created_at: '2026-01-01T00:00:00.000Z', updated_at: '2026-01-01T00:00:00.000Z' },
  }
  const applications = Array.from({ length: 500 }, (_, n) => ({
    ...row,
    id: `a${n}`,
    name: `a${n}`,
    client_id: `c${n}`,
  }))
  await konnect.levers.state.restore({ ...state, tables: { ...state.tables, applications } })
  const v3 = portalClient(konnect, 'v3')
  await v3.signIn()
  const { status, reason } = await v3.post('/applications', { name: 'one too many' })
  expect([status, reason?.code, idp.calls]).toEqual([403, 'konnect.application.limit', []])
})

test('a server that takes over the state can rotate and delete what another one made', async ({
  v3,
  idp,
  konnect,
  onTestFinished,
}) => {
  const { body: made } = await v3.post('/applications', { name: 'billing' })
  const state = await konnect.levers.state.snapshot({ secrets: true })
  const heir = await demoKonnect(idp.issuer, {}, { sealingKey: Buffer.alloc(32, 7) })
  onTestFinished(() => heir.app.close())
  await heir.levers.state.restore(state)
  const there = portalClient(heir, 'v3')
  await there.signIn()
  expect((await there.post(`/applications/${made.id}/regenerate-secret`)).status).toBe(201)
  expect((await there.delete(`/applications/${made.id}`)).status).toBe(204)
  expect(idp.clients.size).toBe(0)
})
