import * as client from 'openid-client'
import { expect, test } from 'vitest'
import { epochSeconds } from '../../kit/clock.ts'
import { browser } from './browser.ts'
import { client as configuredClient } from './configurations.ts'
import { authorizationRequest, type RegisteredApp, redirectUri, registeredApp, signIn } from './registered-app.ts'
import { decoded } from './rig.ts'

/** Where an authorization request ends that the server refuses before anybody signs in. */
async function refusal(url: URL): Promise<Record<string, string>> {
  const { url: ended } = await browser().open(url)
  return Object.fromEntries(ended.searchParams)
}

const invalidRequest = ({ issuer }: RegisteredApp) => ({
  error: 'invalid_request',
  state: 'some-state',
  iss: issuer.href,
})

test('require_pushed_authorization_requests: a request is pushed, or refused', async () => {
  const app = await registeredApp({ metadata: { require_pushed_authorization_requests: true } })
  const { parameters, url, checks } = await authorizationRequest(app.config)
  expect(await refusal(url)).toEqual(invalidRequest(app))
  const { ended } = await signIn(await client.buildAuthorizationUrlWithPAR(app.config, parameters))
  expect(await client.authorizationCodeGrant(app.config, ended.url, checks)).toMatchObject({ token_type: 'bearer' })
})

test.for([
  ['S256', { code_challenge_method: 'plain' }],
  ['plain', { code_challenge_method: 'S256' }],
] as const)('disallowed_proof_key_challenge_methods: %s is refused, the other works', async ([method, other]) => {
  const app = await registeredApp({ metadata: { disallowed_proof_key_challenge_methods: [method] } })
  const refused = await authorizationRequest(app.config, { code_challenge_method: method })
  expect(await refusal(refused.url)).toEqual(invalidRequest(app))
  const { url, checks } = await authorizationRequest(app.config, other)
  if (other.code_challenge_method === 'plain') url.searchParams.set('code_challenge', checks.pkceCodeVerifier)
  const { ended } = await signIn(url)
  expect(await client.authorizationCodeGrant(app.config, ended.url, checks)).toMatchObject({ token_type: 'bearer' })
})

test('a challenge without a method is a plain one, and disallowed as such', async () => {
  const app = await registeredApp({ metadata: { disallowed_proof_key_challenge_methods: ['plain'] } })
  const { url } = await authorizationRequest(app.config)
  url.searchParams.delete('code_challenge_method')
  expect(await refusal(url)).toEqual(invalidRequest(app))
})

test('disallowed-proof-key-challenge-methods of the configuration is the same', async () => {
  const configuration = configuredClient({
    id: 'desktop',
    secret: 'desktop-secret',
    capabilities: { code: {} },
    'redirect-uris': [redirectUri],
    'proof-key': { 'disallowed-proof-key-challenge-methods': ['plain'] },
  })
  const app = await registeredApp({ configuration })
  const { url } = await authorizationRequest(app.config, { client_id: 'desktop', code_challenge_method: 'plain' })
  expect(await refusal(url)).toEqual(invalidRequest(app))
})

test('default_max_age: who signed in longer ago signs in again', async () => {
  const app = await registeredApp({ metadata: { default_max_age: 6000 } })
  const first = await authorizationRequest(app.config)
  const { user } = await signIn(first.url)
  app.clock.advance(3_000_000)
  const again = await user.open((await authorizationRequest(app.config)).url)
  expect(again.url.origin).toBe(new URL(redirectUri).origin)
  app.clock.advance(3_100_000)
  const later = await user.open((await authorizationRequest(app.config)).url)
  expect(later.html).toContain('<h1>Sign in</h1>')
})

/** What the ID token for a code says, got by hand: a library would hold its times against its own clock. */
async function authTime(
  { config }: RegisteredApp,
  { code, pkceCodeVerifier: code_verifier }: { code: string; pkceCodeVerifier: string },
): Promise<unknown> {
  const { client_id, client_secret } = config.clientMetadata()
  const own = { client_id, client_secret: String(client_secret), redirect_uri: redirectUri }
  const body = new URLSearchParams({ grant_type: 'authorization_code', code, code_verifier, ...own })
  const answer = await fetch(String(config.serverMetadata().token_endpoint), { method: 'POST', body })
  const { id_token } = (await answer.json()) as { id_token: string }
  return decoded(id_token).claims.auth_time
}

test('max_age of a request, and auth_time, go by the clock of the server', async () => {
  const app = await registeredApp()
  const before = epochSeconds(app.clock)
  const { user, ended } = await signIn((await authorizationRequest(app.config, { max_age: '3000' })).url)
  expect(ended.url.searchParams.get('code')).not.toBeNull()
  const after = epochSeconds(app.clock)
  app.clock.advance(1_500_000)
  const { url, checks } = await authorizationRequest(app.config, { max_age: '3000' })
  const again = await user.open(url)
  const signedInAt = await authTime(app, { code: String(again.url.searchParams.get('code')), ...checks })
  expect(signedInAt).toBeGreaterThanOrEqual(before)
  expect(signedInAt).toBeLessThanOrEqual(after)
  app.clock.advance(2_000_000)
  const later = await user.open((await authorizationRequest(app.config, { max_age: '3000' })).url)
  expect(later.html).toContain('<h1>Sign in</h1>')
})
