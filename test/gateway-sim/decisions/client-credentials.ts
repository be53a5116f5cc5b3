import { expect } from 'vitest'
import { basic, good, type Rig } from '../rig.ts'
import type { Decision } from './decision.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const withAuthorization = (authorization: string) => () => ({ headers: { authorization } })
const warm = async (rig: Rig) => {
  expect((await rig.call('/orders', { headers: good })).status).toBe(200)
}
const upstreamGetsBearer = (_reply: unknown, { upstream }: Rig) => {
  expect(upstream.last.headers.authorization).toMatch(/^Bearer eyJ/)
  expect(upstream.last.headers['x-credential-identifier']).toBe('app-1')
}
const refused = { status: 401, body: 'U401', upstream: false } as const
const passed = { status: 200, body: 'upstream', upstream: true } as const

export const clientCredentialRows: readonly Decision[] = [
  { row: '1', title: 'no credential', ...refused, challenge: 'R', idp: false, reason: 'gateway.no-credentials' },
  {
    row: '2',
    title: 'Basic, cold',
    request: () => ({ headers: good }),
    ...passed,
    idp: true,
    also: upstreamGetsBearer,
  },
  {
    row: '3',
    title: 'Basic, warm',
    given: warm,
    request: () => ({ headers: good }),
    ...passed,
    idp: false,
    also: upstreamGetsBearer,
  },
  { row: '4', title: 'Basic without base64', request: withAuthorization('Basic app-1:secret-1'), ...passed, idp: true },
  {
    row: '5',
    title: 'Basic without base64, switched off',
    rig: { behaviour: { rawBasic: 'refuse' } },
    request: withAuthorization('Basic app-1:secret-1'),
    ...{ ...refused, challenge: 'T', idp: false, reason: 'gateway.basic.not-base64' },
  },
  {
    row: '6',
    title: 'Basic without a colon in it',
    request: withAuthorization(`Basic ${base64('app-1')}`),
    ...{ ...refused, challenge: 'R', idp: false, reason: 'gateway.basic.no-colon' },
  },
  {
    row: '6a',
    title: 'Basic with nothing before the colon',
    request: withAuthorization(`Basic ${base64(':secret-1')}`),
    ...{ ...refused, challenge: 'R', idp: false, reason: 'gateway.basic.no-client-id' },
  },
  {
    row: '7',
    title: 'Basic with nothing after it',
    request: withAuthorization('Basic '),
    ...{ ...refused, challenge: 'R', idp: false, reason: 'gateway.basic.empty' },
  },
  {
    row: '8',
    title: 'basic in lower case',
    request: withAuthorization(`basic ${base64('app-1:secret-1')}`),
    ...passed,
    idp: true,
  },
  {
    row: '8a',
    title: 'base64 without its padding',
    request: withAuthorization(`Basic ${base64('app-1:secret-1').replace(/=/g, '')}`),
    ...passed,
    idp: true,
  },
  {
    row: '9',
    title: 'wrong secret',
    request: withAuthorization(basic('app-1', 'wrong')),
    ...{ ...refused, challenge: 'T', idp: true, reason: 'gateway.basic.wrong-secret' },
  },
  {
    row: '9a',
    title: 'wrong secret while the right one is cached',
    given: warm,
    request: withAuthorization(basic('app-1', 'wrong')),
    ...{ ...refused, challenge: 'T', idp: true, reason: 'gateway.basic.wrong-secret' },
  },
  {
    row: '10',
    title: 'unknown client id',
    request: withAuthorization(basic('nobody', 'x')),
    ...{ ...refused, challenge: 'T', idp: true, reason: 'gateway.basic.wrong-secret' },
  },
  {
    row: '11',
    title: 'the token endpoint refuses the scope',
    given: async ({ idp }) => idp.broken.set('token', { status: 400, body: { error: 'invalid_scope' } }),
    request: () => ({ headers: good }),
    ...{ ...refused, challenge: 'T', idp: true, reason: 'gateway.idp.refused-scope' },
    also: ({ advice }) => expect(advice).toContain('"openid"'),
  },
  {
    row: '12',
    title: 'the token endpoint answers 500',
    given: async ({ idp }) => idp.broken.set('token', { status: 500, body: {} }),
    request: () => ({ headers: good }),
    ...{ ...refused, challenge: 'T', idp: true, reason: 'gateway.idp.failed' },
  },
  {
    row: '13',
    title: 'the token endpoint hangs up',
    given: async ({ idp }) => idp.broken.set('token', 'hang-up'),
    request: () => ({ headers: good }),
    ...{ ...refused, challenge: 'T', idp: true, reason: 'gateway.idp.unreachable' },
  },
  {
    row: '14',
    title: 'the token endpoint is silent',
    rig: { strategy: { timeout: 200 } },
    given: async (rig) => {
      // Until discovery, which has as little time, was quick enough: its failures count for five seconds.
      const known = async () => {
        rig.clock.advance(5000)
        return (await rig.call('/orders', { headers: { authorization: basic('nobody', 'x') } })).reason
      }
      await expect.poll(known).toBe('gateway.basic.wrong-secret')
      rig.idp.broken.set('token', 'silent')
    },
    request: () => ({ headers: good }),
    ...{ ...refused, challenge: 'T', idp: true, reason: 'gateway.idp.unreachable' },
  },
  {
    row: '15',
    title: 'the identity provider is down, token cached',
    given: async (rig) => {
      await warm(rig)
      await rig.idp.close()
    },
    request: () => ({ headers: good }),
    ...passed,
    idp: false,
  },
  {
    row: '16',
    title: 'discovery was never loaded and fails',
    given: async ({ idp }) => idp.broken.set('discovery', 'hang-up'),
    request: () => ({ headers: good }),
    ...{ ...refused, challenge: 'T', idp: true, reason: 'gateway.idp.unreachable' },
  },
  ...(['html', 'empty'] as const).map(
    (breakage): Decision => ({
      row: '18',
      title: `the token endpoint answers 200 with ${breakage}`,
      given: async ({ idp }) => idp.broken.set('token', breakage),
      request: () => ({ headers: good }),
      ...{ ...refused, challenge: 'T', idp: true, reason: 'gateway.idp.bad-token-answer' },
    }),
  ),
  {
    row: '18a',
    title: 'the token endpoint answers 200 without access_token',
    given: async ({ idp }) => {
      idp.answer = { access_token: undefined }
    },
    request: () => ({ headers: good }),
    ...{ ...refused, challenge: 'T', idp: true, reason: 'gateway.idp.bad-token-answer' },
  },
  {
    row: '19',
    title: 'the token endpoint gives an opaque token',
    given: async ({ idp }) => {
      idp.tokenFormat = 'opaque'
    },
    request: () => ({ headers: good }),
    ...{ status: 401, body: 'A401', idp: true, upstream: false, reason: 'gateway.claim-missing' },
    also: ({ advice }) => expect(advice).toContain('Use Access Token as JWT'),
  },
  {
    row: '20',
    title: 'id and secret in the query',
    path: '/orders?a=1&client_id=app-1&client_secret=secret-1&b=%20',
    ...passed,
    idp: true,
    also: (_reply, { upstream }) => expect(upstream.last.url).toBe('/?a=1&b=%20'),
  },
  {
    row: '21',
    title: 'id and secret in a form',
    request: () => ({ method: 'POST', body: new URLSearchParams('a=1&client_id=app-1&client_secret=secret-1&b=2') }),
    ...passed,
    idp: true,
    also: (_reply, { upstream }) => {
      expect(upstream.last.body).toBe('a=1&b=2')
      expect(upstream.last.headers['content-length']).toBe('7')
    },
  },
  {
    row: '22',
    title: 'id and secret in JSON',
    request: () => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"client_id":"app-1","client_secret":"secret-1","order":7}',
    }),
    ...passed,
    idp: true,
    also: (_reply, { upstream }) => expect(upstream.last.body).toBe('{"order":7}'),
  },
  {
    row: '75',
    title: 'expires_in is 0, on a release that keeps such a token for ever',
    rig: { quirks: ['cache-nonpositive-expiry'] },
    given: async (rig) => {
      rig.idp.answer = { expires_in: 0 }
      await warm(rig)
      rig.clock.advance(3_600_000)
    },
    request: () => ({ headers: good }),
    ...passed,
    idp: false,
    also: upstreamGetsBearer,
  },
  {
    row: '75a',
    title: 'expires_in is 0, mended: the token is not kept',
    given: async (rig) => {
      rig.idp.answer = { expires_in: 0 }
      await warm(rig)
    },
    request: () => ({ headers: good }),
    ...passed,
    idp: true,
  },
  {
    row: '23',
    title: 'a bad token in the query beats good Basic',
    path: '/orders?access_token=bad',
    request: () => ({ headers: good }),
    ...{ ...refused, challenge: 'T', idp: false, reason: 'gateway.bearer.not-a-jwt' },
  },
]
