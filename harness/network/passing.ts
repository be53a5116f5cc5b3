import { type Agent, type ClientRequest, type IncomingMessage, request, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { Edge } from './edge.ts'

/** How a request goes on. */
export interface Passing {
  /** Origin of the other side. */
  target: string
  edge: Edge
  /** The hop's own origin. */
  self: string
  agent: Agent
  /** Aborted when the hop closes: what waits on the way then goes nowhere. */
  closing: AbortSignal
}

/** Lets a request on, and its answer back. @throws Error when it cannot go out */
export async function pass(inbound: IncomingMessage, outbound: ServerResponse, passing: Passing): Promise<void> {
  await latency(passing)
  const onward = onwardOf(inbound, passing)
  onward.on('response', (answer) => {
    answered(answer, outbound, { ...passing, method: inbound.method }).catch(() => outbound.destroy())
  })
  onward.on('error', () => outbound.destroy())
  outbound.on('close', () => onward.destroy())
  inbound.pipe(onward)
}

/** The same for a handshake, after which bytes go both ways (RFC 9110 section 7.8). */
export async function passUpgrade(inbound: IncomingMessage, head: Buffer, passing: Passing): Promise<void> {
  const { socket } = inbound
  socket.on('error', () => socket.destroy())
  await latency(passing)
  const onward = onwardOf(inbound, passing)
  onward.on('error', () => socket.destroy())
  socket.once('close', () => onward.destroy())
  onward.on('upgrade', (answer, other: Duplex, first: Buffer) => {
    const headers = Array.from(lines(answer.rawHeaders), ([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`HTTP/1.1 101 ${answer.statusMessage}\r\n${headers.join('')}\r\n`, 'latin1')
    socket.write(first)
    other.write(head)
    // What the other side said last still goes out.
    other.on('error', () => socket.destroy()).on('close', () => socket.destroySoon())
    socket.on('close', () => other.destroy())
    socket.pipe(other).pipe(socket)
  })
  onward.on('response', (answer) => {
    const outbound = new ServerResponse(inbound)
    outbound.assignSocket(socket)
    outbound.on('finish', () => socket.end())
    answered(answer, outbound, { ...passing, method: inbound.method }).catch(() => socket.destroy())
  })
  onward.end()
}

/** @throws AbortError when the hop closes meanwhile */
async function latency({ edge: { latencyMs }, closing: signal }: Passing): Promise<void> {
  if (latencyMs) await delay(latencyMs, undefined, { signal })
}

function onwardOf(inbound: IncomingMessage, { target, edge, agent }: Passing): ClientRequest {
  const { hostname, port, host, protocol } = new URL(target)
  const onward = send(protocol)({ agent, hostname, port, method: inbound.method, path: inbound.url, setHost: false })
  for (const [name, value] of lines(inbound.rawHeaders)) onward.appendHeader(name, value)
  const asked = edge.host ?? 'kept'
  if (asked !== 'kept') onward.setHeader('host', asked === 'target' ? host : asked)
  changeHeaders(onward, edge.requestHeaders)
  return onward
}

const send = (protocol: string): typeof request =>
  protocol === 'https:' ? process.getBuiltinModule('node:https').request : request

/** JSON is read whole, so that addresses in it can be rewritten; anything else goes by as it comes. */
async function answered(
  answer: IncomingMessage,
  outbound: ServerResponse,
  { edge, target, self, method }: Passing & { method: string | undefined },
): Promise<void> {
  const { rewrite = 'endpoints' } = edge
  outbound.statusCode = answer.statusCode ?? 502
  const ours = (text: string) => (rewrite === 'nothing' ? text : text.replaceAll(target, self))
  for (const [name, value] of lines(answer.rawHeaders)) outbound.appendHeader(name, ours(value))
  changeHeaders(outbound, edge.responseHeaders)
  if (rewrite === 'nothing' || method === 'HEAD' || !isReadableJson(answer)) {
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

const isReadableJson = ({ headers }: IncomingMessage): boolean =>
  /^application\/json/.test(headers['content-type'] ?? '') && /^(identity)?$/.test(headers['content-encoding'] ?? '')

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
