import { exportSPKI, generateKeyPair } from 'jose'
import * as oidc from 'openid-client'
import { expect, onTestFinished, test } from 'vitest'
import { serve } from '../../kit/serve.ts'
import { buildMockCurity } from '../../mock-curity/app.ts'
import { client, configured, server, together } from './configurations.ts'

const pair = await generateKeyPair('RS256', { extractable: true })
const capabilities = {
  'client-credentials': {},
  'device-authorization': {},
  'oauth-token-exchange': {},
  introspection: {},
}
const configuration = configured(
  together(
    server({ 'client-capabilities': capabilities, 'client-authentication': { 'asymmetrically-signed-jwt': {} } }),
    client({
      id: 'signer',
      capabilities,
      'asymmetric-key': await exportSPKI(pair.publicKey),
      scope: ['openid', 'email'],
    }),
  ),
)

/** openid-client as the client `signer`, which authenticates by its key. */
async function signer() {
  const mock = await buildMockCurity({ configuration })
  onTestFinished(() => mock.app.close())
  const port = await serve(mock.app, { host: '127.0.0.1', port: 0, who: 'test', setting: 'none' })
  mock.setBaseUrl(`http://127.0.0.1:${port}`)
  const issuer = new URL(`http://127.0.0.1:${port}/oauth/v2/oauth-anonymous`)
  return oidc.discovery(issuer, 'signer', undefined, oidc.PrivateKeyJwt(pair.privateKey), {
    execute: [oidc.allowInsecureRequests],
  })
}

test('a client with a key gets tokens, introspects and revokes, and never sends a secret', async () => {
  const config = await signer()
  const { access_token } = await oidc.clientCredentialsGrant(config)
  expect(await oidc.tokenIntrospection(config, access_token)).toMatchObject({ active: true, client_id: 'signer' })
  await oidc.tokenRevocation(config, access_token)
  expect(await oidc.tokenIntrospection(config, access_token)).toEqual({ active: false })
})

test('a device waits for its user, exchanges what it got and refreshes', async () => {
  const config = await signer()
  const device = await oidc.initiateDeviceAuthorization(config, { scope: 'openid email' })
  await fetch(device.verification_uri, {
    method: 'POST',
    body: new URLSearchParams({
      user_code: device.user_code,
      username: 'alice',
      password: 'alice-password',
      action: 'approve',
    }),
  })
  const tokens = await oidc.pollDeviceAuthorizationGrant(config, { ...device, interval: 0.01 })
  expect(tokens.claims()).toMatchObject({ sub: 'alice', aud: 'signer' })
  expect(await oidc.fetchUserInfo(config, tokens.access_token, 'alice')).toMatchObject({ email: 'alice@example.com' })
  const exchanged = await oidc.genericGrantRequest(config, 'urn:ietf:params:oauth:grant-type:token-exchange', {
    subject_token: tokens.access_token,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    scope: 'email',
  })
  expect(exchanged.scope).toBe('email')
  const again = await oidc.refreshTokenGrant(config, String(tokens.refresh_token))
  expect(again.scope).toBe('openid email')
})
