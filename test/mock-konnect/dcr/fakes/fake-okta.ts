import { type Answer, type Call, type FakeClient, jsonOf, startFake } from './fake-server.ts'

export const oktaToken = 'okta_api_token_00112233'

/** Okta's clients API, opened by `SSWS <token>` (`konnect.md` 11.2), and its secrets API. */
export async function startFakeOkta() {
  const clients = new Map<string, FakeClient>()
  let count = 0
  const secret = () => {
    const n = ++count
    return [`okta-secret-id-${n}`, `okta-secret-${n}`] as const
  }
  const opened = (answer: (call: Call, client: FakeClient) => Answer) => (call: Call) => {
    if (call.headers.authorization !== `SSWS ${oktaToken}`) {
      return { status: 401, body: { errorCode: 'E0000011', errorSummary: 'Invalid token provided' } }
    }
    const client = clients.get(call.parts.id ?? '')
    if (call.parts.id && !client) return { status: 404, body: { errorCode: 'E0000007', errorSummary: 'Not found' } }
    return answer(call, client ?? { metadata: {}, secrets: new Map() })
  }
  const shown = (id: string, { metadata }: FakeClient, client_secret?: string) => ({
    ...metadata,
    ...{ client_id: id, client_id_issued_at: 1, client_secret_expires_at: 0 },
    ...(client_secret && { client_secret }),
  })
  const one = '/oauth2/v1/clients/(?<id>[^/]+)'
  const secrets = '/api/v1/apps/(?<id>[^/]+)/credentials/secrets'
  const fake = await startFake(() => [
    {
      ...{ step: 'create', method: 'POST', path: /^\/oauth2\/v1\/clients$/ },
      answer: opened((call) => {
        const id = `okta-client-${++count}`
        const [secretId, value] = secret()
        const client = { metadata: jsonOf(call), secrets: new Map([[secretId, value]]) }
        clients.set(id, client)
        return { status: 201, body: shown(id, client, value) }
      }),
    },
    {
      ...{ step: 'rotate', method: 'POST', path: new RegExp(`^${one}/lifecycle/newSecret$`) },
      answer: opened(({ parts: { id = '' } }, client) => {
        const [secretId, value] = secret()
        client.secrets = new Map([[secretId, value]])
        return { status: 200, body: shown(id, client, value) }
      }),
    },
    {
      ...{ step: 'update', method: 'PUT', path: new RegExp(`^${one}$`) },
      answer: opened((call, client) => {
        client.metadata = jsonOf(call)
        return { status: 200, body: shown(call.parts.id ?? '', client) }
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
      ...{ step: 'add-secret', method: 'POST', path: new RegExp(`^${secrets}$`) },
      answer: opened((_call, client) => {
        const [id, client_secret] = secret()
        client.secrets.set(id, client_secret)
        return { status: 201, body: { id, client_secret, status: 'ACTIVE' } }
      }),
    },
    {
      ...{ step: 'deactivate', method: 'POST', path: new RegExp(`^${secrets}/(?<secret>[^/]+)/lifecycle/deactivate$`) },
      answer: opened(() => ({ status: 200, body: { status: 'INACTIVE' } })),
    },
    {
      ...{ step: 'remove-secret', method: 'DELETE', path: new RegExp(`^${secrets}/(?<secret>[^/]+)$`) },
      answer: opened(({ parts }, client) => {
        client.secrets.delete(parts.secret ?? '')
        return { status: 204 }
      }),
    },
  ])
  return { ...fake, clients, issuer: `${fake.url}/oauth2/default` }
}
