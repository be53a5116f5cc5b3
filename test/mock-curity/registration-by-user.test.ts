import * as client from 'openid-client'
import { expect, test } from 'vitest'
import { client as configuredClient, registration, together } from './configurations.ts'
import { authorizationRequest, redirectUri, registeredApp, signIn } from './registered-app.ts'

const configuration = together(
  configuredClient({
    id: 'desktop',
    secret: 'desktop-secret',
    capabilities: { code: {}, 'client-credentials': {} },
    'redirect-uris': [redirectUri],
  }),
  registration({ 'non-templatized': { 'authenticate-user-by': ['desktop'] } }),
)

async function userToken(scope: string) {
  const app = await registeredApp({ configuration })
  const options = { execute: [client.allowInsecureRequests] }
  const desktop = await client.discovery(app.issuer, 'desktop', 'desktop-secret', client.ClientSecretBasic(), options)
  const { parameters, checks } = await authorizationRequest(desktop)
  const { nonce: _, ...rest } = { ...parameters, scope }
  const { ended } = await signIn(client.buildAuthorizationUrl(desktop, rest))
  const tokens = await client.authorizationCodeGrant(desktop, ended.url, {
    pkceCodeVerifier: checks.pkceCodeVerifier,
    expectedState: checks.expectedState,
  })
  return { app, desktop, tokens, options }
}

test('a user signs in at a listed client, and the client registers with the token of that sign-in, once', async () => {
  const { app, tokens, options } = await userToken('dcr')
  expect({ ...tokens }).toEqual({
    access_token: expect.stringMatching(/^[0-9a-f-]{36}$/),
    expires_in: 300,
    scope: 'dcr',
    token_type: 'bearer',
  })
  const register = () =>
    client.dynamicClientRegistration(app.issuer, { grant_types: ['client_credentials'] }, client.ClientSecretBasic(), {
      ...options,
      initialAccessToken: tokens.access_token,
    })
  const registered = await register()
  const { tables } = (await app.curity.levers.state.snapshot({ secrets: false })) as {
    tables: { dynamic_clients: object[] }
  }
  expect(tables.dynamic_clients).toContainEqual(
    expect.objectContaining({
      id: registered.clientMetadata().client_id,
      initialClient: 'desktop',
      authenticatedUser: 'alice',
    }),
  )
  await expect(register()).rejects.toMatchObject({ status: 401 })
})

test('the right of its users is not the right of the client itself', async () => {
  const { desktop } = await userToken('dcr')
  await expect(client.clientCredentialsGrant(desktop, { scope: 'dcr' })).rejects.toMatchObject({
    error: 'invalid_scope',
  })
})
