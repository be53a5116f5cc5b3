import * as client from 'openid-client'
import { describe, expect, test } from 'vitest'
import { browser } from './browser.ts'
import { client as configuredClient, server, together } from './configurations.ts'
import { alice, authorizationRequest, redirectUri, registeredApp, signIn } from './registered-app.ts'
import { decoded } from './rig.ts'

/** A server with a client `shop` of the configuration that asks for consent so. */
async function shop(consent: unknown, parts: object = {}) {
  const { issuer, clock, exchanges } = await registeredApp({
    configuration: together(
      server({ scopes: { scope: [{ id: 'orders:read' }, { id: 'terms', required: true }] } }),
      configuredClient({
        id: 'shop',
        secret: 'shop-secret',
        'client-name': 'Shop',
        'redirect-uris': [redirectUri],
        scope: ['openid', 'profile', 'email', 'orders:read', 'terms'],
        capabilities: { code: {} },
        'user-consent': consent,
      }),
      parts,
    ),
  })
  const options = { execute: [client.allowInsecureRequests] }
  const config = await client.discovery(issuer, 'shop', 'shop-secret', undefined, options)
  return { config, clock, exchanges }
}

const scope = 'openid email orders:read terms'
const listed = (html: string) => [...html.matchAll(/<li>([^<]*)<\/li>/g)].map(([, text]) => text)
const offered = (html: string) =>
  [...html.matchAll(/<input type="checkbox" name="([^"]*)"[^>]* checked/g)].map(([, name]) => name)

test.for([
  ['without members', {}],
  ['without deselection', { 'allow-deselection': false }],
] as const)('user-consent %s asks for all or nothing', async ([, consent]) => {
  const { config } = await shop(consent)
  const { url, checks } = await authorizationRequest(config, { scope })
  const { user, ended } = await signIn(url)
  expect(ended.html).toContain('<h1>Allow access</h1>')
  expect(listed(ended.html)).toEqual(['openid', 'email', 'orders:read', 'terms'])
  expect(offered(ended.html)).toEqual([])
  const { url: back } = await user.submit(ended, {})
  expect(await client.authorizationCodeGrant(config, back, checks)).toMatchObject({ scope })
})

describe('allow-deselection', () => {
  const consent = { 'allow-deselection': true }

  test('lets the user leave out what is neither openid nor required', async () => {
    const { config } = await shop(consent)
    const { url, checks } = await authorizationRequest(config, { scope })
    const { user, ended } = await signIn(url)
    expect(listed(ended.html)).toEqual(['openid', 'terms'])
    expect(offered(ended.html)).toEqual(['scope:email', 'scope:orders:read'])
    const { url: back } = await user.submit(ended, { 'scope:orders:read': 'true' })
    const tokens = await client.authorizationCodeGrant(config, back, checks)
    expect(tokens.scope).toBe('openid orders:read terms')
    expect(await client.fetchUserInfo(config, tokens.access_token, 'alice')).toEqual({ sub: 'alice' })
    expect(await client.refreshTokenGrant(config, String(tokens.refresh_token))).toMatchObject({
      scope: 'openid orders:read terms',
    })
  })

  test('holds for claims by name, at userinfo and in the ID token', async () => {
    const { config } = await shop(consent)
    const claims = JSON.stringify({ userinfo: { email: null, name: null }, id_token: { name: null, acr: null } })
    const { url, checks } = await authorizationRequest(config, { scope: 'openid', claims })
    const { user, ended } = await signIn(url)
    expect(offered(ended.html)).toEqual(['claim:email', 'claim:name'])
    expect(ended.html).toContain('the claim email')
    const { url: back } = await user.submit(ended, { 'claim:email': 'true' })
    const tokens = await client.authorizationCodeGrant(config, back, checks)
    const userinfo = { sub: 'alice', email: 'alice@example.com' }
    expect(await client.fetchUserInfo(config, tokens.access_token, 'alice')).toEqual(userinfo)
    expect(decoded(String(tokens.id_token)).claims).not.toHaveProperty('name')
  })

  test('what was left out is not asked for again in this session, unless the application wants it so', async () => {
    const { config } = await shop(consent)
    const { user, ended } = await signIn((await authorizationRequest(config, { scope })).url)
    await user.submit(ended, {})
    const again = await authorizationRequest(config, { scope })
    const { url: straight } = await user.open(again.url)
    expect((await client.authorizationCodeGrant(config, straight, again.checks)).scope).toBe('openid terms')

    const asking = await authorizationRequest(config, { scope, prompt: 'consent' })
    const page = await user.open(asking.url)
    expect(offered(page.html)).toEqual(['scope:email', 'scope:orders:read'])
    const { url: back } = await user.submit(page, { 'scope:email': 'true' })
    expect((await client.authorizationCodeGrant(config, back, asking.checks)).scope).toBe('openid email terms')
  })

  test('a request for more asks once more', async () => {
    const { config } = await shop(consent)
    const { user, ended } = await signIn((await authorizationRequest(config, { scope: 'openid' })).url)
    expect(ended.html).toContain('<li>openid</li>')
    await user.submit(ended, {})
    const more = await user.open((await authorizationRequest(config, { scope: 'openid profile' })).url)
    expect(offered(more.html)).toEqual(['scope:profile'])
  })

  test('what the form names and nobody asked for is not given', async () => {
    const { config } = await shop(consent)
    const { url, checks } = await authorizationRequest(config, { scope: 'openid' })
    const { user, ended } = await signIn(url)
    const { url: back } = await user.submit(ended, { 'scope:email': 'true', 'claim:email': 'true' })
    const tokens = await client.authorizationCodeGrant(config, back, checks)
    expect(tokens.scope).toBe('openid')
    expect(await client.fetchUserInfo(config, tokens.access_token, 'alice')).toEqual({ sub: 'alice' })
  })
})

