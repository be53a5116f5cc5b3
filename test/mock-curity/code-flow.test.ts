import * as client from 'openid-client'
import { expect, test, vi } from 'vitest'
import { browser } from './browser.ts'
import { jwt, registration } from './configurations.ts'
import { alice, authorizationRequest, redirectUri, registeredApp, signedIn, signIn } from './registered-app.ts'
import { decoded } from './rig.ts'

test.for([
  { form: 'opaque', configuration: {} },
  { form: 'jwt', configuration: jwt },
])('a registered client signs a user in with code and PKCE: $form', async ({ form, configuration }) => {
  const app = await registeredApp({ configuration })
  const { config, clientId, issuer } = app
  const { ended, tokens } = await signedIn(app)
  expect(Object.fromEntries(ended.url.searchParams)).toEqual({
    code: expect.any(String),
    state: 'some-state',
    iss: issuer.href,
  })

  expect({ ...tokens }).toEqual({
    access_token: expect.stringMatching(form === 'jwt' ? /^eyJ/ : /^_0XBPWQQ_/),
    expires_in: 300,
    id_token: expect.any(String),
    refresh_token: expect.stringMatching(/^_1XBPWQQ_[0-9a-f-]{36}$/),
    scope: 'openid profile email',
    token_type: 'bearer',
  })
  const { header, claims } = decoded(String(tokens.id_token))
  expect(Object.keys(header)).toEqual(['kid', 'x5t', 'alg'])
  expect(claims).toMatchObject({
    iss: issuer.href,
    sub: 'alice',
    aud: clientId,
    azp: clientId,
    purpose: 'id',
    nonce: 'some-nonce',
    delegation_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  expect(await client.fetchUserInfo(config, tokens.access_token, 'alice')).toEqual({
    sub: 'alice',
    name: 'Alice',
    email: 'alice@example.com',
    email_verified: true,
  })
})

test('a refresh token gives new tokens of the same delegation, and is used up', async () => {
  const app = await registeredApp()
  const { tokens, idToken } = await signedIn(app)
  const refreshed = await client.refreshTokenGrant(app.config, String(tokens.refresh_token))
  expect(refreshed).toMatchObject({ token_type: 'bearer', scope: 'openid profile email', expires_in: 300 })
  expect(refreshed.refresh_token).not.toBe(tokens.refresh_token)
  const delegation = (jwt: unknown) => decoded(String(jwt)).claims.delegation_id
  expect(delegation(refreshed.id_token)).toBe(delegation(idToken))
  await expect(client.refreshTokenGrant(app.config, String(tokens.refresh_token))).rejects.toMatchObject({
    error: 'invalid_grant',
    status: 400,
  })
})

test('a client that reuses refresh tokens keeps the one it has', async () => {
  const app = await registeredApp({ metadata: { reuse_refresh_tokens: true } })
  const { tokens } = await signedIn(app)
  const refreshed = await client.refreshTokenGrant(app.config, String(tokens.refresh_token))
  expect(refreshed.refresh_token).toBe(tokens.refresh_token)
})

test('without refresh tokens in the configuration there are none', async () => {
  const app = await registeredApp({
    configuration: registration({ 'non-templatized': { 'default-refresh-token-ttl': 0 } }),
  })
  expect((await signedIn(app)).tokens).not.toHaveProperty('refresh_token')
})

test.for([{ configuration: {} }, { configuration: jwt }])(
  'a second use of a code ends the tokens of the first: %o',
  async ({ configuration }) => {
    const app = await registeredApp({ configuration })
    const { ended, checks, tokens } = await signedIn(app)
    await expect(client.authorizationCodeGrant(app.config, ended.url, checks)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
    await expect(client.fetchUserInfo(app.config, tokens.access_token, 'alice')).rejects.toMatchObject({ status: 401 })
    await expect(client.refreshTokenGrant(app.config, String(tokens.refresh_token))).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  },
)

test('a code lives for 30 seconds of the server clock', async () => {
  const app = await registeredApp()
  const { url, checks } = await authorizationRequest(app.config)
  const { ended } = await signIn(url)
  app.clock.advance(30_000)
  await expect(client.authorizationCodeGrant(app.config, ended.url, checks)).rejects.toMatchObject({
    error: 'invalid_grant',
  })
  expect(app.exchanges.list({ route: 'POST /oauth/v2/oauth-token' }).at(-1)?.reason?.code).toBe(
    'curity.token.grant-refused',
  )
})

test('a wrong code verifier is refused', async () => {
  const app = await registeredApp()
  const { url, checks } = await authorizationRequest(app.config)
  const { ended } = await signIn(url)
  const wrong = { ...checks, pkceCodeVerifier: client.randomPKCECodeVerifier() }
  await expect(client.authorizationCodeGrant(app.config, ended.url, wrong)).rejects.toMatchObject({
    error: 'invalid_grant',
  })
})

test('a plain challenge works, also when no method is named', async () => {
  const app = await registeredApp()
  for (const method of [{ code_challenge_method: 'plain' }, {}]) {
    const { url, checks } = await authorizationRequest(app.config)
    url.searchParams.set('code_challenge', checks.pkceCodeVerifier)
    url.searchParams.delete('code_challenge_method')
    for (const [name, value] of Object.entries(method)) url.searchParams.set(name, value)
    const { ended } = await signIn(url)
    expect(await client.authorizationCodeGrant(app.config, ended.url, checks)).toMatchObject({ token_type: 'bearer' })
  }
})

test('a client that must prove its key is refused without a challenge', async () => {
  const app = await registeredApp({ metadata: { require_proof_key: true } })
  const { url } = await authorizationRequest(app.config)
  url.searchParams.delete('code_challenge')
  url.searchParams.delete('code_challenge_method')
  const { url: ended } = await browser().open(url)
  expect(Object.fromEntries(ended.searchParams)).toEqual({
    error: 'invalid_request',
    state: 'some-state',
    iss: app.issuer.href,
  })
})

test('scopes that the client does not have are dropped', async () => {
  const app = await registeredApp({ metadata: { scope: 'openid email' } })
  const { tokens } = await signedIn(app, { scope: 'openid profile email admin' })
  expect(tokens.scope).toBe('openid email')
})

test('a pushed request is used in place of the parameters', async () => {
  const app = await registeredApp()
  const { parameters, checks } = await authorizationRequest(app.config)
  const url = await client.buildAuthorizationUrlWithPAR(app.config, parameters)
  expect([...url.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri'])
  const { ended } = await signIn(url)
  expect(await client.authorizationCodeGrant(app.config, ended.url, checks)).toMatchObject({
    scope: 'openid profile email',
  })
})

test('a signed-in user goes through without a page, and signs out with one', async () => {
  const app = await registeredApp({ metadata: { post_logout_redirect_uris: ['http://app.test/bye'] } })
  const { user, idToken } = await signedIn(app)
  const again = await authorizationRequest(app.config)
  expect((await user.open(again.url)).url.origin).toBe('http://app.test')

  const logout = client.buildEndSessionUrl(app.config, {
    id_token_hint: idToken,
    post_logout_redirect_uri: 'http://app.test/bye',
  })
  const page = await user.open(new URL(logout.pathname, logout), {
    method: 'POST',
    body: new URLSearchParams(logout.search),
  })
  expect(page.html).toContain('Do you want to sign out?')
  expect((await user.submit(page, { logout: 'yes' })).url.href).toBe('http://app.test/bye')
  const third = await authorizationRequest(app.config)
  expect((await user.open(third.url)).html).toContain('<h1>Sign in</h1>')
})

test('the whole flow prints nothing', async () => {
  const prints = (['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name))
  const streams = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'))
  const app = await registeredApp()
  await signedIn(app)
  await browser().open(new URL(`${app.issuer.origin}/oauth/v2/oauth-authorize?client_id=nobody`))
  const said = [...prints, ...streams].flatMap((spy) => spy.mock.calls)
  for (const spy of [...prints, ...streams]) spy.mockRestore()
  expect(said).toEqual([])
})

test('an authorization request may be posted', async () => {
  const app = await registeredApp()
  const { url } = await authorizationRequest(app.config)
  const user = browser()
  const page = await user.open(new URL(url.pathname, url), { method: 'POST', body: new URLSearchParams(url.search) })
  expect(page.html).toContain('<h1>Sign in</h1>')
  expect((await user.submit(page, alice)).url.href.startsWith(redirectUri)).toBe(true)
})
