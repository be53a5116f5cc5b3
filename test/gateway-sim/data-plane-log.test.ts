import { expect, test } from 'vitest'
import { basic, good, type Rig, type RigOptions, startRig } from './rig.ts'
import { signingKey } from './test-identity-provider.ts'

const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } })

interface LogCase {
  what: string
  rig?: RigOptions
  request: (rig: Rig) => Promise<RequestInit>
  line: (rig: Rig) => string
}

/** The lines of gateway.md section 9 that the authentication part writes. */
const cases: LogCase[] = [
  {
    what: 'a token cache miss',
    request: async () => ({ headers: good }),
    line: () => '[notice] [openid-connect] loading tokens from the identity provider',
  },
  {
    what: 'a refusal of the token endpoint, in its own words at debug',
    request: async ({ idp }) => {
      idp.broken.set('token', {
        status: 400,
        body: { error: 'invalid_scope', error_description: 'no openid', secret: 'x' },
      })
      return { headers: good }
    },
    line: () => '[debug] {"error":"invalid_scope","error_description":"no openid"}',
  },
  {
    what: 'a refusal of the token endpoint',
    request: async () => ({ headers: { authorization: basic('app-1', 'wrong') } }),
    line: () =>
      '[notice] [openid-connect] failed to get from node cache: invalid status code received from the token endpoint (401)',
  },
  {
    what: 'a discovery that gets no answer',
    rig: { strategy: { timeout: 60 } },
    request: async ({ idp }) => {
      idp.broken.set('discovery', 'silent')
      return { headers: good }
    },
    line: ({ idp }) =>
      `[notice] [openid-connect] loading configuration for ${idp.issuer}/.well-known/openid-configuration using discovery failed: timeout`,
  },
  {
    what: 'a wrong issuer',
    request: async ({ idp }) => bearer(await idp.token('app-1', { iss: 'https://other' })),
    line: ({ idp }) =>
      `[notice] [openid-connect] unable to verify bearer token (invalid issuer (https://other) was specified for access token, ${idp.issuer} was expected)`,
  },
  {
    what: 'an expired token',
    request: async ({ idp }) => bearer(await idp.token('app-1', { exp: 1000 })),
    line: () =>
      '[notice] [openid-connect] unable to verify bearer token (invalid exp claim (1000) was specified for access token)',
  },
  {
    what: 'a bad signature',
    request: async ({ idp }) => bearer(await idp.token('app-1', {}, await signingKey('key-1'))),
    line: () => '[notice] [openid-connect] unable to verify bearer token (invalid signature (pkey:verify: failed))',
  },
  {
    what: 'what is no session',
    request: async () => ({ headers: { cookie: 'session=1AAAA' } }),
    line: () => '[notice] [openid-connect] invalid session header',
  },
]

test.for(cases)('says $what in the data plane’s words', async ({ rig: options, request, line }) => {
  const rig = await startRig(options)
  const { headers } = await rig.call('/orders', await request(rig))
  const trail = headers.get('x-harness-trail')?.split(' | ').map(decodeURIComponent)
  expect(trail).toContain(line(rig))
  expect(JSON.stringify(rig.exchanges.list())).not.toContain('secret-1')
})
