import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

/** An OAuth server that is not ours: oidc-provider with registration as its own defaults have it, unless `defaults` says otherwise. */
export async function plainOidcProvider(clientDefaults: Record<string, unknown> = {}) {
  // It never ends a connection that is idle: the next call could be on its way on it.
  const server = createServer({ keepAliveTimeout: 0 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // what listens on a port has one
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: 'konnect', client_secret: 'konnect-secret', scope: 'dcr' },
        ...{ grant_types: ['client_credentials'], response_types: [], redirect_uris: [] },
      },
    ],
    clientDefaults,
    cookies: { keys: ['for tests'] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      registration: { enabled: true },
      registrationManagement: { enabled: true },
    },
    scopes: ['openid', 'dcr'],
  })
  server.on('request', provider.callback())
  return {
    issuer,
    /** Whether a client is still there, and what it is. */
    async client(id: string): Promise<Record<string, unknown> | undefined> {
      return (await provider.Client.find(id))?.metadata() as Record<string, unknown> | undefined // as it was registered
    },
    /** What the token endpoint says to a client's own credentials. */
    async token(id: string, secret: string): Promise<{ status: number; body: Record<string, unknown> }> {
      const headers = { authorization: `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}` }
      const body = new URLSearchParams({ grant_type: 'client_credentials' })
      const answer = await fetch(`${issuer}/token`, { method: 'POST', headers, body })
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> } // RFC 6749 section 5
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
