import { type Answer, type Call, type FakeClient, jsonOf, startFake } from './fake-server.ts'

export const bridgeKey = 'bridge_api_key_0011'

/** What the bridge was asked and answered, for the comparison with its published description. */
export interface Seen {
  operation: { method: 'post' | 'delete'; path: string }
  request: unknown
  answer: Answer
}

/** An HTTP bridge as its description has it (`konnect.md` 12), and the two calls for several secrets that are ours. */
export async function startFakeBridge() {
  const clients = new Map<string, FakeClient>()
  const events: Record<string, unknown>[] = []
  const seen: Seen[] = []
  let count = 0
  const opened =
    (operation: Seen['operation'] | undefined, answer: (call: Call, client: FakeClient) => Answer) => (call: Call) => {
      const given = answerTo(call, answer)
      if (operation) seen.push({ operation, request: call.body === '' ? undefined : jsonOf(call), answer: given })
      return given
    }
  const answerTo = (call: Call, answer: (call: Call, client: FakeClient) => Answer): Answer => {
    if (call.headers['x-api-key'] !== bridgeKey) {
      return { status: 401, body: { error: 'Wrong API-Key', error_description: 'the key is not mine' } }
    }
    const client = clients.get(call.parts.id ?? '')
    if (call.parts.id && !client) return { status: 404, body: { error: 'not found', error_description: 'no client' } }
    return answer(call, client ?? { metadata: {}, secrets: new Map() })
  }
  const secret = () => {
    const n = ++count
    return [`bridge-secret-id-${n}`, `bridge-secret-${n}`] as const
  }
  const fake = await startFake(() => [
    {
      ...{ step: 'create', method: 'POST', path: /^\/dcr\/$/ },
      answer: opened({ method: 'post', path: '/' }, (call) => {
        const client_id = `bridge-client-${++count}`
        const [id, client_secret] = secret()
        clients.set(client_id, { metadata: jsonOf(call), secrets: new Map([[id, client_secret]]) })
        return { status: 201, body: { client_id, client_secret, client_id_issued_at: '2026-01-01T00:00:00Z' } }
      }),
    },
    {
      ...{ step: 'delete', method: 'DELETE', path: /^\/dcr\/(?<id>[^/]+)$/ },
      answer: opened({ method: 'delete', path: '/{clientId}' }, ({ parts: { id = '' } }) => {
        clients.delete(id)
        return { status: 204 }
      }),
    },
    {
      ...{ step: 'rotate', method: 'POST', path: /^\/dcr\/(?<id>[^/]+)\/new-secret$/ },
      answer: opened({ method: 'post', path: '/{clientId}/new-secret' }, ({ parts: { id = '' } }, client) => {
        const [secretId, client_secret] = secret()
        client.secrets.set(secretId, client_secret)
        return { status: 200, body: { client_id: id, client_secret } }
      }),
    },
    {
      ...{ step: 'update', method: 'POST', path: /^\/dcr\/(?<id>[^/]+)\/event-hook$/ },
      answer: opened({ method: 'post', path: '/{clientId}/event-hook' }, (call) => {
        events.push(jsonOf(call))
        return { status: 200 }
      }),
    },
    {
      ...{ step: 'remove-secret', method: 'DELETE', path: /^\/dcr\/(?<id>[^/]+)\/secrets\/(?<secret>[^/]+)$/ },
      answer: opened(undefined, ({ parts }, client) => ({
        status: client.secrets.delete(parts.secret ?? '') ? 204 : 404,
      })),
    },
  ])
  return { ...fake, clients, events, seen, issuer: `${fake.url}/idp` }
}
