import { expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { client, server, together } from './configurations.ts'
import { curity, registrar, service, tokenPath } from './rig.ts'

const grant = { grant_type: 'client_credentials' }
const base64 = (text: string) => Buffer.from(text).toString('base64')

test('a client authenticates in the form as well', async () => {
  const { form } = await curity()
  expect(await form(tokenPath, { ...grant, client_id: 'service', client_secret: 'service-secret' })).toMatchObject({
    status: 200,
  })
})

test('id and secret are form-decoded in Basic', async () => {
  const { token } = await curity({ configuration: client({ id: 'service', secret: 'a b:c%d+é' }) })
  expect(await token({}, basicAuthorization('service', 'a b:c%d+é'))).toMatchObject({ status: 200 })
})

test.for([
  ['wrong secret', basicAuthorization('service', 'wrong'), 'curity.token.wrong-secret'],
  ['unknown client', basicAuthorization('nobody', 'x'), 'curity.token.unknown-client'],
  ['empty secret', `Basic ${base64('service:')}`, 'curity.token.wrong-secret'],
  ['no colon', `Basic ${base64('service')}`, 'curity.token.malformed-basic'],
  ['no id', `Basic ${base64(':secret')}`, 'curity.token.malformed-basic'],
  ['broken percent-encoding', `Basic ${base64('service:%zz')}`, 'curity.token.malformed-basic'],
  ['no base64', 'Basic ***', 'curity.token.malformed-basic'],
  ['nothing after Basic', 'Basic ', 'curity.token.malformed-basic'],
] as const)('refuses Basic with %s', async ([, authorization, reason]) => {
  const { token } = await curity()
  const answer = await token({}, authorization)
  expect(answer).toMatchObject({ status: 401, text: '{"error":"invalid_client"}', reason })
  expect(answer.headers['www-authenticate']).toBe('Basic realm="token-service"')
})

test.for([
  ['no credentials', {}, 'curity.token.no-credentials'],
  ['an id alone', { client_id: 'service' }, 'curity.token.no-credentials'],
  ['a wrong secret in the form', { client_id: 'service', client_secret: 'wrong' }, 'curity.token.wrong-secret'],
] as const)('refuses %s, without a challenge', async ([, form, reason]) => {
  const { form: post } = await curity()
  const answer = await post(tokenPath, { ...grant, ...form })
  expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' }, reason })
  expect(answer.headers).not.toHaveProperty('www-authenticate')
})

test('refuses a disabled client', async () => {
  const { token } = await curity({ configuration: client({ id: 'service', enabled: false }) })
  expect(await token()).toMatchObject({ status: 401, reason: 'curity.token.client-disabled' })
})

test('a client without a secret has none that fits', async () => {
  const { token } = await curity({
    configuration: client({ id: 'keyless', capabilities: { 'client-credentials': {} } }),
  })
  expect(await token({}, basicAuthorization('keyless', 'undefined'))).toMatchObject({ status: 401 })
})

test('refuses secrets when the profile takes none', async () => {
  const { token } = await curity({
    configuration: server({ 'client-authentication': { 'basic-and-form-post': false } }),
  })
  expect(await token()).toMatchObject({ status: 401, reason: 'curity.token.authentication-method-off' })
})

test('a client without authentication needs the profile to take such clients', async () => {
  const open = client({ id: 'open', 'no-authentication': true, capabilities: { 'client-credentials': {} } })
  const strict = await curity({ configuration: open })
  const form = { ...grant, client_id: 'open' }
  expect(await strict.form(tokenPath, form)).toMatchObject({
    status: 401,
    reason: 'curity.token.authentication-method-off',
  })
  const taking = server({ 'client-authentication': { 'no-authentication': true } })
  const lenient = await curity({ configuration: together(open, taking) })
  expect(await lenient.form(tokenPath, form)).toMatchObject({ status: 200 })
})

test.for([
  { client_secret: 'service-secret' },
  { client_id: 'service', client_secret: 'service-secret' },
  { client_id: 'registrar' },
])('refuses two authentications in one request: Basic and %o', async (form) => {
  const { token } = await curity()
  expect(await token(form, service)).toMatchObject({
    status: 400,
    body: { error: 'invalid_request' },
    reason: 'curity.token.two-authentications',
  })
})

test('a switch lets Basic win over the form', async () => {
  const { token } = await curity({ behaviour: { basicAndFormSecret: 'basic-wins' } })
  expect(await token({ client_id: 'service', client_secret: 'wrong' }, registrar)).toMatchObject({ status: 200 })
})

test('the client id may stand in the form beside Basic', async () => {
  const { token } = await curity()
  expect(await token({ client_id: 'service' })).toMatchObject({ status: 200 })
})

test.for([
  [{ invalidClientStatus: 400 as const }, 400, 'Basic realm="token-service"'],
  [{ wwwAuthenticate: 'never' as const }, 401, undefined],
] as const)('status and challenge of invalid_client are switches: %o', async ([behaviour, status, challenge]) => {
  const { token } = await curity({ behaviour })
  const answer = await token({}, basicAuthorization('service', 'wrong'))
  expect([answer.status, answer.headers['www-authenticate']]).toEqual([status, challenge])
})

test('a switch challenges every caller', async () => {
  const { form } = await curity({ behaviour: { wwwAuthenticate: 'always' } })
  expect((await form(tokenPath, grant)).headers['www-authenticate']).toBe('Basic realm="token-service"')
})
