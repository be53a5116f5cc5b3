import * as client from 'openid-client'
import { expect, test } from 'vitest'
import { browser } from './browser.ts'
import { profile } from './configurations.ts'
import { alice, authorizationRequest, registeredApp, signIn } from './registered-app.ts'

test('a wrong password says so, and the name that was typed is escaped', async () => {
  const app = await registeredApp({ metadata: { client_name: '<b>Shop</b>' } })
  const user = browser()
  const page = await user.open((await authorizationRequest(app.config)).url)
  expect(page.html).toContain('&#60;b&#62;Shop&#60;/b&#62;')
  const again = await user.submit(page, { ...alice, username: '"><script>', password: 'wrong' })
  expect(again.status).toBe(200)
  expect(again.html).toContain('Incorrect user name or password.')
  expect(again.html).not.toContain('<script>')
  expect(app.exchanges.list({ route: 'POST /authn/authentication/:uid' })[0]?.reason?.code).toBe(
    'curity.sign-in.wrong-password',
  )
  const ended = await user.submit(again, alice)
  expect(ended.url.searchParams.has('code')).toBe(true)
})

test('a login_hint stands in the form, escaped', async () => {
  const app = await registeredApp()
  const { url } = await authorizationRequest(app.config, { login_hint: 'alice"><b>' })
  const page = await browser().open(url)
  expect(page.html).toContain('value="alice&#34;&#62;&#60;b&#62;"')
})

test('passwords stay out of the exchanges', async () => {
  const app = await registeredApp()
  await signIn((await authorizationRequest(app.config)).url)
  expect(JSON.stringify(app.exchanges.list())).not.toContain('alice-password')
})

test('cancelling sends the user back with access_denied', async () => {
  const app = await registeredApp()
  const user = browser()
  const page = await user.open((await authorizationRequest(app.config)).url)
  const { url } = await user.submit(page, { action: 'cancel' })
  expect(Object.fromEntries(url.searchParams)).toEqual({
    error: 'access_denied',
    state: 'some-state',
    iss: app.issuer.href,
  })
})

test.for([
  ['query', { response_type: 'code', prompt: 'none' }],
  ['fragment', { response_type: 'token' }],
  ['form_post', { response_type: 'code', prompt: 'none', response_mode: 'form_post' }],
])('a refusal says no more than its code, in a redirect and in its page: %s', async ([mode, parameters]) => {
  for (const detailed of [false, true]) {
    const app = await registeredApp({ configuration: profile({ 'expose-detailed-error-messages': detailed }) })
    const { url } = await authorizationRequest(app.config, parameters as Record<string, string>)
    const answer = await fetch(url, { redirect: 'manual' })
    const said = `${answer.headers.get('location')} ${await answer.text()}`
    expect([mode, /error(=|" value=")\w+/.test(said), said.includes('error_description')]).toEqual([
      mode,
      true,
      detailed,
    ])
  }
})

test('a refusal describes itself in the redirect only when the profile says so', async () => {
  const app = await registeredApp({ configuration: profile({ 'expose-detailed-error-messages': true }) })
  const user = browser()
  const page = await user.open((await authorizationRequest(app.config)).url)
  const { url } = await user.submit(page, { action: 'cancel' })
  expect(url.searchParams.get('error_description')).toBe('The user cancelled')
})

test('consent is asked for when the client wants it, and can be denied', async () => {
  const app = await registeredApp({ metadata: { requires_consent: true } })
  const { url, checks } = await authorizationRequest(app.config)
  const { user, ended } = await signIn(url)
  expect(ended.html).toContain('<li>email</li>')
  const allowed = await user.submit(ended, { action: 'allow' })
  expect(await client.authorizationCodeGrant(app.config, allowed.url, checks)).toMatchObject({
    scope: 'openid profile email',
  })

  const other = await signIn((await authorizationRequest(app.config)).url)
  const denied = await other.user.submit(other.ended, { action: 'cancel' })
  expect(denied.url.searchParams.get('error')).toBe('access_denied')
})

test('a sign-in that another browser started is lost', async () => {
  const app = await registeredApp()
  const { url } = await browser().open((await authorizationRequest(app.config)).url)
  expect(url.pathname).toMatch(/^\/authn\/authentication\//)
  const page = await browser().open(url)
  expect(page.status).toBe(400)
  expect(page.html).toContain('This sign-in has expired or was started elsewhere.')
  const sent = await browser().open(url, { method: 'POST', body: new URLSearchParams(alice) })
  expect(sent.status).toBe(400)
})

test.for([
  ['an unknown client', { client_id: 'nobody' }],
  ['an unregistered redirect URI', { redirect_uri: 'http://evil.test/' }],
] as const)('%s gets a page, and the user is sent nowhere', async ([, parameters]) => {
  const app = await registeredApp()
  const { url } = await authorizationRequest(app.config, parameters)
  const page = await browser().open(url)
  expect(page.status).toBe(400)
  expect(page.url.host).toBe(app.issuer.host)
  expect(page.headers.get('content-type')).toMatch(/^text\/html/)
  expect(app.exchanges.list({ route: 'GET /oauth/v2/oauth-authorize' }).at(-1)?.reason?.code).toBe(
    'curity.authorize.refused',
  )
})

test('a repeated parameter is refused', async () => {
  const app = await registeredApp()
  const { url } = await authorizationRequest(app.config)
  url.searchParams.append('scope', 'openid')
  const ended = await browser().open(url)
  expect(ended.url.searchParams.get('error')).toBe('invalid_request')
})

test('a pushed request is refused like any client request', async () => {
  const app = await registeredApp()
  const par = String(app.config.serverMetadata().pushed_authorization_request_endpoint)
  const push = (form: Record<string, string>) => fetch(par, { method: 'POST', body: new URLSearchParams(form) })
  const anonymous = await push({ client_id: app.clientId })
  expect([anonymous.status, await anonymous.json()]).toEqual([401, { error: 'invalid_client' }])
  const secret = String(app.config.clientMetadata().client_secret)
  const invalid = await push({
    client_id: app.clientId,
    client_secret: secret,
    redirect_uri: 'http://evil.test/',
    response_type: 'code',
  })
  expect([invalid.status, await invalid.json()]).toEqual([400, { error: expect.stringMatching(/^invalid_/) }])
  const other = await push({ client_id: 'registrar', client_secret: 'registrar-secret', response_type: 'code' })
  expect([other.status, await other.json()]).toEqual([400, { error: 'unauthorized_client' }])
})
