import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { startRig } from './rig.ts'
import type { Line } from './test-control-plane.ts'
import { signingKey } from './test-identity-provider.ts'

const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } })

/** What a strategy says to a token of `app-1` with further claims. */
async function verdict(strategy: Line, claims: Line = {}): Promise<[number, string | null]> {
  const rig = await startRig({ strategy })
  const { status, reason } = await rig.call('/orders', bearer(await rig.idp.token('app-1', claims)))
  return [status, reason]
}

test('takes an issuer that issuers_allowed names', async () => {
  expect(await verdict({ issuers_allowed: ['https://other'] }, { iss: 'https://other' })).toEqual([200, null])
})

test('verify_claims false looks at neither issuer nor times', async () => {
  expect(await verdict({ verify_claims: false }, { iss: 'https://other', exp: 1 })).toEqual([200, null])
})

test('a token whose auth_time is in the future is none yet', async () => {
  expect(await verdict({}, { auth_time: 4_000_000_000 })).toEqual([401, 'gateway.bearer.not-yet-valid'])
})

test('ignore_signature lets a method take what nobody signed well', async () => {
  const rig = await startRig({ strategy: { ignore_signature: ['bearer'] } })
  const token = await rig.idp.token('app-1', {}, await signingKey('key-x'))
  expect((await rig.call('/orders', bearer(token))).status).toBe(200)
})

test.for([
  ['with enable_hs_signatures', true, 'own-secret', 200],
  ['without it', false, 'own-secret', 401],
  ['with another secret', true, 'another-secret', 401],
] as const)('takes HS256 %s', async ([, enabled, secret, expected]) => {
  // An HMAC key is as long as its hash (RFC 7518 section 3.2).
  const long = (text: string) => text.padEnd(32, '.')
  const client = { client_id: ['gateway'], client_secret: [long('own-secret')] }
  const rig = await startRig({ strategy: { enable_hs_signatures: enabled, ...client } })
  const claims = { iss: rig.idp.issuer, sub: 'app-1', exp: Math.floor(rig.clock.now() / 1000) + 60 }
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(long(secret)))
  expect((await rig.call('/orders', bearer(token))).status).toBe(expected)
})

test('takes keys of extra_jwks_uris, and does without one that cannot be had', async () => {
  const second = await startRig()
  const key = await signingKey('key-extra')
  second.idp.published = [key]
  const strategy = { extra_jwks_uris: ['http://127.0.0.1:9/jwks', `${second.idp.issuer}/jwks`] }
  const rig = await startRig({ strategy })
  expect((await rig.call('/orders', bearer(await rig.idp.token('app-1', {}, key)))).status).toBe(200)
  expect((await rig.call('/orders', bearer(await rig.idp.token('app-1')))).status).toBe(200)
})

test('jwks_endpoint stands in for the discovered key set', async () => {
  const second = await startRig()
  const rig = await startRig({ strategy: { jwks_endpoint: `${second.idp.issuer}/jwks` } })
  const token = await rig.idp.token('app-1', {}, second.idp.published[0])
  expect((await rig.call('/orders', bearer(token))).status).toBe(200)
  expect(rig.idp.calls).toEqual({ discovery: 1, jwks: 0, token: 0 })
})

test('using_pseudo_issuer discovers nothing, and takes the issuer as it is written', async () => {
  const second = await startRig()
  const strategy = { using_pseudo_issuer: true, issuer: 'https://pseudo', jwks_endpoint: `${second.idp.issuer}/jwks` }
  const rig = await startRig({ strategy })
  const token = await rig.idp.token('app-1', { iss: 'https://pseudo' }, second.idp.published[0])
  expect((await rig.call('/orders', bearer(token))).status).toBe(200)
  expect(rig.idp.called).toBe(0)
})

test('search_user_info finds the client id where the token does not have it', async () => {
  const rig = await startRig({ strategy: { search_user_info: true, credential_claim: ['client'] } })
  rig.idp.said = { sub: 'app-1', client: 'app-1' }
  expect((await rig.call('/orders', bearer(await rig.idp.token('app-1')))).status).toBe(200)
})

test('copies claims to headers both ways, and takes no such header from callers', async () => {
  const rig = await startRig({
    strategy: {
      upstream_headers_claims: ['sub', 'roles', 'missing'],
      upstream_headers_names: ['X-Subject', 'X-Roles', 'X-Missing'],
      downstream_headers_claims: ['sub'],
      downstream_headers_names: ['X-Who'],
      upstream_access_token_header: 'x-token',
    },
  })
  const token = await rig.idp.token('app-1', { roles: ['a', 'b'] })
  const headers = { authorization: `Bearer ${token}`, 'x-subject': 'forged', 'x-missing': 'forged' }
  const reply = await rig.call('/orders', { headers })
  const sent = rig.upstream.last.headers
  expect([sent['x-subject'], sent['x-missing'], sent['x-token']]).toEqual(['app-1', undefined, token])
  expect(Buffer.from(String(sent['x-roles']), 'base64').toString()).toBe('["a","b"]')
  expect(reply.headers.get('x-who')).toBe('app-1')
})

test.for([
  ['unauthorized_redirect_uri', {}, 'https://sorry/401'],
  ['forbidden_redirect_uri', { scopes_required: ['x'] }, 'https://sorry/403'],
] as const)('%s sends a refused caller away', async ([, strategy, location]) => {
  const redirects = { unauthorized_redirect_uri: ['https://sorry/401'], forbidden_redirect_uri: ['https://sorry/403'] }
  const rig = await startRig({ strategy: { ...redirects, ...strategy } })
  const init = 'scopes_required' in strategy ? bearer(await rig.idp.token('app-1')) : {}
  const { status, headers } = await rig.call('/orders', init)
  expect([status, headers.get('location')]).toEqual([302, location])
})

test('display_errors tells the caller why, without a secret', async () => {
  const rig = await startRig({ strategy: { display_errors: true, auth_methods: ['bearer'] } })
  const { status, body } = await rig.call('/orders')
  expect([status, body]).toEqual([401, { message: 'Unauthorized (no credential found (looked for bearer))' }])
})

test('run_on_preflight false lets a preflight through to the upstream', async () => {
  const rig = await startRig({ strategy: { run_on_preflight: false } })
  const headers = { origin: 'https://app.test', 'access-control-request-method': 'GET' }
  expect((await rig.call('/orders', { method: 'OPTIONS', headers })).status).toBe(200)
  expect((await rig.call('/orders', { method: 'OPTIONS' })).status).toBe(401)
})
