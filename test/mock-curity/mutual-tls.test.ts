import { hash, X509Certificate } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { type HttpCall, httpClient } from '../../kit/http-client.ts'
import { serve } from '../../kit/serve.ts'
import { type Certificate, createAuthority, selfSigned } from '../../kit/tls/certificate-authority.ts'
import { localNames } from '../../kit/tls/names.ts'
import { trusting } from '../../kit/tls/trust.ts'
import { buildMockCurity } from '../../mock-curity/app.ts'
import { client, configured, jwt, registration, server, together } from './configurations.ts'
import { curity, decoded, introspector, introspectPath, registrationPath, tokenPath } from './rig.ts'

const authority = await createAuthority()
const names = ['app.example.test', 'app@example.test', '192.0.2.7', 'spiffe://example.test/app']
const app = await authority.issue({ subject: 'CN=app,O=Example', names, usage: 'client' })
const capabilities = { 'client-credentials': {} }
const on = server({ 'client-authentication': { 'mutual-tls': {} } })
const rule = (parts: object) =>
  client({ id: 'app', capabilities, 'mutual-tls': { 'trusted-ca': authority.certificate, ...parts } })

/** A server on a real port with TLS, and calls to it with a client certificate or without. */
async function secure(configuration: object) {
  const tls = await authority.issue({ names: localNames() })
  const mock = await buildMockCurity({ configuration: configured(configuration), tls })
  onTestFinished(() => mock.app.close())
  const port = await serve(mock.app, { host: '127.0.0.1', port: 0, who: 'test', setting: 'none' })
  return async (form: Record<string, string>, certificate?: Certificate, call: Partial<HttpCall> = {}) => {
    const http = httpClient({
      timeout: () => 300_000,
      tls: trusting(authority.certificate, certificate),
      userAgent: 'test',
    })
    const { status, headers, text } = await http.send({
      method: 'POST',
      url: `https://127.0.0.1:${port}${tokenPath}`,
      body: new URLSearchParams(form).toString(),
      ...call,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-harness-explain': '1', ...call.headers },
    })
    await http.close()
    return {
      status,
      body: JSON.parse(text) as Record<string, unknown>,
      reason: headers['x-harness-reason'],
      url: `https://127.0.0.1:${port}`,
    }
  }
}

const asked = { grant_type: 'client_credentials', client_id: 'app' }
const thumbprint = hash('sha256', new X509Certificate(app.cert).raw, 'base64url')

test.for([
  ['its issuer alone', {}],
  ['the certificate itself', { 'client-certificate': app.cert, 'trusted-ca': [] }],
  ['a distinguished name', { 'client-dn': 'CN=app,O=Example' }],
  ['a distinguished name in the other order, in other letters', { 'client-dn': 'o=example, cn=APP' }],
  ['a host name', { 'client-dns-name': 'app.example.test' }],
  ['a mail address', { 'client-email': 'app@example.test' }],
  ['an IP address', { 'client-ip': '192.0.2.7' }],
  ['a URI', { 'client-uri': 'spiffe://example.test/app' }],
] as const)(
  'a client authenticates with a certificate that is known by %s, and its token is bound to it',
  async ([, parts]) => {
    const call = await secure(together(on, rule(parts), jwt))
    const { status, body } = await call(asked, app)
    expect(status).toBe(200)
    const token = String(body.access_token)
    expect(decoded(token).claims.cnf).toEqual({ 'x5t#S256': thumbprint })
    const told = await call({ token }, undefined, {
      url: (await call(asked, app)).url + introspectPath,
      headers: { authorization: introspector },
    })
    expect(told.body).toMatchObject({ active: true, cnf: { 'x5t#S256': thumbprint } })
  },
)

