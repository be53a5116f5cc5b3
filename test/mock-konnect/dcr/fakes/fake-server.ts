import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One call as a fake sees it. */
export interface Call {
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: string
  /** The groups of the route's pattern. */
  parts: Record<string, string>
}

export interface Answer {
  status: number
  body?: unknown
}

/** What goes wrong at a step. Without `status` the step is done as usual. */
export interface Meddling {
  status?: number
  body?: unknown
  /** Changes the usual answer. */
  change?: (body: Record<string, unknown>) => unknown
  /** After the work was done: `hang`: no answer, ever; `cut`: the connection ends; `fail`: 500 all the same. */
  afterwards?: 'hang' | 'cut' | 'fail'
  /** Done before the answer goes out. */
  meanwhile?: () => Promise<unknown>
}

export interface Route {
  step: string
  method: string
  path: RegExp
  answer(call: Call): Answer
}

/** A client that a fake made: its secrets, newest last, by id. */
export interface FakeClient {
  metadata: Record<string, unknown>
  secrets: Map<string, string>
}

/** A small provider of the tests, which can be broken at each step. */
export interface FakeServer {
  url: string
  /** `METHOD path` of every call, in order; a call that no route takes is answered 404 and stands among them. */
  calls: string[]
  /** The last call of each step. */
  last: Record<string, Call | undefined>
  meddle(step: string, meddling: Meddling | undefined): void
  close(): Promise<void>
}

/** Starts a fake on a free port. @param routesAt its routes, when its address is known */
export async function startFake(routesAt: (url: string) => Route[]): Promise<FakeServer> {
  const meddlings = new Map<string, Meddling>()
  // It never ends a connection that is idle: the next call could be on its way on it.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Listening on TCP, so the address is one of a port.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const routes = routesAt(url)
  const fake: FakeServer = {
    ...{ url, calls: [], last: {} },
    meddle: (step, meddling) => void (meddling ? meddlings.set(step, meddling) : meddlings.delete(step)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return fake

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers } = request
    const { pathname, searchParams: query } = new URL(request.url ?? '', url)
    const body = await textOf(request)
    fake.calls.push(`${method} ${pathname}`)
    const route = routes.find((each) => each.method === method && each.path.test(pathname))
    if (!route) return send(response, { status: 404, body: { error: 'no such route' } })
    const parts = { ...route.path.exec(pathname)?.groups }
    const call = { path: pathname, query, headers, body, parts }
    fake.last[route.step] = call
    const meddling = meddlings.get(route.step)
    const answer =
      meddling?.status === undefined ? route.answer(call) : { status: meddling.status, body: meddling.body }
    return finish(response, meddling, answer)
  }
}

async function finish(response: ServerResponse, meddling: Meddling | undefined, answer: Answer): Promise<void> {
  await meddling?.meanwhile?.()
  if (meddling?.afterwards === 'hang') return
  if (meddling?.afterwards === 'cut') return void response.destroy()
  if (meddling?.afterwards === 'fail') return send(response, { status: 500, body: { error: 'server_error' } })
  const { body } = answer
  const changed = meddling?.change && typeof body === 'object' && body !== null ? meddling.change({ ...body }) : body
  send(response, { ...answer, body: changed })
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

/** Bodies of a call as objects. */
export const jsonOf = ({ body }: Call): Record<string, unknown> => (body === '' ? {} : JSON.parse(body))
export const formOf = ({ body }: Call): Record<string, string> => Object.fromEntries(new URLSearchParams(body))
