import { type Answer, type Call, type FakeClient, formOf, jsonOf, startFake } from './fake-server.ts'

export const azureClient = { id: 'azure-initial', secret: 'azure-initial-secret-9' }
const tenant = '11111111-2222-4333-8444-555555555555'

/** Microsoft Entra: metadata of the v1 issuer, its token endpoint, and app registrations by Graph (`konnect.md` 11.2). */
export async function startFakeAzure() {
  /** By client id (`appId`), as the other fakes keep them. */
  const clients = new Map<string, FakeClient>()
  const clientIds = new Map<string, string>()
  const tokens = new Set<string>()
  let count = 0
  const next = (kind: string) => `azure-${kind}-${++count}`
  const opened = (answer: (call: Call, client: FakeClient, clientId: string) => Answer) => (call: Call) => {
    if (!tokens.has((call.headers.authorization ?? '').replace('Bearer ', ''))) {
      return { status: 401, body: { error: { code: 'InvalidAuthenticationToken', message: 'Access token is empty.' } } }
    }
    const { object, app } = call.parts
    const clientId = app ?? clientIds.get(object ?? '') ?? ''
    const client = clients.get(clientId)
    if ((object ?? app) && !client) return { status: 404, body: { error: { code: 'Request_ResourceNotFound' } } }
    return answer(call, client ?? { metadata: {}, secrets: new Map() }, clientId)
  }
  const one = "/v1\\.0/applications(/(?<object>[^/(]+)|\\(appId='(?<app>[^']+)'\\))"
  const fake = await startFake((url) => [
    {
      ...{ step: 'discovery', method: 'GET', path: new RegExp(`^/${tenant}/.well-known/openid-configuration$`) },
      answer: () => ({
        status: 200,
        body: {
          issuer: `${url}/${tenant}/`,
          token_endpoint: `${url}/${tenant}/oauth2/token`,
          msgraph_host: new URL(url).host,
        },
      }),
    },
    {
      ...{ step: 'token', method: 'POST', path: new RegExp(`^/${tenant}/oauth2/token$`) },
      answer(call) {
        const { client_id, client_secret, resource } = formOf(call)
        const known = client_id === azureClient.id && client_secret === azureClient.secret && resource === url
        if (!known) return { status: 401, body: { error: 'invalid_client', error_description: 'AADSTS7000215' } }
        const access_token = next('graph-token')
        tokens.add(access_token)
        return { status: 200, body: { access_token, token_type: 'Bearer', resource } }
      },
    },
    {
      ...{ step: 'create', method: 'POST', path: /^\/v1\.0\/applications$/ },
      answer: opened((call) => {
        const [id, appId] = [next('object'), next('client')]
        clients.set(appId, { metadata: jsonOf(call), secrets: new Map() })
        clientIds.set(id, appId)
        return { status: 201, body: { id, appId, ...jsonOf(call) } }
      }),
    },
    {
      ...{ step: 'rotate', method: 'POST', path: new RegExp(`^${one}/addPassword$`) },
      answer: opened((call, client) => {
        const [keyId, secretText] = [next('key'), next('secret')]
        client.secrets.set(keyId, secretText)
        const endDateTime = '2028-01-01T00:00:00Z'
        return { status: 200, body: { ...(jsonOf(call).passwordCredential ?? {}), keyId, secretText, endDateTime } }
      }),
    },
    {
      ...{ step: 'remove-secret', method: 'POST', path: new RegExp(`^${one}/removePassword$`) },
      answer: opened((call, client) => {
        const gone = client.secrets.delete(String(jsonOf(call).keyId))
        return gone ? { status: 204 } : { status: 400, body: { error: { code: 'Request_BadRequest' } } }
      }),
    },
    {
      ...{ step: 'update', method: 'PATCH', path: new RegExp(`^${one}$`) },
      answer: opened((call, client) => {
        client.metadata = { ...client.metadata, ...jsonOf(call) }
        return { status: 204 }
      }),
    },
    {
      ...{ step: 'delete', method: 'DELETE', path: new RegExp(`^${one}$`) },
      answer: opened((_call, _client, clientId) => {
        clients.delete(clientId)
        return { status: 204 }
      }),
    },
  ])
  return { ...fake, clients, issuer: `${fake.url}/${tenant}` }
}
