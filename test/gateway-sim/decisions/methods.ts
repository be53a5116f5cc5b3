import { expect } from 'vitest'
import { basic, good, type Rig } from '../rig.ts'
import type { Decision } from './decision.ts'

const opaque = '_0XBPWQQ_b7b4f3f6-6d6d-4a4a-9f00-000000000001'
const own = { client_id: ['gateway'], client_secret: ['gateway-secret'] }
const introspecting = { strategy: { ...own, auth_methods: ['bearer', 'introspection', 'session'] } }
const loggingIn = { strategy: { ...own, auth_methods: ['session', 'bearer', 'authorization_code'] } }
const bearer = (): RequestInit => ({ headers: { authorization: `Bearer ${opaque}` } })
const passed = { status: 200, body: 'upstream', upstream: true } as const
const page = (title: string) => ({
  text: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
})
const warm = async (rig: Rig) => {
  expect((await rig.call('/orders', bearer())).status).toBe(200)
}

/** Rows about methods that a strategy switches on besides the usual three. */
export const methodRows: readonly Decision[] = [
  {
    row: '36',
    title: 'an opaque token, introspection on, active',
    rig: introspecting,
    request: bearer,
    ...passed,
    idp: true,
  },
  {
    row: '36a',
    title: 'the same again, cached',
    rig: introspecting,
    given: warm,
    request: bearer,
    ...passed,
    idp: false,
  },
  {
    row: '37',
    title: 'an opaque token, introspection on, active:false',
    rig: introspecting,
    given: async ({ idp }) => {
      idp.said = { active: false }
    },
    request: bearer,
    ...{ status: 401, body: 'U401', challenge: 'T', idp: true, upstream: false },
    reason: 'gateway.introspection.inactive',
  },
  {
    row: '61',
    title: 'password and client_credentials both on: two calls, every time',
    rig: { strategy: { ...own, auth_methods: ['password', 'client_credentials'] } },
    given: async (rig) => {
      rig.idp.clients.set('gateway', 'gateway-secret')
      expect((await rig.call('/orders', { headers: good })).status).toBe(200)
    },
    request: () => ({ headers: good }),
    ...passed,
    idp: true,
    also: (_reply, { idp }) =>
      expect(idp.tokenCalls.map(({ form }) => form.grant_type)).toEqual([
        'password',
        'client_credentials',
        'password',
        'client_credentials',
      ]),
  },
  {
    row: '61a',
    title: 'both on, wrong for both: the client’s refusal is the answer',
    rig: { strategy: { ...own, auth_methods: ['password', 'client_credentials'] } },
    given: async ({ idp }) => {
      idp.clients.set('gateway', 'gateway-secret')
    },
    request: () => ({ headers: { authorization: basic('app-1', 'wrong') } }),
    ...{ status: 401, body: 'U401', challenge: 'T', idp: true, upstream: false, reason: 'gateway.basic.wrong-secret' },
  },
  {
    row: '62',
    title: 'authorization_code on, no credential',
    rig: loggingIn,
    given: async (rig) => {
      await rig.call('/orders', { headers: { authorization: `Bearer ${await rig.idp.token('app-1')}` } })
    },
    path: '/orders?a=1',
    ...{ status: 302, body: page('302 Found'), idp: false, upstream: false, reason: 'gateway.login.required' },
    also: ({ headers }, { idp, url }) => {
      const location = new URL(headers.get('location') ?? '')
      expect(location.href.split('?')[0]).toBe(`${idp.url}/authorize`)
      expect(Object.fromEntries(location.searchParams)).toEqual({
        response_type: 'code',
        client_id: 'gateway',
        redirect_uri: `${url}/orders`,
        scope: 'openid',
        state: expect.stringMatching(/^[0-9a-f]{32}$/),
        nonce: expect.stringMatching(/^[0-9a-f]{32}$/),
        code_challenge: expect.stringMatching(/^[\w-]{43}$/),
        code_challenge_method: 'S256',
      })
      expect(headers.getSetCookie()).toEqual([
        expect.stringMatching(/^authorization=[\w-]+; Path=\/; SameSite=Lax; HttpOnly$/),
      ])
    },
  },
]
