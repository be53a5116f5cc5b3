import { describe, expect } from 'vitest'
import { now, problem, refusal, test, uuid } from './konnect.ts'

const person = { email: 'ada@example.com', full_name: 'Ada' }
const shown = { id: uuid(5), ...person, status: 'pending', created_at: now, updated_at: now }

describe('developers of a current portal', () => {
  test('are added with the status that the portal gives, or the one that is sent', async ({ operator }) => {
    const { body: portal } = await operator.post('/v3/portals', { name: 'p' })
    const path = `/v3/portals/${portal.id}/developers`
    const { status, body } = await operator.post(path, person)
    expect({ status, body }).toEqual({ status: 201, body: shown })
    expect((await operator.get(`${path}/${body.id}`)).body).toEqual(shown)
    await operator.patch(`/v3/portals/${portal.id}`, { auto_approve_developers: true })
    expect((await operator.post(path, { ...person, email: 'b@example.com' })).body.status).toBe('approved')
    expect((await operator.post(path, { ...person, email: 'c@example.com', status: 'rejected' })).body.status).toBe(
      'rejected',
    )
  })

  test('refuse an e-mail address that is taken, in any case', async ({ operator }) => {
    const { body: portal } = await operator.post('/v3/portals', { name: 'p' })
    await operator.post(`/v3/portals/${portal.id}/developers`, person)
    const again = await operator.post(`/v3/portals/${portal.id}/developers`, { ...person, email: 'ADA@example.com' })
    expect({ status: again.status, body: again.body }).toEqual({
      status: 409,
      body: problem(409, 'Conflict', 'Developer with the given email already exists'),
    })
    const { body: other } = await operator.post('/v3/portals', { name: 'q' })
    expect((await operator.post(`/v3/portals/${other.id}/developers`, person)).status).toBe(201)
  })

  test('are approved, and unknown under another portal', async ({ operator }) => {
    const { body: portal } = await operator.post('/v3/portals', { name: 'p' })
    const { body: other } = await operator.post('/v3/portals', { name: 'q' })
    const { body: developer } = await operator.post(`/v3/portals/${portal.id}/developers`, person)
    const path = `/v3/portals/${portal.id}/developers/${developer.id}`
    expect((await operator.patch(path, { status: 'approved' })).body).toEqual({ ...developer, status: 'approved' })
    expect((await operator.patch(path, {})).body.status).toBe('approved')
    const choices = ['approved', 'pending', 'revoked', 'rejected']
    const reason = `must be one of [${choices.join(', ')}]`
    expect((await operator.patch(path, { status: 'gone' })).body).toEqual(
      refusal({ field: 'status', reason, rule: 'enum', choices, source: 'body' }),
    )
    expect((await operator.get(`/v3/portals/${other.id}/developers/${developer.id}`)).status).toBe(404)
    expect((await operator.delete(path)).status).toBe(204)
    expect((await operator.get(path)).status).toBe(404)
  })

  test('are filtered and sorted', async ({ operator }) => {
    const { body: portal } = await operator.post('/v3/portals', { name: 'p' })
    const path = `/v3/portals/${portal.id}/developers`
    await operator.post(path, person)
    await operator.post(path, { email: 'bob@example.com', full_name: 'Bob', status: 'approved' })
    const names = async (query: string) =>
      (await operator.get(`${path}?${query}`)).body.data.map((one) => one.full_name)
    expect(await names('sort=email desc')).toEqual(['Bob', 'Ada'])
    expect(await names('filter[status]=approved')).toEqual(['Bob'])
    expect(await names('filter[name][contains]=Ad')).toEqual(['Ada'])
  })
})

describe('developers of a classic portal', () => {
  test('tell how many applications they have, and are not added here', async ({ konnect, operator }) => {
    const { body: portal } = await operator.post('/v2/portals', { name: 'p' })
    const row = { id: uuid(50), portal_id: portal.id, ...person, status: 'pending', password_hash: null }
    const document = (await konnect.levers.state.snapshot({ secrets: true })) as { tables: object }
    const developers = [{ ...row, created_at: now, updated_at: now }]
    await konnect.levers.state.restore({ version: 1, tables: { ...document.tables, developers } })
    const path = `/v2/portals/${portal.id}/developers`
    const listed = { ...shown, id: uuid(50), application_count: 0 }
    expect((await operator.get(path)).body.data).toEqual([listed])
    expect((await operator.patch(`${path}/${uuid(50)}`, { status: 'approved' })).body).toEqual({
      ...listed,
      status: 'approved',
    })
    const headers = { authorization: 'Bearer kpat_demo' }
    const { statusCode } = await konnect.app.inject({ method: 'POST', url: path, payload: person, headers })
    expect(statusCode).toBe(404)
  })
})
