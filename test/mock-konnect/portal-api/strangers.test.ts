import { expect } from 'vitest'
import { portalClient } from '../portal-client.ts'
import { test as base, demo, problem, rowsOf } from '../portal-world.ts'

/** Another approved developer of the same portal, signed in. */
const test = base.extend('eve', async ({ konnect }) => {
  const eve = portalClient(konnect, 'v3')
  await eve.post('/developer', { email: 'eve@example.com', full_name: 'Eve' })
  const { mails } = (await konnect.app.inject('/_mock/mailbox')).json()
  const { body } = await eve.post('/developer/verify-email', { token: mails[0].token })
  await eve.post('/developer/reset-password', { token: body.token, password: 'correct horse' })
  await eve.signIn('eve@example.com', 'correct horse')
  return eve
})

test("another developer's application is not there, whatever is asked of it", async ({ v3, eve, konnect, idp }) => {
  const { body: made } = await v3.post('/applications', { name: 'billing' })
  const path = `/applications/${made.id}`
  const { body: registration } = await v3.post(`${path}/registrations`, { api_id: demo.ids.api })
  const before = await rowsOf(konnect, 'applications')
  const calls = idp.calls.length
  const answers = [
    await eve.get(path),
    await eve.patch(path, { name: 'mine' }),
    await eve.delete(path),
    await eve.post(`${path}/regenerate-secret`),
    await eve.get(`${path}/credentials`),
    await eve.post(`${path}/credentials`, {}),
    await eve.put(`${path}/credentials/x`, { display_name: 'x' }),
    await eve.delete(`${path}/credentials/x`),
    await eve.get(`${path}/registrations`),
    await eve.post(`${path}/registrations`, { api_id: demo.ids.api }),
    await eve.get(`${path}/registrations/${registration.id}`),
    await eve.delete(`${path}/registrations/${registration.id}`),
    await eve.get(`${path}/granted-scopes`),
  ]
  for (const answer of answers) expect([answer.status, answer.body]).toEqual([404, problem(404, 'Not Found')])
  expect((await eve.get('/applications')).body.data).toEqual([])
  expect(await rowsOf(konnect, 'applications')).toEqual(before)
  expect(await rowsOf(konnect, 'registrations')).toHaveLength(1)
  expect(idp.calls.length).toBe(calls)
})

test('registrations are found only under their own application', async ({ v3 }) => {
  const { body: one } = await v3.post('/applications', { name: 'one' })
  const { body: two } = await v3.post('/applications', { name: 'two' })
  const { body: registration } = await v3.post(`/applications/${one.id}/registrations`, { api_id: demo.ids.api })
  const path = `/applications/${two.id}/registrations/${registration.id}`
  expect([(await v3.get(path)).status, (await v3.delete(path)).status]).toEqual([404, 404])
})

test('two developers may use one name', async ({ v3, eve }) => {
  expect((await v3.post('/applications', { name: 'billing' })).status).toBe(201)
  expect((await eve.post('/applications', { name: 'billing' })).status).toBe(201)
})

const malformed: [title: string, body: unknown, status: number][] = [
  ['broken JSON', '{"name":', 400],
  ['no object', '[]', 400],
  ['a string', '"name"', 400],
  ['null', 'null', 400],
  ['nothing', undefined, 400],
  ['an oversized body', JSON.stringify({ name: 'x'.repeat(2 ** 20) }), 413],
]

test.for(malformed)('%s is refused in a problem document', async ([, body, status], { v3, idp }) => {
  const calls = [
    ['post', '/applications'],
    ['post', '/developer'],
    ['post', '/developer/authenticate'],
    ['post', '/developer/verify-email'],
    ['post', '/developer/reset-password'],
  ] as const
  for (const [method, path] of calls) {
    const answer = await v3[method](path, body)
    expect([path, answer.status, answer.type]).toEqual([path, status, 'application/problem+json; charset=utf-8'])
  }
  expect(idp.calls).toEqual([])
})

test('wrong methods and unknown paths are refused in a problem document', async ({ v3 }) => {
  for (const answer of [
    await v3.put('/applications', {}),
    await v3.get('/nowhere'),
    await v3.delete('/developer/me'),
  ]) {
    expect([answer.status, answer.body]).toEqual([404, problem(404, 'Not Found')])
  }
})

test('a body of another media type is refused', async ({ v3 }) => {
  const { status } = await v3.post('/applications', 'name=billing', {
    'content-type': 'application/x-www-form-urlencoded',
  })
  expect(status).toBe(400)
})
