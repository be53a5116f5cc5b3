import fc from 'fast-check'
import { expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { client, server, together } from './configurations.ts'
import { curity, introspectPath, revokePath, tokenPath } from './rig.ts'

const capabilities = {
  'client-credentials': {},
  introspection: {},
  'resource-owner-password-credentials': {},
  'oauth-token-exchange': {},
  'device-authorization': {},
  'backchannel-authentication': {},
}
const everything = together(
  server({
    'client-capabilities': capabilities,
    'client-authentication': {
      'asymmetrically-signed-jwt': {},
      'symmetrically-signed-jwt': {},
      'mutual-tls': { 'by-proxy': { 'client-certificate-http-header': 'x-client-cert' } },
      'no-authentication': true,
      'using-jwt': { 'client-id-mappings': [{ sub: 'workload', 'client-id': 'workload' }] },
    },
  }),
  client({ id: 'service', capabilities, 'symmetric-key': 'a shared key of at least 256 bits, in clear' }),
  client({ id: 'proxied', capabilities, 'mutual-tls-by-proxy': { 'client-dn': 'CN=app' } }),
  client({ id: 'public', capabilities, 'no-authentication': true }),
  client({ id: 'workload', capabilities, 'assertion-jwt-validation': { issuer: 'http://127.0.0.1:1' } }),
)

const secret = 'service-secret'
const paths = [
  tokenPath,
  introspectPath,
  revokePath,
  '/oauth/v2/oauth-authorize/par',
  '/oauth/v2/oauth-device-authorization',
  '/oauth/v2/oauth-backchannel-authentication',
]
const known: Record<string, readonly string[]> = {
  grant_type: [
    'client_credentials',
    'authorization_code',
    'refresh_token',
    'password',
    'urn:ietf:params:oauth:grant-type:token-exchange',
    'urn:ietf:params:oauth:grant-type:device_code',
    'urn:openid:params:grant-type:ciba',
    'constructor',
  ],
  client_id: ['service', 'proxied', 'public', 'workload', '__proto__', 'nobody'],
  client_secret: [secret, 'wrong'],
  client_assertion_type: ['urn:ietf:params:oauth:client-assertion-type:jwt-bearer', 'saml'],
  client_assertion: ['a.b.c', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJzZXJ2aWNlIn0.', 'e30.e30.'],
  scope: ['orders:read', 'openid', 'dcr', 'orders:read openid', 'unknown'],
  token: ['_0XBPWQQ_x', 'a.b.c'],
  username: ['alice', 'mallory'],
  password: ['alice-password', 'wrong'],
  subject_token: ['x', 'a.b.c'],
  subject_token_type: ['urn:ietf:params:oauth:token-type:access_token'],
  device_code: ['x'],
  auth_req_id: ['x'],
  login_hint: ['alice', 'mallory'],
  id_token_hint: ['x', 'a.b.c', 'eyJhbGciOiJFUzI1NiJ9.e30.e30'],
  binding_message: ['W4SCT', '\u0000'],
  requested_expiry: ['60', '-1', '1e3'],
  code: ['x'],
  refresh_token: ['x', '_1XBPWQQ_x'],
  redirect_uri: ['http://app.test/callback', 'javascript:alert(1)'],
  audience: ['service', 'elsewhere'],
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', ' ', '\0', '%', '+', 'é', '𝒳'),
)
const parameter = fc
  .constantFrom(...Object.keys(known))
  .chain((name) =>
    fc.tuple(fc.constant(name), fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...(known[name] ?? [])) }, anyText)),
  )
const form = fc
  .array(fc.oneof({ weight: 6, arbitrary: parameter }, fc.tuple(anyText, anyText)), { maxLength: 8 })
  .map((pairs) => pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&'))
const encode = (text: string) => encodeURIComponent(text.toWellFormed())
const authorization = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom(
    basicAuthorization('service', secret),
    basicAuthorization('service', 'wrong'),
    basicAuthorization('%', '%'),
  ),
  fc.constantFrom('Basic', 'Basic !!!', 'Basic OjA=', 'Bearer x', 'Basic JWZmOiVmZg=='),
)
const call = fc.record({
  url: fc.constantFrom(...paths),
  payload: fc.oneof({ weight: 5, arbitrary: form }, fc.string({ unit: 'binary', maxLength: 60 })),
  type: fc.constantFrom(
    'application/x-www-form-urlencoded',
    'application/json',
    'application/x-www-form-urlencoded; charset=x',
  ),
  authorization,
  certificate: fc.constantFrom(undefined, 'x', '%', '-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----'),
})

test('whatever comes: no 500, no secret in an answer, an OAuth error with its reason that leaves the store as it was', async () => {
  const rig = await curity({ configuration: everything })
  await fc.assert(
    fc.asyncProperty(call, async ({ url, payload, type, authorization, certificate }) => {
      const before = await rig.levers.state.snapshot({ secrets: true })
      const answer = await rig.call('POST', url, {
        headers: {
          'content-type': type,
          ...(authorization && { authorization }),
          ...(certificate && { 'x-client-cert': certificate }),
        },
        payload,
      })
      expect(answer.status, answer.text).toBeLessThan(500)
      for (const hidden of [secret, 'alice-password', 'a shared key']) expect(answer.text).not.toContain(hidden)
      if (answer.status < 400) return
      expect(await rig.levers.state.snapshot({ secrets: true })).toEqual(before)
      expect(answer.body).toEqual({ error: expect.stringMatching(/^[a-z_]+$/) })
      expect(answer.reason).toMatch(/^curity\./)
    }),
    { numRuns: 600, seed: 20_260_101 },
  )
  expect(await rig.token({ scope: 'orders:read' })).toMatchObject({ status: 200, body: { scope: 'orders:read' } })
  const state = await rig.levers.state.snapshot({ secrets: true })
  const other = await curity({ configuration: everything })
  await other.levers.state.restore(JSON.parse(JSON.stringify(state)))
  expect(await other.levers.state.snapshot({ secrets: true })).toEqual(state)
})
