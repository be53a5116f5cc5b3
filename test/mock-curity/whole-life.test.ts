import * as oauth from 'oauth4webapi'
import { expect, onTestFinished, test } from 'vitest'
import { serve } from '../../kit/serve.ts'
import { buildMockCurity } from '../../mock-curity/app.ts'
import { configured, jwt } from './configurations.ts'

const http = { [oauth.allowInsecureRequests]: true } as const

/** A server on a real port, discovered. */
async function discovered(configuration: object): Promise<oauth.AuthorizationServer> {
  const { app, setBaseUrl } = await buildMockCurity({ configuration: configured(configuration) })
  onTestFinished(() => app.close())
  const url = `http://127.0.0.1:${await serve(app, { host: '127.0.0.1', port: 0, who: 'test', setting: 'none' })}`
  setBaseUrl(url)
  const issuer = new URL(`${url}/oauth/v2/oauth-anonymous`)
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, http))
}

async function clientCredentials(as: oauth.AuthorizationServer, id: string, secret: string, scope = '') {
  const client = { client_id: id }
  const request = oauth.clientCredentialsGrantRequest(
    as,
    client,
    oauth.ClientSecretBasic(secret),
    new URLSearchParams({ scope }),
    http,
  )
  return oauth.processClientCredentialsResponse(as, client, await request)
}

/** RFC 7592, which the library does not have. */
const manage = (client: oauth.OmitSymbolProperties<oauth.Client>, method: string) =>
  fetch(String(client.registration_client_uri), {
    method,
    headers: { authorization: `Bearer ${client.registration_access_token}` },
  })

test.for([
  { form: 'opaque', configuration: {} },
  { form: 'jwt', configuration: jwt },
])(
  'a strict client lives through discovery, registration, tokens, introspection, rotation and deletion: $form',
  async ({ configuration }) => {
    const as = await discovered(configuration)
    const initial = await clientCredentials(as, 'registrar', 'registrar-secret', 'dcr')
    const metadata = {
      client_name: 'Orders app',
      grant_types: ['client_credentials'],
      scope: 'orders:read',
      response_types: [],
    }
    const registered = await oauth.processDynamicClientRegistrationResponse(
      await oauth.dynamicClientRegistrationRequest(as, metadata, { initialAccessToken: initial.access_token, ...http }),
    )
    expect(registered).toMatchObject({ scope: 'orders:read', client_secret_expires_at: 0 })

    const token = await clientCredentials(as, registered.client_id, String(registered.client_secret), 'orders:read')
    const introspector = { client_id: 'introspector' }
    const introspect = async () =>
      oauth.processIntrospectionResponse(
        as,
        introspector,
        await oauth.introspectionRequest(
          as,
          introspector,
          oauth.ClientSecretPost('introspector-secret'),
          token.access_token,
          http,
        ),
      )
    expect(await introspect()).toMatchObject({ active: true, client_id: registered.client_id, scope: 'orders:read' })

    const rotated = (await (await manage(registered, 'GET')).json()) as typeof registered
    await expect(clientCredentials(as, registered.client_id, String(registered.client_secret))).rejects.toMatchObject({
      status: 401,
    })
    expect(await clientCredentials(as, rotated.client_id, String(rotated.client_secret))).toMatchObject({
      token_type: 'bearer',
    })

    const self = { client_id: rotated.client_id }
    const secret = oauth.ClientSecretBasic(String(rotated.client_secret))
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, self, secret, token.access_token, http))
    expect(await introspect()).toEqual({ active: false })

    expect((await manage(rotated, 'DELETE')).status).toBe(204)
    await expect(clientCredentials(as, rotated.client_id, String(rotated.client_secret))).rejects.toMatchObject({
      status: 401,
    })
  },
)

test('a resource server takes the JWT by the published keys', async () => {
  const as = await discovered(jwt)
  const { access_token } = await clientCredentials(as, 'service', 'service-secret')
  const { createRemoteJWKSet, jwtVerify } = await import('jose')
  // The library gives up after five seconds, however busy the machine is.
  const keys = createRemoteJWKSet(new URL(String(as.jwks_uri)), { timeoutDuration: 300_000 })
  const { payload, protectedHeader } = await jwtVerify(access_token, keys, {
    issuer: as.issuer,
    audience: 'service',
  })
  expect(payload.sub).toBe('service')
  expect(protectedHeader).not.toHaveProperty('typ')
})
