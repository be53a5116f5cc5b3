import { expect, test } from 'vitest'
import {
  curity,
  discoveryPath,
  introspectPath,
  registrationPath,
  revokePath,
  service,
  tokenPath,
  userinfoPath,
} from './rig.ts'

const parPath = '/oauth/v2/oauth-authorize/par'
const devicePath = '/oauth/v2/oauth-device-authorization'
const backchannelPath = '/oauth/v2/oauth-backchannel-authentication'
const formPaths = [tokenPath, introspectPath, revokePath, parPath, devicePath, backchannelPath]
const methods = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']

const routes: readonly (readonly [path: string, allowed: readonly string[]])[] = [
  [discoveryPath, ['GET']],
  ['/oauth/v2/oauth-anonymous/jwks', ['GET']],
  [tokenPath, ['POST']],
  [introspectPath, ['POST']],
  [revokePath, ['POST']],
  [userinfoPath, ['GET', 'POST']],
  [registrationPath, ['POST']],
  [`${registrationPath}/some-id`, ['GET', 'PUT', 'DELETE']],
  ['/oauth/v2/oauth-authorize', ['GET', 'POST']],
  [parPath, ['POST']],
  ['/oauth/v2/oauth-session/logout', ['GET', 'POST']],
  ['/oauth/v2/oauth-session/logout/confirm', ['POST']],
  [devicePath, ['POST']],
  [`${devicePath}/verify`, ['GET', 'POST']],
  [backchannelPath, ['POST']],
  [`${backchannelPath}/decide`, ['GET', 'POST']],
  ['/authn/authentication/some-id', ['GET', 'POST']],
]

test.for(routes)('%s knows only %o', async ([path, allowed]) => {
  const { call } = await curity()
  for (const method of methods.filter((name) => !allowed.includes(name))) {
    const answer = await call(method, path, {
      headers: { 'content-type': 'text/odd' },
      ...(method !== 'GET' && { payload: '{' }),
    })
    expect([method, answer.status, answer.text, answer.headers.allow]).toEqual([method, 405, '', allowed.join(', ')])
    expect(answer.reason).toBe('curity.path.method-not-allowed')
  }
})

test.for([
  ['empty', '', undefined],
  ['html', 'The requested page was not found.', 'text/html'],
  ['json', '{"error":"not_found"}', 'application/json; charset=utf-8'],
] as const)('an unknown path is 404 with the body of the switch: %s', async ([notServedBody, text, type]) => {
  const { call } = await curity({ behaviour: { notServedBody } })
  const answer = await call('GET', '/nowhere?token=secret')
  expect([answer.status, answer.reason, answer.headers['content-type']]).toEqual([404, 'curity.path.unknown', type])
  expect(answer.text).toContain(text)
})

test('the page of a 404 does not echo the path', async () => {
  const { call } = await curity({ behaviour: { notServedBody: 'html' } })
  expect((await call('GET', '/<script>')).text).not.toContain('<script>')
})

/** Those that a browser posts to as well. */
const allFormPaths = [
  ...formPaths,
  '/oauth/v2/oauth-authorize',
  '/oauth/v2/oauth-session/logout',
  '/oauth/v2/oauth-session/logout/confirm',
  '/authn/authentication/some-id',
  `${devicePath}/verify`,
  `${backchannelPath}/decide`,
]

test.for(allFormPaths)('%s takes forms only', async (path) => {
  const { call } = await curity()
  const json = JSON.stringify({ grant_type: 'client_credentials', token: 'x' })
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'application/xml']) {
    const answer = await call('POST', path, {
      headers: { 'content-type': type, authorization: service },
      payload: json,
    })
    expect(answer).toMatchObject({
      status: 400,
      text: '{"error":"invalid_request"}',
      reason: 'curity.request.not-a-form',
    })
  }
})

test.for(formPaths)('%s refuses a missing body, a repeated parameter, and too much', async (path) => {
  const { call } = await curity()
  const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization: service }
  expect(await call('POST', path, { headers: { authorization: service } })).toMatchObject({
    status: 400,
    body: { error: 'invalid_request' },
  })
  const repeated = await call('POST', path, {
    headers,
    payload: 'grant_type=client_credentials&token=a&token=b&scope=a&scope=b',
  })
  expect(repeated).toMatchObject({ status: 400, body: { error: 'invalid_request' }, reason: 'curity.request.invalid' })
  const large = await call('POST', path, { headers, payload: `token=${'x'.repeat(1024 * 1024)}` })
  expect(large).toMatchObject({ status: 413, body: { error: 'invalid_request' }, reason: 'curity.request.too-large' })
})

test.for([
  'grant_type=%zz',
  '%=%&&&==',
  'grant_type',
  '__proto__=x&constructor=y&grant_type=client_credentials',
  '\u0000=\u0000',
])('the form %j is answered, whatever it is', async (payload) => {
  const { call } = await curity()
  const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization: service }
  expect((await call('POST', tokenPath, { headers, payload })).status).toBeLessThan(500)
})

test('a registration that is too large is refused, and the token stays good', async () => {
  const { register, initialToken } = await curity()
  const token = await initialToken()
  const large = await register({ client_name: 'x'.repeat(1024 * 1024) }, token)
  expect(large).toMatchObject({ status: 413, body: { error: 'invalid_request' } })
  expect(await register({ grant_types: ['client_credentials'] }, token)).toMatchObject({ status: 201 })
})

test.for([
  '/%',
  '/%zz',
  '/oauth/v2/oauth-token/%ff',
  `${registrationPath}/%00`,
  `${registrationPath}/${'x'.repeat(2000)}`,
  '//',
  '/../x',
])('the path %s is answered, whatever it is', async (path) => {
  const { call } = await curity()
  const { status } = await call('GET', path)
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
})

test('a broken percent-encoding in the path is a bad request, answered without a body', async () => {
  const rig = await curity()
  expect(await rig.call('GET', '/%zz')).toMatchObject({ status: 400, text: '' })
})

test('a registration that is nested without end is refused', async () => {
  const { call, initialToken } = await curity({ behaviour: { unknownMembers: 'echoed' } })
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  const answer = await call('POST', registrationPath, {
    headers: { authorization: `Bearer ${await initialToken()}` },
    payload: `{"grant_types":["client_credentials"],"portal":${deep}}`,
  })
  expect(answer).toMatchObject({
    status: 400,
    body: { error: 'invalid_client_metadata' },
    reason: 'curity.dcr.body-not-an-object',
  })
})

test.for(['Bearer', 'Bearer ', 'Bearer a b', 'Basic x', 'Digest x', 'bearer'])(
  'Authorization: %j is no bearer token',
  async (authorization) => {
    const { call } = await curity()
    for (const path of [userinfoPath, `${registrationPath}/some-id`]) {
      expect((await call('GET', path, { headers: { authorization } })).status).toBe(401)
    }
  },
)
