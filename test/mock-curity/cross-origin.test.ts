import { expect, onTestFinished, test } from 'vitest'
import { serve } from '../../kit/serve.ts'
import { buildMockCurity, type MockCurity } from '../../mock-curity/app.ts'
import { openBrowser } from '../browser.ts'
import { frontend, toldOfOrigins } from '../origins.ts'
import { client, configured, server, together } from './configurations.ts'
import { authorizationRequest, redirectUri, registeredApp, signIn } from './registered-app.ts'

type Headers = Record<string, string>

const app = 'https://app.test'
const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }
const letIn = { vary: 'Origin', 'access-control-allow-origin': app }

/** A server with a browser's client, whose app is at `origin`. */
const withSpa = (origin: string) => {
  const spa = client({
    id: 'spa',
    'no-authentication': true,
    'redirect-uris': [`${origin}/callback`],
    'allowed-origins': [origin],
    scope: ['openid'],
    capabilities: { code: {} },
  })
  return configured(together(server({ 'client-authentication': { 'no-authentication': true } }), spa))
}

async function started(origin = app): Promise<MockCurity> {
  const curity = await buildMockCurity({ configuration: withSpa(origin) })
  onTestFinished(() => curity.app.close())
  return curity
}

/** The status of an answer, and what it says of origins. */
async function answer({ app }: MockCurity, method: 'GET' | 'POST' | 'OPTIONS', url: string, headers: Headers) {
  const reply = await app.inject({ method, url, headers })
  return [reply.statusCode, toldOfOrigins(reply.headers)]
}

test.for([
  ['POST', '/oauth/v2/oauth-token', 400],
  ['GET', '/oauth/v2/oauth-userinfo', 401],
  ['GET', '/oauth/v2/oauth-anonymous/.well-known/openid-configuration', 200],
  ['GET', '/oauth/v2/oauth-anonymous/jwks', 200],
  ['POST', '/oauth/v2/oauth-revoke', 401],
  ['GET', '/oauth/v2/nothing', 404],
] as const)('an origin of a client reads the answer of %s %s, others do not', async ([method, url, status]) => {
  const curity = await started()
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  expect(await answer(curity, method, url, { ...form, origin: app })).toEqual([status, letIn])
  expect(await answer(curity, method, url, { ...form, origin: 'https://elsewhere.test' })).toEqual([status, {}])
  expect(await answer(curity, method, url, form)).toEqual([status, {}])
})

test('a preflight from there is answered; from elsewhere it is the method that nothing serves', async () => {
  const curity = await started()
  expect(await answer(curity, 'OPTIONS', '/oauth/v2/oauth-userinfo', { origin: app, ...preflight })).toEqual([
    204,
    {
      ...letIn,
      vary: 'Origin, Access-Control-Request-Headers',
      'access-control-allow-headers': 'authorization',
      'access-control-allow-methods': 'GET,POST,PUT,DELETE',
    },
  ])
  for (const headers of [{ origin: 'https://elsewhere.test', ...preflight }, { origin: app }] as Headers[])
    expect((await answer(curity, 'OPTIONS', '/oauth/v2/oauth-userinfo', headers))[0]).toBe(405)
})

test('the origins of a registered client are let in while there is one', async () => {
  const { curity, issuer, config } = await registeredApp({ metadata: { allowed_origins: [app] } })
  const look = async () => (await answer(curity, 'GET', `${issuer.pathname}/jwks`, { origin: app }))[1]
  expect(await look()).toEqual(letIn)
  const { registration_access_token: token, registration_client_uri: uri } = config.clientMetadata()
  const gone = await fetch(String(uri), { method: 'DELETE', headers: { authorization: `Bearer ${String(token)}` } })
  expect(gone.status).toBe(204)
  expect(await look()).toEqual({})
})

test('where no client names the origin, a code is exchanged as from anywhere, and the answer is not for scripts', async () => {
  const app = await registeredApp()
  const { url } = await authorizationRequest(app.config)
  const { ended } = await signIn(url)
  const { clientId, issuer, config } = app
  const form = {
    grant_type: 'authorization_code',
    code: ended.url.searchParams.get('code') ?? '',
    redirect_uri: redirectUri,
  }
  const pair = Buffer.from(`${clientId}:${config.clientMetadata().client_secret}`).toString('base64')
  const answered = await fetch(new URL('/oauth/v2/oauth-token', issuer), {
    method: 'POST',
    headers: { authorization: `Basic ${pair}`, origin: 'http://app.test' },
    body: new URLSearchParams(form),
  })
  // Without its verifier: what matters is who judges.
  expect([answered.status, await answered.json()]).toEqual([400, { error: 'invalid_grant' }])
  expect(answered.headers.get('access-control-allow-origin')).toBe(null)
})

test('an app in a browser signs a user in with PKCE, and reads tokens and userinfo by its own scripts', async ({
  skip,
}) => {
  const browser = await openBrowser(skip)
  const origin = await frontend()
  const curity = await started(origin)
  const port = await serve(curity.app, { host: '127.0.0.1', port: 0, who: 'test', setting: 'none' })
  const base = `http://127.0.0.1:${port}`
  curity.setBaseUrl(base)
  const page = await browser.newPage()
  const verifier = 'a-verifier-that-is-long-enough-for-the-rules-of-rfc-7636'
  const challenge = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(verifier))).toString('base64url')
  const asked = { client_id: 'spa', response_type: 'code', scope: 'openid', redirect_uri: `${origin}/callback` }
  const proof = { code_challenge: challenge, code_challenge_method: 'S256' }
  await page.goto(`${base}/oauth/v2/oauth-authorize?${new URLSearchParams({ ...asked, ...proof })}`)
  await page.getByLabel('User name').fill('alice')
  await page.getByLabel('Password').fill('alice-password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${origin}/callback?**`)
  const code = new URL(page.url()).searchParams.get('code') ?? ''
  const redirect_uri = `${origin}/callback`
  const form = { grant_type: 'authorization_code', client_id: 'spa', code, redirect_uri, code_verifier: verifier }
  const seen = await page.evaluate(
    async ({ base, form }) => {
      const answered = await fetch(`${base}/oauth/v2/oauth-token`, { method: 'POST', body: new URLSearchParams(form) })
      const { access_token } = (await answered.json()) as { access_token: string }
      const headers = { authorization: `Bearer ${access_token}` }
      return (await fetch(`${base}/oauth/v2/oauth-userinfo`, { headers })).json()
    },
    { base, form },
  )
  expect(seen).toEqual({ sub: 'alice' })
})
