import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Certificate } from '../../kit/tls/certificate-authority.ts'

/** The steps of dynamic registration that can be meddled with, one by one. */
export type Step = 'discovery' | 'token' | 'register' | 'read' | 'delete'

/** What goes wrong at a step. Without `status` and `body` the step is done as usual. */
export interface Meddling {
  status?: number
  body?: unknown
  /** Changes the usual answer. */
  change?: (body: Record<string, unknown>) => unknown
  /** `hang`: no answer, ever; `cut`: the connection ends. Both after the work was done. */
  afterwards?: 'hang' | 'cut'
  /** Done before the answer goes out. */
  meanwhile?: () => Promise<unknown>
}

export interface RegisteredClient {
  client_id: string
  client_secret: string
  registration_access_token: string
  metadata: Record<string, unknown>
}

/** A small identity provider of the tests that speaks as Curity does, and can be broken at each step. */
export interface IdentityProvider {
  issuer: string
  clients: Map<string, RegisteredClient>
  /** `METHOD path` of every call, in order. */
  calls: string[]
  /** Headers and body of the last call of each step. */
  last: Partial<Record<Step, { headers: IncomingMessage['headers']; body: string }>>
  meddle(step: Step, meddling: Meddling | undefined): void
  close(): Promise<void>
}

export const initialClient = { id: 'konnect-dcr', secret: 'konnect-dcr-secret' }

/** @param certificate serves https with it */
export async function startIdentityProvider(certificate?: Certificate): Promise<IdentityProvider> {
  const meddlings = new Map<Step, Meddling>()
  const initialTokens = new Set<string>()
  const clients = new Map<string, RegisteredClient>()
  let count = 0
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch(() => response.destroy())
  }
  // It never ends a connection that is idle: the next call could be on its way on it.
  const options = { keepAliveTimeout: 0 }
  const server = certificate
    ? createHttpsServer({ ...options, ...certificate }, listener)
    : createServer(options, listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Listening on TCP, so the address is one of a port.
  const base = `${certificate ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`
  const issuer = `${base}/oauth/v2/oauth-anonymous`
  const provider: IdentityProvider = {
    issuer,
    clients,
    calls: [],
    last: {},
    meddle: (step, meddling) => void (meddling ? meddlings.set(step, meddling) : meddlings.delete(step)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const steps: Record<Step, (call: Call) => Answer> = {
    discovery: () => ({
      status: 200,
      body: { issuer, token_endpoint: `${base}/oauth/v2/oauth-token`, registration_endpoint: `${base}/register` },
    }),
    token({ request, body }) {
      const form = new URLSearchParams(body)
      const basic = `Basic ${Buffer.from(`${initialClient.id}:${initialClient.secret}`).toString('base64')}`
      const posted = form.get('client_id') === initialClient.id && form.get('client_secret') === initialClient.secret
      if (request.headers.authorization !== basic && !posted) return { status: 401, body: { error: 'invalid_client' } }
      const scope = form.get('scope') ?? ''
      const access_token = `${scope}-${++count}`
      initialTokens.add(access_token)
      return { status: 200, body: { access_token, expires_in: 300, scope, token_type: 'bearer' } }
    },
    register({ request, body }) {
      if (!initialTokens.delete(tokenOf(request))) return { status: 401, body: { error: 'invalid_token' } }
      const n = ++count
      const client: RegisteredClient = {
        client_id: `client-${n}`,
        client_secret: `secret-${n}`,
        registration_access_token: `rat-${n}`,
        metadata: JSON.parse(body),
      }
      clients.set(client.client_id, client)
      return { status: 201, body: shown(client) }
    },
    read({ request, clientId }) {
      const client = clientWith(request, clientId)
      if (!client) return { status: 401, body: { error: 'invalid_token' } }
      const n = ++count
      const rotated = { ...client, client_secret: `secret-${n}`, registration_access_token: `rat-${n}` }
      clients.set(clientId, rotated)
      return { status: 200, body: shown(rotated) }
    },
    delete({ request, clientId }) {
      if (!clientWith(request, clientId)) return { status: 401, body: { error: 'invalid_token' } }
      clients.delete(clientId)
      return { status: 204 }
    },
  }

  return provider

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request
    const body = await textOf(request)
    provider.calls.push(`${method} ${url.replace(/\/client-\d+$/, '/:client')}`)
    const step = stepOf(method, url)
    if (!step) return answer(response, 404)
    provider.last[step] = { headers: request.headers, body }
    const meddling = meddlings.get(step)
    if (meddling?.status !== undefined)
      return finish(response, meddling, { status: meddling.status, body: meddling.body })
    const usual = steps[step]({ request, body, clientId: url.split('/').at(-1) ?? '' })
    return finish(response, meddling, usual)
  }

  async function finish(
    response: ServerResponse,
    meddling: Meddling | undefined,
    { status, body }: Answer,
  ): Promise<void> {
    await meddling?.meanwhile?.()
    if (meddling?.afterwards === 'hang') return
    if (meddling?.afterwards === 'cut') return void response.destroy()
    const changed = meddling?.change && typeof body === 'object' && body !== null ? meddling.change({ ...body }) : body
    answer(response, status, changed)
  }

  function tokenOf(request: IncomingMessage): string {
    return (request.headers.authorization ?? '').replace(/^Bearer /, '')
  }

  function clientWith(request: IncomingMessage, clientId: string): RegisteredClient | undefined {
    const client = clients.get(clientId)
    const token = tokenOf(request)
    return client && (token === client.registration_access_token || token.startsWith('dcrm-')) ? client : undefined
  }

  function shown({ metadata, ...credentials }: RegisteredClient): object {
    return { ...metadata, ...credentials, registration_client_uri: `${base}/register/${credentials.client_id}` }
  }
}

interface Call {
  request: IncomingMessage
  body: string
  clientId: string
}

interface Answer {
  status: number
  body?: unknown
}

function stepOf(method: string, url: string): Step | undefined {
  if (url === '/oauth/v2/oauth-anonymous/.well-known/openid-configuration') return 'discovery'
  if (url === '/oauth/v2/oauth-token') return 'token'
  if (url === '/register' && method === 'POST') return 'register'
  if (url.startsWith('/register/')) return method === 'GET' ? 'read' : method === 'DELETE' ? 'delete' : undefined
  return undefined
}

function answer(response: ServerResponse, status: number, body?: unknown): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '')
  response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? undefined : text)
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}
