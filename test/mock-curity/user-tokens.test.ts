import * as client from 'openid-client'
import { expect, test } from 'vitest'
import { jwt } from './configurations.ts'
import { registeredApp, signedIn } from './registered-app.ts'
import { decoded } from './rig.ts'

test('userinfo is signed for a client that asks for it, where there is an issuer for it', async () => {
  const issuer = { id: 'userinfo', 'issuer-type': 'jwt', 'purpose-type': 'userinfo' }
  const configuration = {
    profiles: { profile: [{ id: 'token-service', 'token-issuers': { 'custom-token-issuer': [issuer] } }] },
  }
  const app = await registeredApp({ configuration, metadata: { userinfo_signed_response_alg: 'RS256' } })
  const { tokens } = await signedIn(app)
  const answer = await fetch(String(app.config.serverMetadata().userinfo_endpoint), {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  })
  expect(answer.headers.get('content-type')).toBe('application/jwt')
  expect(decoded(await answer.text()).claims).toMatchObject({
    sub: 'alice',
    name: 'Alice',
    purpose: 'userinfo',
    aud: app.clientId,
  })
})

test('claims asked for by name come where they were asked for', async () => {
  const app = await registeredApp()
  const claims = JSON.stringify({ userinfo: { email: null }, id_token: { name: null } })
  const { tokens, idToken } = await signedIn(app, { scope: 'openid', claims })
  expect(await client.fetchUserInfo(app.config, tokens.access_token, 'alice')).toEqual({
    sub: 'alice',
    email: 'alice@example.com',
  })
  expect(decoded(idToken).claims).toMatchObject({ name: 'Alice' })
  expect(decoded(idToken).claims).not.toHaveProperty('email')
})

test('a pairwise client knows the user by another name, everywhere the same', async () => {
  const app = await registeredApp({ metadata: { subject_type: 'pairwise' }, configuration: jwt })
  const { tokens, idToken } = await signedIn(app)
  const sub = String(decoded(idToken).claims.sub)
  expect(sub).toMatch(/^[\w-]{43}$/)
  expect(decoded(tokens.access_token).claims.sub).toBe(sub)
  expect(await client.fetchUserInfo(app.config, tokens.access_token, sub)).toMatchObject({ sub, name: 'Alice' })
})

test('introspection of a user token names the client beside the user', async () => {
  const app = await registeredApp({ configuration: jwt })
  const { tokens } = await signedIn(app)
  const options = { execute: [client.allowInsecureRequests] }
  const introspector = await client.discovery(
    app.issuer,
    'introspector',
    'introspector-secret',
    client.ClientSecretBasic(),
    options,
  )
  expect(await client.tokenIntrospection(introspector, tokens.access_token)).toMatchObject({
    active: true,
    sub: 'alice',
    client_id: app.clientId,
    scope: 'openid profile email',
  })
})

test('revoking the refresh token ends the access token too', async () => {
  const app = await registeredApp()
  const { tokens } = await signedIn(app)
  await client.tokenRevocation(app.config, String(tokens.refresh_token))
  await expect(client.fetchUserInfo(app.config, tokens.access_token, 'alice')).rejects.toMatchObject({ status: 401 })
  await expect(client.refreshTokenGrant(app.config, String(tokens.refresh_token))).rejects.toMatchObject({
    error: 'invalid_grant',
  })
})
