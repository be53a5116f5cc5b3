import { expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { jwt } from './configurations.ts'
import { curity, member, registrar, revokePath, service } from './rig.ts'

test.for([
  { form: 'opaque', configuration: {} },
  { form: 'jwt', configuration: jwt },
])('a revoked token is not active any more: $form', async ({ configuration }) => {
  const { token, introspect, form } = await curity({ configuration })
  const [one, other] = [member(await token(), 'access_token'), member(await token(), 'access_token')].map(String)
  const answer = await form(revokePath, { token: String(one) }, service)
  expect([answer.status, answer.text]).toEqual([200, ''])
  expect((await introspect(String(one))).body).toEqual({ active: false })
  expect((await introspect(String(other))).body).toMatchObject({ active: true })
})

test('an unknown token is revoked just as well', async () => {
  const { form } = await curity()
  expect(await form(revokePath, { token: 'unknown' }, service)).toMatchObject({ status: 200, text: '' })
})

test('the token of another client stays', async () => {
  const { token, introspect, form } = await curity()
  const value = String(member(await token(), 'access_token'))
  expect(await form(revokePath, { token: value }, registrar)).toMatchObject({ status: 200 })
  expect((await introspect(value)).body).toMatchObject({ active: true })
})

test.for([
  [{ token: 'x' }, basicAuthorization('service', 'wrong'), 401, 'curity.revocation.wrong-secret'],
  [{ token: 'x' }, undefined, 401, 'curity.revocation.no-credentials'],
  [{}, service, 400, 'curity.revocation.no-token'],
] as const)('refuses %o', async ([fields, authorization, status, reason]) => {
  const { form } = await curity()
  expect(await form(revokePath, fields, authorization)).toMatchObject({ status, reason })
})