test.for([
  ['asks to act in the name of the user', {}],
  ['gets the same where nobody is asked', false],
] as const)('a request without scopes %s, and its token has none', async ([, consent]) => {
  const { config } = await shop(consent)
  const { url, checks } = await authorizationRequest(config)
  // A nonce is for openid, and so is not taken without it.
  for (const name of ['scope', 'nonce']) url.searchParams.delete(name)
  const { user, ended } = await signIn(url)
  expect(ended.html.includes('Shop asks to act in your name.')).toBe(consent !== false)
  const { url: back } = consent === false ? ended : await user.submit(ended, {})
  const { expectedNonce: _, ...others } = checks
  const tokens = await client.authorizationCodeGrant(config, back, others)
  expect([tokens.scope, tokens.id_token]).toEqual(['', undefined])
  expect((await client.refreshTokenGrant(config, String(tokens.refresh_token))).scope).toBe('')
})

test('a user who leaves out all that was asked for gives nothing', async () => {
  const { config } = await shop({ 'allow-deselection': true })
  const { url } = await authorizationRequest(config, { scope: 'email' })
  url.searchParams.delete('nonce')
  const { user, ended } = await signIn(url)
  expect((await user.submit(ended, {})).url.searchParams.get('error')).toBe('access_denied')
})

test.for([
  ['only-consentors, of which there are none here', { 'only-consentors': true, consentors: { consentor: 'sms' } }],
  ['false', false],
] as const)('user-consent asks nothing: %s', async ([, consent]) => {
  const { config } = await shop(consent)
  const { ended } = await signIn((await authorizationRequest(config, { scope })).url)
  expect(ended.url.searchParams.has('code')).toBe(true)
})

test('a denied consent gives nothing, and the next request asks again', async () => {
  const { config } = await shop({})
  const { user, ended } = await signIn((await authorizationRequest(config, { scope })).url)
  const { url: back } = await user.submit(ended, { action: 'cancel' })
  expect([back.searchParams.get('error'), back.searchParams.has('code')]).toEqual(['access_denied', false])
  const again = await user.open((await authorizationRequest(config, { scope })).url)
  expect(again.html).toContain('<h1>Allow access</h1>')
})

test('a consent page whose time is over is lost', async () => {
  const { config, clock, exchanges } = await shop({})
  const { user, ended } = await signIn((await authorizationRequest(config, { scope })).url)
  clock.advance(3_600_000)
  const late = await user.submit(ended, {})
  expect(late.status).toBe(400)
  expect(late.html).toContain('This sign-in has expired or was started elsewhere.')
  expect(exchanges.list({ route: 'POST /authn/authentication/:uid' }).at(-1)?.reason?.code).toBe('curity.sign-in.lost')
})

test('a sign-in does not go on for a client that has gone meanwhile, and no page fails', async () => {
  const app = await registeredApp()
  const user = browser()
  const page = await user.open((await authorizationRequest(app.config)).url)
  const { registration_client_uri: uri, registration_access_token: token } = app.config.clientMetadata()
  await fetch(String(uri), { method: 'DELETE', headers: { authorization: `Bearer ${token}` } })
  expect((await user.submit(page, alice)).status).toBe(400)
})
