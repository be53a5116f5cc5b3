import { expect, test } from 'vitest'
import { curity, member, userinfoPath } from './rig.ts'

test.for([
  [{}, 403, { error: 'insufficient_scope' }],
  [{ userinfoWithoutUser: 'invalid_token' as const }, 401, { error: 'invalid_token' }],
  [{ userinfoWithoutUser: 'sub-only' as const }, 200, { sub: 'service' }],
] as const)('userinfo with the token of a client is a switch: %o', async ([behaviour, status, body]) => {
  const { token, call } = await curity({ behaviour })
  const authorization = `Bearer ${member(await token(), 'access_token')}`
  for (const method of ['GET', 'POST']) {
    expect(await call(method, userinfoPath, { headers: { authorization } })).toMatchObject({ status, body })
  }
})

test('refuses no token, and one that is not valid', async () => {
  const { call } = await curity()
  const missing = await call('GET', userinfoPath)
  expect(missing).toMatchObject({ status: 401, text: '', reason: 'curity.userinfo.no-token' })
  expect(missing.headers['www-authenticate']).toBe('Bearer realm="token-service"')
  const wrong = await call('GET', userinfoPath, { headers: { authorization: 'Bearer made-up' } })
  expect(wrong).toMatchObject({
    status: 401,
    body: { error: 'invalid_token' },
    reason: 'curity.userinfo.invalid-token',
  })
})

test('refuses an expired token', async () => {
  const { token, call, clock } = await curity()
  const authorization = `Bearer ${member(await token(), 'access_token')}`
  clock.advance(300_000)
  expect(await call('GET', userinfoPath, { headers: { authorization } })).toMatchObject({ status: 401 })
})
