import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as client from 'openid-client'
import { expect, onTestFinished, test } from 'vitest'
import { look, openBrowser, quietPage } from '../browser.ts'
import { browser } from './browser.ts'
import { client as configuredClient, server, together } from './configurations.ts'
import { authorizationRequest, registeredApp, signedIn, signIn } from './registered-app.ts'

const strict =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'"
const policy = (...targets: string[]) => `${[strict, ...targets].join(' ')}; base-uri 'none'; frame-ancestors 'none'`
const policyOf = ({ headers }: { headers: Headers }) => headers.get('content-security-policy')

test('pages of a sign-in let their form end at the application, and nowhere else', async () => {
  const app = await registeredApp({ metadata: { requires_consent: true } })
  const user = browser()
  const page = await user.open((await authorizationRequest(app.config)).url)
  expect(policyOf(page)).toBe(policy('http://app.test'))
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  expect(page.headers.get('cache-control')).toBe('no-store')
  const { ended } = await signIn((await authorizationRequest(app.config)).url)
  expect(ended.html).toContain('<h1>Allow access</h1>')
  expect(policyOf(ended)).toBe(policy('http://app.test'))
})

test('the form of a native application ends at its scheme', async () => {
  const redirect = 'com.example.shop:/callback'
  const app = await registeredApp({ metadata: { redirect_uris: [redirect] } })
  const page = await browser().open((await authorizationRequest(app.config, { redirect_uri: redirect })).url)
  expect(policyOf(page)).toBe(policy('com.example.shop:'))
})

test('pages of a sign-out have a policy too, by where they lead', async () => {
  const app = await registeredApp({ metadata: { post_logout_redirect_uris: ['http://app.test/bye'] } })
  const { user, idToken } = await signedIn(app)
  const parameters = { id_token_hint: idToken, post_logout_redirect_uri: 'http://app.test/bye' }
  const page = await user.open(client.buildEndSessionUrl(app.config, parameters))
  expect(policyOf(page)).toBe(policy('http://app.test'))
  const nowhere = await user.open(new URL(`${app.issuer.origin}/oauth/v2/oauth-session/logout`))
  expect(policyOf(nowhere)).toBe(policy())
  expect(nowhere.html).toContain(
    '<form id="op.logoutForm" method="post" action="/oauth/v2/oauth-session/logout/confirm">',
  )
})

test('a page that refuses has a policy', async () => {
  const app = await registeredApp()
  const page = await browser().open(new URL(`${app.issuer.origin}/oauth/v2/oauth-authorize?client_id=nobody`))
  expect([page.status, policyOf(page)]).toEqual([400, policy()])
})

test('a form that another site sends is refused', async () => {
  const app = await registeredApp()
  const user = browser()
  const page = await user.open((await authorizationRequest(app.config)).url)
  const body = new URLSearchParams({ username: 'alice', password: 'alice-password' })
  const foreign = await user.open(page.url, { method: 'POST', body, headers: { origin: 'http://evil.test' } })
  expect(foreign.status).toBe(403)
  const exchange = app.exchanges.list({ route: 'POST /authn/authentication/:uid' }).at(-1)
  expect(exchange?.reason?.code).toBe('pages.foreign-form')
  const own = await user.open(page.url, { method: 'POST', body, headers: { origin: app.issuer.origin } })
  expect(own.url.searchParams.has('code')).toBe(true)
})

test('style and scripts come from the server itself', async () => {
  const app = await registeredApp()
  for (const [name, type] of [
    ['pico.css', 'text/css'],
    ['pages.css', 'text/css'],
    ['pages.js', 'text/javascript'],
  ] as const) {
    const answer = await fetch(`${app.issuer.origin}/_assets/${name}`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, `${type}; charset=utf-8`])
  }
})

/** An application on a port of its own, where a browser ends. */
async function application(): Promise<string> {
  const app = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<h1>Back</h1>'))
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void app.close())
  return `http://127.0.0.1:${(app.address() as AddressInfo).port}`
}

test.for([{ scripts: true }, { scripts: false }])(
  'Chromium walks from sign-in by consent to an application on another origin: %o',
  async ({ scripts }, { skip }) => {
    const chromium = await openBrowser(skip)
    const origin = await application()
    const app = await registeredApp({
      configuration: together(
        server({}),
        configuredClient({
          id: 'shop',
          'client-name': 'Shop',
          secret: 'shop-secret',
          'redirect-uris': [`${origin}/callback`],
          scope: ['openid', 'email'],
          capabilities: { code: {} },
          'user-consent': { 'allow-deselection': true },
        }),
      ),
    })
    const options = { execute: [client.allowInsecureRequests] }
    const config = await client.discovery(app.issuer, 'shop', 'shop-secret', undefined, options)
    const request = { scope: 'openid email', redirect_uri: `${origin}/callback` }
    const { url, checks } = await authorizationRequest(config, request)
    const page = await quietPage(chromium, { javaScriptEnabled: scripts })
    await page.goto(url.href)
    if (scripts) await look(page, 'curity-user-sign-in')
    await page.getByLabel('User name').fill('alice')
    await page.getByLabel('Password').fill('wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Incorrect user name or password.').waitFor()
    await page.getByLabel('Password').fill('alice-password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    if (scripts) await look(page, 'curity-user-consent')
    await page.getByLabel('email').uncheck()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.getByRole('heading', { name: 'Back' }).waitFor()
    const tokens = await client.authorizationCodeGrant(config, new URL(page.url()), checks)
    expect(tokens.scope).toBe('openid')
  },
)
