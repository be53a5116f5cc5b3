import { expect, test } from 'vitest'
import { nameless } from '../kit/listening.ts'
import { basic, good, otherLetter, patience, type Rig, type RigOptions, service, startRig } from './rig.ts'
import { signingKey } from './test-identity-provider.ts'

const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } })

interface LogCase {
  what: string
  rig?: RigOptions
  request: (rig: Rig) => Promise<RequestInit>
  line: (rig: Rig) => string
}

const consumers = { ...patience, auth_methods: ['bearer'], consumer_claim: ['azp'], consumer_by: ['username'] }
const unlimited = { session_idling_timeout: 0, session_rolling_timeout: 0, session_absolute_timeout: 0 }
const session = (what: string) => `[notice] [openid-connect] ${what}`

/** A call with a session that was changed on its way, so many seconds after it began. */
const sessionIs =
  (change: (value: string) => string, seconds = 0) =>
  async (rig: Rig): Promise<RequestInit> => {
    const [line = ''] = (await rig.call('/orders', { headers: good })).headers.getSetCookie()
    rig.clock.advance(seconds * 1000)
    return { headers: { cookie: `session=${change(line.slice('session='.length, line.indexOf(';')))}` } }
  }

/** The lines of gateway.md section 9, all of them. */
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
    what: 'a discovery that fails while something is known',
    rig: { strategy: { cache_ttl: 60, cache_tokens: false } },
    request: async (rig) => {
      await rig.call('/orders', { headers: good })
      rig.clock.advance(61_000)
      rig.idp.broken.set('discovery', 'hang-up')
      return { headers: good }
    },
    line: ({ idp }) =>
      `[notice] [openid-connect] loading configuration for ${idp.issuer}/.well-known/openid-configuration using discovery failed: connection reset by peer (falling back to previous configuration)`,
  },
  {
    what: 'a token of a wrong issuer from the token endpoint, which nobody brought',
    request: async ({ idp }) => {
      idp.claims = { iss: 'https://other' }
      return { headers: good }
    },
    line: ({ idp }) =>
      `[notice] [openid-connect] invalid issuer (https://other) was specified for access token, ${idp.issuer} was expected`,
  },
  {
    what: 'a refusal of the userinfo endpoint',
    rig: { strategy: { auth_methods: ['userinfo'] } },
    request: async ({ idp }) => {
      idp.broken.set('userinfo', { status: 400, body: {} })
      return bearer('opaque')
    },
    line: () =>
      '[notice] [openid-connect] failed to get from node cache: invalid status code received from the userinfo endpoint (400)',
  },
  {
    what: 'a consumer that no claim names',
    request: async (rig) => {
      const config = { ...consumers, issuer: rig.idp.issuer }
      const plugins = [{ id: 'plugin-1', name: 'openid-connect', enabled: true, config }]
      await rig.received(rig.control.push({ removed: { guards: ['guard-1'] }, set: { plugins } }))
      return bearer(await rig.idp.token('app-1'))
    },
    line: () =>
      '[notice] [openid-connect] kong consumer was not found (claim (azp) was not found for consumer mapping)',
  },
  { what: 'what is no session', request: sessionIs(() => '1AAAA'), line: () => session('invalid session header') },
  {
    what: 'a session that was changed',
    request: sessionIs((value) => otherLetter(value, 60)),
    line: () => session('invalid session message authentication code'),
  },
  {
    what: 'a session that was cut',
    request: sessionIs((value) => value.slice(0, 150)),
    line: () => session('missing session cookie chunk'),
  },
  ...(['idling', 'rolling', 'absolute'] as const).map(
    (limit): LogCase => ({
      what: `a session past its ${limit} timeout`,
      rig: { strategy: { ...unlimited, [`session_${limit}_timeout`]: 60 } },
      request: sessionIs((value) => value, 60),
      line: () => session(`session ${limit} timeout exceeded`),
    }),
  ),
  {
    what: 'an upstream that takes no connection',
    request: async (rig) => {
      await rig.upstream.close()
      return { headers: good }
    },
    line: () => '[error] connect() failed (111: Connection refused) while connecting to upstream',
  },
  {
    what: 'an upstream that is too slow',
    request: async (rig) => {
      rig.upstream.respond = () => undefined
      const services = [service(rig.upstream.port, { read_timeout: 60 })]
      await rig.received(rig.control.push({ set: { services } }))
      return { headers: good }
    },
    line: () => '[error] upstream timed out (110: Connection timed out) while reading response header from upstream',
  },
  {
    what: 'an upstream whose name leads nowhere',
    request: async (rig) => {
      const services = [service(80, { host: nameless })]
      await rig.received(rig.control.push({ set: { services } }))
      return { headers: good }
    },
    line: () => `[error] DNS resolution failed: name error. Tried: ["${nameless}"]`,
  },
]

test.for(cases)('says $what in the data plane’s words', async ({ rig: options, request, line }) => {
  const rig = await startRig(options)
  const { headers } = await rig.call('/orders', await request(rig))
  const trail = headers.get('x-harness-trail')?.split(' | ').map(decodeURIComponent)
  expect(trail).toContain(line(rig))
  expect(JSON.stringify(rig.exchanges.list())).not.toContain('secret-1')
})
