import * as client from 'openid-client'
import { expect, onTestFinished } from 'vitest'
import { type AdjustableClock, adjustableClock } from '../../kit/clock.ts'
import { ExchangeBus } from '../../kit/exchanges.ts'
import { serve } from '../../kit/serve.ts'
import { buildMockCurity, type MockCurity } from '../../mock-curity/app.ts'
import type { Switches } from '../../mock-curity/behaviour.ts'
import type { SigningKey } from '../../mock-curity/keys/signing-key.ts'
import { browser, type Page } from './browser.ts'
import { configured } from './configurations.ts'

export const redirectUri = 'http://app.test/callback'

interface AppOptions {
  metadata?: object
  configuration?: object
  behaviour?: Partial<Switches>
  signingKeys?: readonly SigningKey[]
}

/** A server on a real port and a client that registered there, as openid-client sees it. */
export interface RegisteredApp {
  curity: MockCurity
  config: client.Configuration
  clientId: string
  issuer: URL
  clock: AdjustableClock
  exchanges: ExchangeBus
}

/** Starts a server for the running test, and registers a client at it that signs users in. */
export async function registeredApp({
  metadata = {},
  configuration = {},
  behaviour = {},
  signingKeys,
}: AppOptions = {}): Promise<RegisteredApp> {
  const [clock, exchanges] = [adjustableClock(), new ExchangeBus()]
  const curity = await buildMockCurity({
    configuration: configured(configuration),
    behaviour,
    signingKeys,
    clock,
    exchanges,
  })
  onTestFinished(() => curity.app.close())
  const port = await serve(curity.app, { host: '127.0.0.1', port: 0, who: 'test', setting: 'none' })
  curity.setBaseUrl(`http://127.0.0.1:${port}`)
  const issuer = new URL(`http://127.0.0.1:${port}/oauth/v2/oauth-anonymous`)
  const options = { execute: [client.allowInsecureRequests] }
  const registrar = await client.discovery(issuer, 'registrar', 'registrar-secret', client.ClientSecretBasic(), options)
  const { access_token } = await client.clientCredentialsGrant(registrar, { scope: 'dcr' })
  const config = await client.dynamicClientRegistration(
    issuer,
    { client_name: 'Shop', redirect_uris: [redirectUri], grant_types: ['authorization_code'], ...metadata },
    client.ClientSecretBasic(),
    { ...options, initialAccessToken: access_token },
  )
  return { curity, config, clientId: config.clientMetadata().client_id, issuer, clock, exchanges }
}

/** An authorization request with PKCE, and what its answer is checked against. */
export async function authorizationRequest(config: client.Configuration, parameters: Record<string, string> = {}) {
  const verifier = client.randomPKCECodeVerifier()
  const all = {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    state: 'some-state',
    nonce: 'some-nonce',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...parameters,
  }
  const checks = { pkceCodeVerifier: verifier, expectedState: 'some-state', expectedNonce: 'some-nonce' }
  return { parameters: all, url: client.buildAuthorizationUrl(config, all), checks }
}

export const alice = { username: 'alice', password: 'alice-password', action: 'sign-in' }

/** Opens the request in a fresh browser and signs Alice in. */
export async function signIn(url: URL): Promise<{ user: ReturnType<typeof browser>; ended: Page }> {
  const user = browser()
  const page = await user.open(url)
  expect(page.html).toContain('<h1>Sign in</h1>')
  return { user, ended: await user.submit(page, alice) }
}

/** The tokens of a whole sign-in. */
export async function signedIn(app: RegisteredApp, parameters: Record<string, string> = {}) {
  const { url, checks } = await authorizationRequest(app.config, parameters)
  const { user, ended } = await signIn(url)
  const tokens = await client.authorizationCodeGrant(app.config, ended.url, checks)
  return { user, ended, checks, tokens, idToken: String(tokens.id_token) }
}