test.for([
  ['none', async () => undefined],
  [
    'one of a stranger',
    async () => (await createAuthority()).issue({ subject: 'CN=app,O=Example', names, usage: 'client' }),
  ],
  ['one made by itself', async () => selfSigned({ subject: 'CN=app,O=Example', names, usage: 'client' })],
  [
    'one that has expired',
    async () => authority.issue({ subject: 'CN=app,O=Example', names, usage: 'client', validUntil: Date.now() - 1000 }),
  ],
  [
    'one of another client',
    async () => authority.issue({ subject: 'CN=other', names: ['other.test'], usage: 'client' }),
  ],
] as [string, () => Promise<Certificate | undefined>][])(
  'a client that shows %s is refused',
  async ([, certificate]) => {
    const call = await secure(together(on, rule({ 'client-dn': 'CN=app,O=Example' })))
    const { status, body, reason } = await call(asked, await certificate())
    expect([status, body, reason]).toEqual([401, { error: 'invalid_client' }, 'curity.token.invalid-certificate'])
  },
)

test('a certificate below an intermediate authority is taken when the chain comes along', async () => {
  const lower = await authority.intermediate('lower')
  const call = await secure(together(on, rule({ 'client-dn': 'CN=app' })))
  expect((await call(asked, await lower.issue({ subject: 'CN=app', usage: 'client' }))).status).toBe(200)
})

test('a registered client of tls_client_auth is known by its subject and the trusted-cas of registration', async () => {
  const bounds = {
    'client-authentication-method': { 'mutual-tls': { 'trusted-cas': [authority.certificate, 'a-stored-one'] } },
    'authenticate-client-by': [],
    'no-authentication': {},
  }
  const call = await secure(together(on, registration({ 'non-templatized': bounds })))
  const metadata = {
    ...{ grant_types: ['client_credentials'], token_endpoint_auth_method: 'tls_client_auth' },
    tls_client_auth_subject_dn: 'CN=app,O=Example',
  }
  const { url } = await call(asked)
  const made = await call({}, undefined, {
    url: url + registrationPath,
    body: JSON.stringify(metadata),
    headers: { 'content-type': 'application/json' },
  })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  const own = { ...asked, client_id: String(made.body.client_id) }
  expect((await call(own, app)).status).toBe(200)
  const other = await authority.issue({ subject: 'CN=other', usage: 'client' })
  expect((await call(own, other)).reason).toBe('curity.token.invalid-certificate')
})

test('mutual TLS that the profile has not switched on is refused', async () => {
  const call = await secure(rule({}))
  expect((await call(asked, app)).reason).toBe('curity.token.authentication-method-off')
})

test('a certificate does not help a client that has a secret', async () => {
  const call = await secure(on)
  expect((await call({ ...asked, client_id: 'service' }, app)).reason).toBe('curity.token.no-credentials')
})

const header = 'x-client-cert'
const byProxy = together(
  server({
    'client-authentication': { 'mutual-tls': { 'by-proxy': { 'client-certificate-http-header': 'X-Client-Cert' } } },
  }),
  client({
    id: 'app',
    capabilities,
    'mutual-tls-by-proxy': { 'client-dn': 'CN=app,O=Example', 'trusted-ca': [authority.certificate] },
  }),
)

test.for([
  ['percent-encoded PEM', encodeURIComponent(app.cert)],
  ['PEM on one line', app.cert.replaceAll('\n', ' ')],
  ['DER in base64', new X509Certificate(app.cert).raw.toString('base64')],
] as const)('a proxy in front hands the certificate on as %s', async ([, value]) => {
  const { call, clock } = await curity({ configuration: byProxy })
  const headers = { 'content-type': 'application/x-www-form-urlencoded', [header]: value }
  const payload = new URLSearchParams(asked).toString()
  const begins = Date.parse(new X509Certificate(app.cert).validFrom)
  clock.freeze(begins)
  expect(await call('POST', tokenPath, { headers, payload })).toMatchObject({ status: 200 })
  clock.freeze(begins - 1)
  expect(await call('POST', tokenPath, { headers, payload })).toMatchObject({
    status: 401,
    reason: 'curity.token.invalid-certificate',
  })
})

test.for(['', 'nonsense', '%E0%A4%A', 'MIIB'])('a header that holds no certificate is refused: %j', async (value) => {
  const { call } = await curity({ configuration: byProxy })
  const headers = { 'content-type': 'application/x-www-form-urlencoded', [header]: value }
  const answer = await call('POST', tokenPath, { headers, payload: new URLSearchParams(asked).toString() })
  expect(answer).toMatchObject({ status: 401, reason: 'curity.token.invalid-certificate' })
})
