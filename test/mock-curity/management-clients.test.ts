import { expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { client, jwt, registration, together } from './configurations.ts'
import { curity, member, registrationPath, service } from './rig.ts'

const manager = basicAuthorization('manager', 'manager-secret')
const managed = together(
  client({ id: 'manager', secret: 'manager-secret', capabilities: { 'client-credentials': {} } }),
  registration({ 'client-management': { 'management-clients': ['manager'] } }),
)
const app = { client_name: 'Orders app', grant_types: ['client_credentials'] }

test('a management client reads, replaces and deletes every registered client, with one opaque token', async () => {
  const rig = await curity({ configuration: together(managed, jwt) })
  const answer = await rig.token({ scope: 'dcrm' }, manager)
  expect(answer).toMatchObject({ status: 200, body: { scope: 'dcrm', expires_in: 300 } })
  const token = String(member(answer, 'access_token'))
  expect(token).toMatch(/^[0-9a-f-]{36}$/)
  for (const registered of [await rig.register(app), await rig.register(app)]) {
    const id = String(member(registered, 'client_id'))
    const call = (method: string, body?: object) =>
      rig.call(method, `${registrationPath}/${id}`, {
        headers: { authorization: `Bearer ${token}` },
        ...(body && { payload: JSON.stringify(body) }),
      })
    const read = await call('GET')
    expect(read).toMatchObject({ status: 200, body: { client_id: id, registration_access_token: expect.any(String) } })
    expect(await call('PUT', { ...app, client_id: id, client_name: 'Renamed' })).toMatchObject({
      status: 200,
      body: { client_name: 'Renamed' },
    })
    expect(await call('DELETE')).toMatchObject({ status: 204 })
    expect(await call('GET')).toMatchObject({ status: 401, reason: 'curity.dcrm.unknown-client' })
  }
})

test('with reuse the registration token of the client stays, and is not shown to a management client', async () => {
  const reuse = registration({ 'client-management': { 'registration-token': { reuse: true } } })
  const rig = await curity({ configuration: together(managed, reuse) })
  const registered = await rig.register(app)
  const url = `${registrationPath}/${member(registered, 'client_id')}`
  const token = member(await rig.token({ scope: 'dcrm' }, manager), 'access_token')
  const read = await rig.call('GET', url, { headers: { authorization: `Bearer ${token}` } })
  expect(read.status).toBe(200)
  expect(read.body).not.toHaveProperty('registration_access_token')
  const own = { authorization: `Bearer ${member(registered, 'registration_access_token')}` }
  expect(await rig.call('GET', url, { headers: own })).toMatchObject({ status: 200 })
})

test('a client that is not listed gets no dcrm, and a management token registers nothing', async () => {
  const rig = await curity({ configuration: managed })
  expect(await rig.token({ scope: 'dcrm' }, service)).toMatchObject({ status: 400, body: { error: 'invalid_scope' } })
  const token = String(member(await rig.token({ scope: 'dcrm' }, manager), 'access_token'))
  expect(await rig.register(app, token)).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } })
})

test('a management token ends with its lifetime', async () => {
  const rig = await curity({ configuration: managed })
  const registered = await rig.register(app)
  const token = String(member(await rig.token({ scope: 'dcrm' }, manager), 'access_token'))
  rig.clock.advance(300_000)
  expect(
    await rig.call('GET', `${registrationPath}/${member(registered, 'client_id')}`, {
      headers: { authorization: `Bearer ${token}` },
    }),
  ).toMatchObject({ status: 401, reason: 'curity.dcrm.wrong-token' })
})
