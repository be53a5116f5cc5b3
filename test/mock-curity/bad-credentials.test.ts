import { expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { curity, introspectPath, revokePath, service, tokenPath } from './rig.ts'

/** Every endpoint at which clients authenticate, as reasons call it. */
const endpoints = [
  ['token', tokenPath],
  ['introspection', introspectPath],
  ['revocation', revokePath],
  ['par', '/oauth/v2/oauth-authorize/par'],
  ['device', '/oauth/v2/oauth-device-authorization'],
  ['backchannel', '/oauth/v2/oauth-backchannel-authentication'],
] as const

const asked = { grant_type: 'client_credentials', token: 'x', scope: 'openid', login_hint: 'alice' }
const basicPair = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`
const challenge = 'Basic realm="token-service"'

const cases = [
  ['no credentials', {}, undefined, 401, 'invalid_client', undefined, 'no-credentials'],
  ['an id alone', { client_id: 'service' }, undefined, 401, 'invalid_client', undefined, 'no-credentials'],
  ['another scheme', {}, 'Bearer abc', 401, 'invalid_client', challenge, 'no-credentials'],
  ['a pair without a colon', {}, basicPair('service'), 401, 'invalid_client', challenge, 'malformed-basic'],
  ['a pair without an id', {}, basicPair(':secret'), 401, 'invalid_client', challenge, 'malformed-basic'],
  ['Basic that is no base64', {}, 'Basic %%%', 401, 'invalid_client', challenge, 'malformed-basic'],
  ['an empty Basic', {}, 'Basic ', 401, 'invalid_client', challenge, 'malformed-basic'],
  ['a bad percent-encoding', {}, basicPair('service:%zz'), 401, 'invalid_client', challenge, 'malformed-basic'],
  ['a bad encoding of the id', {}, basicPair('%e0%a4%a:x'), 401, 'invalid_client', challenge, 'malformed-basic'],
  ['an unknown client', {}, basicPair('nobody:x'), 401, 'invalid_client', challenge, 'unknown-client'],
  ['a wrong secret', {}, basicPair('service:wrong'), 401, 'invalid_client', challenge, 'wrong-secret'],
  [
    'a wrong secret in the form',
    { client_id: 'service', client_secret: 'wrong' },
    undefined,
    401,
    'invalid_client',
    undefined,
    'wrong-secret',
  ],
  [
    'both ways at once',
    { client_id: 'service', client_secret: 'service-secret' },
    service,
    400,
    'invalid_request',
    undefined,
    'two-authentications',
  ],
  ['two different ids', { client_id: 'registrar' }, service, 400, 'invalid_request', undefined, 'two-authentications'],
  [
    'an assertion beside Basic',
    { client_assertion: 'e30.e30.', client_assertion_type: 'x' },
    service,
    400,
    'invalid_request',
    undefined,
    'two-authentications',
  ],
] as const

test.for(endpoints)('%s: every way to authenticate badly has its answer', async ([at, path]) => {
  const { form } = await curity()
  for (const [what, extra, authorization, status, error, challenged, reason] of cases) {
    const answer = await form(path, { ...asked, ...extra }, authorization)
    expect([what, answer.status, answer.body, answer.headers['www-authenticate'], answer.reason]).toEqual([
      what,
      status,
      { error },
      challenged,
      `curity.${at}.${reason}`,
    ])
    expect(answer.headers['cache-control']).toBe('no-store')
  }
})

test.for(['magic', 'CLIENT_CREDENTIALS', 'client_credentials ', 'constructor', '__proto__'])(
  'the grant %j is not served',
  async (grant_type) => {
    const { form } = await curity()
    const answer = await form(tokenPath, { grant_type }, basicAuthorization('service', 'service-secret'))
    expect(answer).toMatchObject({
      status: 400,
      text: '{"error":"unsupported_grant_type"}',
      reason: 'curity.token.unsupported-grant',
    })
  },
)
