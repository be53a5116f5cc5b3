import { expect } from 'vitest'
import { application, basic, good, otherLetter, type Rig } from '../rig.ts'
import { secondNode } from '../second-node.ts'
import type { Decision } from './decision.ts'

const passed = { status: 200, body: 'upstream', upstream: true } as const
const refused = { status: 401, body: 'U401', upstream: false, challenge: 'R' } as const
const deletion = 'session=; Path=/; SameSite=Lax; HttpOnly; Expires=Thu, 01 Jan 1970 00:00:01 GMT; Max-Age=0'

/** Signs in with Basic credentials, and gives the session as a `Cookie` header. */
async function session(rig: Rig): Promise<string> {
  const { headers } = await rig.call('/orders', { headers: good })
  const [line = ''] = headers.getSetCookie()
  expect(line).toMatch(/^session=[\w-]+; Path=\/; SameSite=Lax; HttpOnly$/)
  return line.slice(0, line.indexOf(';'))
}
const ask = (_rig: Rig, cookie: unknown): RequestInit => ({ headers: { cookie: String(cookie) } })
const later = (ms: number) => async (rig: Rig) => {
  const cookie = await session(rig)
  rig.clock.advance(ms)
  return cookie
}
/** A token that outlives the session. */
const longLived = async (rig: Rig) => {
  const now = Math.floor(rig.clock.now() / 1000)
  rig.idp.claims = { exp: now + 1_000_000 }
  return session(rig)
}
const tampered = async (rig: Rig) => {
  const cookie = await session(rig)
  return otherLetter(cookie, cookie.length - 4)
}

export const sessionRows: readonly Decision[] = [
  {
    row: '54',
    title: 'a valid session',
    given: session,
    request: ask,
    ...passed,
    idp: false,
    also: ({ headers }, { upstream }) => {
      expect(upstream.last.headers.authorization).toMatch(/^Bearer eyJ/)
      expect(upstream.last.headers.cookie).toBeUndefined()
      expect(headers.getSetCookie()).toEqual([])
    },
  },
  {
    row: '54a',
    title: 'other cookies go on to the upstream',
    given: session,
    request: (_rig, cookie) => ({ headers: { cookie: `a=1; ${cookie}; b=2` } }),
    ...passed,
    idp: false,
    also: (_reply, { upstream }) => expect(upstream.last.headers.cookie).toBe('a=1; b=2'),
  },
  {
    row: '55',
    title: 'a valid session beats wrong Basic',
    given: session,
    request: (_rig, cookie) => ({ headers: { cookie: String(cookie), authorization: basic('app-1', 'wrong') } }),
    ...passed,
    idp: false,
    also: (_reply, { upstream }) => expect(upstream.last.headers.authorization).toMatch(/^Bearer eyJ/),
  },
  {
    row: '56',
    title: 'a tampered session',
    given: tampered,
    request: ask,
    ...{ ...refused, idp: false, reason: 'gateway.session.invalid' },
    also: ({ headers }) => expect(headers.getSetCookie()).toEqual([deletion]),
  },
  {
    row: '57',
    title: 'a tampered session and good Basic',
    given: tampered,
    request: (_rig, cookie) => ({ headers: { ...good, cookie: String(cookie) } }),
    ...passed,
    idp: false,
    also: ({ headers }) => expect(headers.getSetCookie()[0]).toMatch(/^session=[\w-]{100,}; Path/),
  },
  {
    row: '58',
    title: 'idle for 900 s',
    given: async (rig) => {
      const cookie = await longLived(rig)
      rig.clock.advance(900_000)
      return cookie
    },
    request: ask,
    ...{ ...refused, idp: false, reason: 'gateway.session.invalid' },
    also: ({ headers, advice }) => {
      expect(headers.getSetCookie()).toEqual([deletion])
      expect(advice).toContain('session idling timeout exceeded')
    },
  },
  {
    row: '58a',
    title: 'older than the absolute timeout although used',
    rig: { strategy: { session_absolute_timeout: 1000 } },
    given: async (rig) => {
      let cookie = await longLived(rig)
      rig.clock.advance(800_000)
      const { headers } = await rig.call('/orders', ask(rig, cookie))
      cookie = headers.getSetCookie()[0]?.split(';')[0] ?? ''
      rig.clock.advance(200_000)
      return cookie
    },
    request: ask,
    ...{ ...refused, idp: false, reason: 'gateway.session.invalid' },
    also: ({ advice }) => expect(advice).toContain('session absolute timeout exceeded'),
  },
  {
    row: '58b',
    title: 'used after a minute: the use is noted in a new cookie',
    given: later(61_000),
    request: ask,
    ...passed,
    idp: false,
    also: ({ headers }) =>
      expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^session=[\w-]{100,}; Path/)]),
  },
  {
    row: '58c',
    title: 'the token in the session is over',
    given: later(300_000),
    request: ask,
    ...{ ...refused, idp: false, reason: 'gateway.session.invalid' },
    also: ({ advice }) => expect(advice).toContain('access token in it has expired'),
  },
  {
    row: '59',
    title: 'a session that another node sealed, without session_secret',
    given: async (rig) => (await secondNode(rig)).session(),
    request: ask,
    ...{ ...refused, idp: false, reason: 'gateway.session.invalid' },
    also: ({ headers }) => expect(headers.getSetCookie()).toEqual([deletion]),
  },
  {
    row: '59a',
    title: 'a session that another node sealed with the same session_secret',
    rig: { strategy: { session_secret: 'shared' } },
    given: async (rig) => {
      expect((await rig.call('/orders', { headers: good })).status).toBe(200)
      return (await secondNode(rig)).session()
    },
    request: ask,
    ...passed,
    idp: false,
  },
  {
    row: '60',
    title: 'session valid, registration revoked',
    given: async (rig) => {
      const cookie = await session(rig)
      await rig.received(rig.control.push({ set: { applications: [application({ scopes: [] })] } }))
      return cookie
    },
    request: ask,
    ...{ status: 403, body: 'A403', upstream: false, idp: false, reason: 'gateway.application.not-registered' },
  },
]
