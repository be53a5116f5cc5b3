import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type ClientMetadata, type KoaContextWithOIDC } from 'oidc-provider'
import { onTestFinished } from 'vitest'

/** A plain oidc-provider with these clients, users who sign in by password, introspection and userinfo. Gives its issuer. */
export async function oidcProvider(clients: ClientMetadata[]): Promise<string> {
  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients,
    ttl: { AccessToken: 300, ClientCredentials: 300, Grant: 300 },
    clientAuthMethods: ['client_secret_basic', 'client_secret_jwt', 'private_key_jwt'],
    features: {
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      devInteractions: { enabled: false },
    },
  })
  provider.registerGrantType('password', (context) => tokensByPassword(context, provider), ['username', 'password'])
  const handle = provider.callback()
  return issuer
}

/** A token of whoever says who he is. */
async function tokensByPassword(context: KoaContextWithOIDC, provider: Provider): Promise<void> {
  const { client, params } = context.oidc
  if (!client) throw new Error('a grant has a client')
  const accountId = String(params?.username)
  const grant = new provider.Grant({ clientId: client.clientId, accountId })
  grant.addOIDCScope('openid')
  const token = new provider.AccessToken({
    client,
    accountId,
    grantId: await grant.save(),
    scope: 'openid',
    gty: 'password',
  })
  context.body = { access_token: await token.save(), token_type: 'Bearer', expires_in: token.expiration }
}
