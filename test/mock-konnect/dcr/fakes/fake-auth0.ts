import { type Answer, type Call, type FakeClient, jsonOf, startFake } from './fake-server.ts'

export const auth0Client = { id: 'auth0-initial', secret: 'auth0-initial-secret-9' }

export interface Grant {
  id: string
  client_id: string
  audience: string
  scope: string[]
}

/** Auth0: a token endpoint that takes JSON, and the Management API's clients and client grants (`konnect.md` 11.2). */
export async function startFakeAuth0() {
  const clients = new Map<string, FakeClient>()
  const grants = new Map<string, Grant>()
  const tokens = new Set<string>()
  let count = 0
  const next = (kind: string) => `auth0-${kind}-${++count}`
  const opened = (answer: (call: Call, client: FakeClient) => Answer) => (call: Call) => {
    if (!tokens.has((call.headers.authorization ?? '').replace('Bearer ', ''))) {
      return { status: 401, body: { statusCode: 401, error: 'Unauthorized', message: 'Invalid token' } }
    }
    const client = clients.get(call.parts.id ?? '')
    if (call.parts.id && !client) return { status: 404, body: { error: 'Not Found', message: 'no such client' } }
    return answer(call, client ?? { metadata: {}, secrets: new Map() })
  }
  const one = '/api/v2/clients/(?<id>[^/]+)'
  const fake = await startFake((url) => [
    {
      ...{ step: 'token', method: 'POST', path: /^\/oauth\/token$/ },
      answer(call) {
        const { client_id, client_secret, audience } = jsonOf(call)
        const known = client_id === auth0Client.id && client_secret === auth0Client.secret
        if (!known) return { status: 401, body: { error: 'access_denied', error_description: 'Unauthorized' } }
        if (![`${url}/api/v2/`, 'urn:management'].includes(String(audience))) {
          return { status: 403, body: { error: 'access_denied', error_description: 'no such audience' } }
        }
        const access_token = next('management-token')
        tokens.add(access_token)
        return { status: 200, body: { access_token, token_type: 'Bearer', expires_in: 86_400 } }
      },
    },
    {
      ...{ step: 'create', method: 'POST', path: /^\/api\/v2\/clients$/ },
      answer: opened((call) => {
        const [client_id, client_secret] = [next('client'), next('secret')]
        clients.set(client_id, { metadata: jsonOf(call), secrets: new Map([['only', client_secret]]) })
        return { status: 201, body: { ...jsonOf(call), client_id, client_secret } }
      }),
    },
    {
      ...{ step: 'rotate', method: 'POST', path: new RegExp(`^${one}/rotate-secret$`) },
      answer: opened(({ parts }, client) => {
        const client_secret = next('secret')
        client.secrets.set('only', client_secret)
        return { status: 200, body: { client_id: parts.id, client_secret } }
      }),
    },
    {
      ...{ step: 'update', method: 'PATCH', path: new RegExp(`^${one}$`) },
      answer: opened((call, client) => {
        client.metadata = { ...client.metadata, ...jsonOf(call) }
        return { status: 200, body: { client_id: call.parts.id } }
      }),
    },
    {
      ...{ step: 'delete', method: 'DELETE', path: new RegExp(`^${one}$`) },
      answer: opened(({ parts: { id = '' } }) => {
        clients.delete(id)
        return { status: 204 }
      }),
    },
    {
      ...{ step: 'list-grants', method: 'GET', path: /^\/api\/v2\/client-grants$/ },
      answer: opened(({ query }) => ({
        status: 200,
        body: [...grants.values()].filter(({ client_id }) => client_id === query.get('client_id')),
      })),
    },
    {
      ...{ step: 'grant', method: 'POST', path: /^\/api\/v2\/client-grants$/ },
      answer: opened((call) => {
        const { client_id, audience, scope } = jsonOf(call)
        const grant = { id: next('grant'), client_id, audience, scope } as Grant // as the driver sends it
        grants.set(grant.id, grant)
        return { status: 201, body: grant }
      }),
    },
    {
      ...{ step: 'change-grant', method: 'PATCH', path: /^\/api\/v2\/client-grants\/(?<grant>[^/]+)$/ },
      answer: opened((call) => {
        const grant = grants.get(call.parts.grant ?? '')
        if (!grant) return { status: 404, body: { error: 'Not Found' } }
        grants.set(grant.id, { ...grant, ...jsonOf(call) })
        return { status: 200, body: grants.get(grant.id) }
      }),
    },
    {
      ...{ step: 'remove-grant', method: 'DELETE', path: /^\/api\/v2\/client-grants\/(?<grant>[^/]+)$/ },
      answer: opened(({ parts }) => ({ status: grants.delete(parts.grant ?? '') ? 204 : 404 })),
    },
  ])
  return { ...fake, clients, grants, issuer: fake.url }
}
