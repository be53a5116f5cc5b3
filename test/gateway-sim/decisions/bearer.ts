import { expect } from 'vitest'
import type { Rig } from '../rig.ts'
import { signingKey } from '../test-identity-provider.ts'
import type { Decision } from './decision.ts'

const bearer = (token: unknown): RequestInit => ({ headers: { authorization: `Bearer ${token}` } })
const ask = (_rig: Rig, token: unknown) => bearer(token)

/** Brings discovery and keys in, so that the row's own call needs none of it. */
async function discovered(rig: Rig): Promise<void> {
  expect((await rig.call('/orders', bearer(await rig.idp.token('app-1', { jti: 'first' })))).status).toBe(200)
}
const token =
  (claims: (now: number, rig: Rig) => Record<string, unknown>, sub = 'app-1') =>
  async (rig: Rig) => {
    await discovered(rig)
    return rig.idp.token(sub, claims(Math.floor(rig.clock.now() / 1000), rig))
  }
const passed = { status: 200, body: 'upstream', upstream: true } as const
const refused = { status: 401, body: 'U401', upstream: false, challenge: 'T' } as const
const unsigned = (header: object, claims: object, signature: string) =>
  `${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.${signature}`

export const bearerRows: readonly Decision[] = [
  {
    row: '24',
    title: 'a good JWT',
    given: token(() => ({})),
    request: ask,
    ...passed,
    idp: false,
    also: (_reply, { upstream }) => expect(upstream.last.headers.authorization).toMatch(/^Bearer eyJ/),
  },
  ...['x-access-token', 'access-token'].map(
    (name): Decision => ({
      row: '25',
      title: `a good JWT in ${name}`,
      given: token(() => ({})),
      request: (_rig, jwt) => ({ headers: { [name]: String(jwt) } }),
      ...passed,
      idp: false,
      also: (_reply, { upstream }) => {
        expect(upstream.last.headers[name]).toBeUndefined()
        expect(upstream.last.headers.authorization).toMatch(/^Bearer eyJ/)
      },
    }),
  ),
  {
    row: '25a',
    title: 'a good JWT in a form',
    given: token(() => ({})),
    request: (_rig, jwt) => ({ method: 'POST', body: new URLSearchParams({ access_token: String(jwt), a: '1' }) }),
    ...passed,
    idp: false,
    also: (_reply, { upstream }) => expect(upstream.last.body).toBe('a=1'),
  },
  {
    row: '26',
    title: 'a JWT without the word Bearer',
    given: token(() => ({})),
    request: (_rig, jwt) => ({ headers: { authorization: String(jwt) } }),
    ...{ ...refused, challenge: 'R', idp: false, reason: 'gateway.no-credentials' },
    also: ({ advice }) => {
      expect(advice).toContain('write "Bearer "')
      expect(advice).not.toContain('eyJ')
    },
  },
  {
    row: '27',
    title: 'exp is now',
    given: token((now) => ({ exp: now })),
    request: ask,
    ...{ ...refused, idp: false, reason: 'gateway.bearer.expired' },
  },
  {
    row: '27a',
    title: 'exp passes while the token is known as verified',
    given: async (rig) => {
      const jwt = await rig.idp.token('app-1')
      expect((await rig.call('/orders', bearer(jwt))).status).toBe(200)
      rig.clock.advance(300_000)
      return jwt
    },
    request: ask,
    ...{ ...refused, idp: false, reason: 'gateway.bearer.expired' },
  },
  {
    row: '28',
    title: 'nbf in the future',
    given: token((now) => ({ nbf: now + 10 })),
    request: ask,
    ...{ ...refused, idp: false, reason: 'gateway.bearer.not-yet-valid' },
  },
  {
    row: '28a',
    title: 'nbf in the future within the leeway',
    rig: { strategy: { leeway: 10 } },
    given: token((now) => ({ nbf: now + 10 })),
    request: ask,
    ...passed,
    idp: false,
  },
  {
    row: '29',
    title: 'wrong issuer',
    given: token(() => ({ iss: 'https://other' })),
    request: ask,
    ...{ ...refused, idp: false, reason: 'gateway.bearer.wrong-issuer' },
  },
  {
    row: '30',
    title: 'alg none',
    given: async (rig) => {
      await discovered(rig)
      return unsigned({ alg: 'none' }, { iss: rig.idp.issuer, sub: 'app-1' }, '')
    },
    request: ask,
    ...{ ...refused, idp: false, reason: 'gateway.bearer.algorithm' },
  },
  {
    row: '30a',
    title: 'alg HS256',
    given: async (rig) => {
      await discovered(rig)
      return unsigned({ alg: 'HS256' }, { iss: rig.idp.issuer, sub: 'app-1' }, 'AAAA')
    },
    request: ask,
    ...{ ...refused, idp: false, reason: 'gateway.bearer.algorithm' },
  },
  {
    row: '31',
    title: 'changed claims under a good signature',
    given: async (rig) => {
      await discovered(rig)
      const [header, , signature] = (await rig.idp.token('app-1')).split('.')
      const claims = Buffer.from(JSON.stringify({ iss: rig.idp.issuer, sub: 'app-1' })).toString('base64url')
      return [header, claims, signature].join('.')
    },
    request: ask,
    ...{ ...refused, idp: false, reason: 'gateway.bearer.bad-signature' },
  },
  {
    row: '32',
    title: 'a new key after the rediscovery window',
    given: async (rig) => {
      await discovered(rig)
      rig.clock.advance(31_000)
      rig.idp.published = [await signingKey('key-2')]
      return rig.idp.token('app-1')
    },
    request: ask,
    ...passed,
    idp: true,
  },
  {
    row: '33',
    title: 'a new key within the rediscovery window',
    given: async (rig) => {
      await discovered(rig)
      rig.clock.advance(29_000)
      rig.idp.published = [await signingKey('key-2')]
      return rig.idp.token('app-1')
    },
    request: ask,
    ...{ ...refused, idp: false, reason: 'gateway.bearer.unknown-key' },
  },
  {
    row: '34',
    title: 'a key that is published nowhere',
    given: async (rig) => {
      await discovered(rig)
      rig.clock.advance(31_000)
      return rig.idp.token('app-1', {}, await signingKey('key-x'))
    },
    request: ask,
    ...{ ...refused, idp: true, reason: 'gateway.bearer.unknown-key' },
  },
  {
    row: '35',
    title: 'an opaque token',
    request: () => bearer('_0XBPWQQ_b7b4f3f6-6d6d-4a4a-9f00-000000000001'),
    ...{ ...refused, idp: false, reason: 'gateway.bearer.not-a-jwt' },
  },
  {
    row: '17',
    title: 'identity provider down, keys known',
    given: async (rig) => {
      const jwt = await token(() => ({}))(rig)
      await rig.idp.close()
      return jwt
    },
    request: ask,
    ...passed,
    idp: false,
  },
  {
    row: '38',
    title: 'a JWT revoked at the identity provider',
    given: async (rig) => {
      const jwt = await token(() => ({}))(rig)
      rig.idp.clients.delete('app-1')
      return jwt
    },
    request: ask,
    ...passed,
    idp: false,
  },
  {
    row: '41',
    title: 'another audience',
    given: token(() => ({ aud: 'somebody-else' })),
    request: ask,
    ...passed,
    idp: false,
  },
]
