import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Edge } from './edge.ts'

/** A real proxy between two servers, on a port of its own. */
export interface Hop {
  /** Where the caller finds the other side. */
  readonly url: string
  /** What stands between them from now on; a member that is not named stays as it is. */
  change(edge: Edge): Promise<void>
  /** Ends every connection that is open, as a network does that breaks. */
  breakConnections(): void
  close(): Promise<void>
}

/** Starts a hop before `target`, which is spoken to over plain HTTP. */
export async function startHop(target: string, first: Edge = {}): Promise<Hop> {
  let edge = first
  let served = 0
  const sockets = new Set<Socket>()
  const agents = new Map<string, Agent>()
  const server = createServer((inbound, outbound) => {
    served++
    if (edge.breakEvery !== undefined && served % edge.breakEvery === 0) inbound.socket.destroy()
    else if (edge.reach !== 'silent') {
      pass(inbound, outbound, { target, edge, self: url, agent: agentFor(edge.from) }).catch(() => outbound.destroy())
    }
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const agentFor = (from = ''): Agent => {
    const agent = agents.get(from) ?? new Agent({ keepAlive: true, ...(from && { localAddress: from }) })
    agents.set(from, agent)
    return agent
  }
  const breakConnections = () => {
    for (const socket of sockets) socket.destroy()
  }
  const port = await listen(server, 0)
  const url = `http://127.0.0.1:${port}`
  const follow = async () => {
    const open = edge.reach !== 'refused'
    if (open === server.listening) return
    if (open) await listen(server, port)
    else await shut(server, breakConnections)
  }
  await follow()
  return {
    url,
    breakConnections,
    async change(next) {
      edge = { ...edge, ...next }
      await follow()
    },
    async close() {
      for (const agent of agents.values()) agent.destroy()
      await shut(server, breakConnections)
    },
  }
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    // Listening on TCP, so the address is one of a port.
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

const shut = (server: Server, breakConnections: () => void): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    breakConnections()
  })

interface Passing {
  target: string
  edge: Edge
  /** The hop's own address. */
  self: string
  agent: Agent
}

async function pass(inbound: IncomingMessage, outbound: ServerResponse, passing: Passing): Promise<void> {
  const { target, edge, agent } = passing
  if (edge.latencyMs) await delay(edge.latencyMs)
  const { hostname, port, host } = new URL(target)
  const onward = request({ agent, hostname, port, method: inbound.method, path: inbound.url, setHost: false })
  for (const [name, value] of lines(inbound.rawHeaders)) onward.appendHeader(name, value)
  const asked = edge.host ?? 'kept'
  if (asked !== 'kept') onward.setHeader('host', asked === 'target' ? host : asked)
  changeHeaders(onward, edge.requestHeaders)
  onward.on('response', (answer) => answered(answer, outbound, passing))
  onward.on('error', () => outbound.destroy())
  outbound.on('close', () => onward.destroy())
  inbound.pipe(onward)
}

/** JSON is read whole, so that addresses in it can be rewritten; anything else goes by as it comes. */
async function answered(answer: IncomingMessage, outbound: ServerResponse, passing: Passing): Promise<void> {
  const { edge, target, self } = passing
  const { rewrite = 'endpoints' } = edge
  outbound.statusCode = answer.statusCode ?? 502
  const ours = (text: string) => (rewrite === 'nothing' ? text : text.replaceAll(target, self))
  for (const [name, value] of lines(answer.rawHeaders)) outbound.appendHeader(name, ours(value))
  changeHeaders(outbound, edge.responseHeaders)
  const isJson = /^application\/json/.test(answer.headers['content-type'] ?? '')
  if (!isJson || rewrite === 'nothing') {
    answer.pipe(outbound)
    return
  }
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  const body = rewrite === 'all' ? ours(text) : exceptIssuer(text, ours)
  outbound.removeHeader('transfer-encoding')
  outbound.setHeader('content-length', Buffer.byteLength(body))
  outbound.end(body)
}

/** The issuer names the identity provider, whatever the way to it. */
const exceptIssuer = (text: string, ours: (text: string) => string): string =>
  text
    .split(/("iss(?:uer)?"\s*:\s*"[^"]*")/)
    .map((part, at) => (at % 2 === 1 ? part : ours(part)))
    .join('')

function* lines(raw: readonly string[]): Generator<[name: string, value: string]> {
  for (let at = 0; at + 1 < raw.length; at += 2) yield [raw[at] ?? '', raw[at + 1] ?? '']
}

function changeHeaders(
  message: { setHeader(name: string, value: string): unknown; removeHeader(name: string): void },
  changes: Edge['requestHeaders'] = {},
): void {
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) message.removeHeader(name)
    else message.setHeader(name, value)
  }
}
