import type { ServerResponse } from 'node:http'
import type { Fault } from './fault-schema.ts'
import { type HeldAnswer, sendWhole } from './held-answer.ts'
import { patched } from './json-patch.ts'

/** What a fault makes of an answer. `told` is given the text of a body that differs from what the server sent. */
export function release(
  fault: Fault,
  response: ServerResponse,
  answer: HeldAnswer,
  told: (text: string) => void,
): void {
  const send = (body: Buffer, status = answer.status) => {
    told(body.toString())
    sendWhole(response, { status, body })
  }
  if (fault.kind === 'delay') sendWhole(response, answer)
  else if (fault.kind === 'hang-up' || fault.kind === 'reset') cut(response, fault.kind)
  else if (fault.kind === 'truncate') begin(response, answer, fault.bytes, () => response.destroy())
  else if (fault.kind === 'stall') begin(response, answer, fault.bytes)
  else if (fault.kind === 'trickle') trickle(response, answer, fault.bytesPerSecond)
  else if (fault.kind === 'garble') send(garbled(answer.body))
  else if (fault.kind === 'patch') {
    changeHeaders(response, fault.headers ?? {})
    send(fault.patch ? patchedBody(answer.body, fault.patch) : answer.body, fault.status)
  } else if (fault.kind !== 'hang') answerInstead(fault, response, told)
}

type Answering = Extract<Fault, { kind: 'answer' | 'rate-limit' }>
type SentHeaders = Record<string, string | string[]>

/** The answer of a fault in place of the server's. */
function answerInstead(fault: Answering, response: ServerResponse, told: (text: string) => void): void {
  const { status, headers, text } = answerOf(fault)
  for (const name of response.getHeaderNames()) response.removeHeader(name)
  changeHeaders(response, headers)
  told(text ?? '')
  sendWhole(response, { status, body: Buffer.from(text ?? '') })
}

/** What a fault answers. */
export function answerOf(fault: Answering): { status: number; headers: SentHeaders; text?: string } {
  const isLimit = fault.kind === 'rate-limit'
  const { status = isLimit ? 429 : 503, body } = fault
  const retryAfter = isLimit ? fault.retryAfter : undefined
  const headers: SentHeaders = {
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    ...fault.headers,
  }
  if (body === undefined && [204, 205, 304].includes(status)) return { status, headers }
  const isText = typeof body === 'string'
  const text = isText ? body : JSON.stringify(body === undefined ? { message: 'armed fault' } : body)
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
  const type = `${isText ? 'text/plain' : 'application/json'}; charset=utf-8`
  return { status, headers: hasType ? headers : { 'content-type': type, ...headers }, text }
}

/** Ends the connection: closed as by a server that went, or reset. */
export function cut(response: ServerResponse, how: 'hang-up' | 'reset'): void {
  if (how === 'reset') response.socket?.resetAndDestroy()
  response.destroy()
}

/** The head of the whole answer, and a part of its body; then nothing more comes. */
function begin(
  response: ServerResponse,
  answer: HeldAnswer,
  bytes = Math.floor(answer.body.length / 2),
  then: () => void = () => undefined,
): void {
  sendHead(response, answer)
  response.write(answer.body.subarray(0, bytes), then)
}

/** How often a piece of a trickling body goes out: as often as a thin line has a packet, unless a byte takes longer. */
const everyMs = 50

/** The whole answer, its body piece by piece, until it is there or nobody waits any more. */
function trickle(response: ServerResponse, answer: HeldAnswer, bytesPerSecond = 100): void {
  sendHead(response, answer)
  const pause = Math.max(everyMs, 1000 / bytesPerSecond)
  const piece = Math.round((bytesPerSecond * pause) / 1000)
  let left = answer.body
  const timer = setInterval(() => {
    response.write(left.subarray(0, piece))
    left = left.subarray(piece)
    if (left.length === 0) response.end()
  }, pause)
  response.once('finish', () => clearInterval(timer)).once('close', () => clearInterval(timer))
}

/** The head of a whole answer. */
function sendHead(response: ServerResponse, { status, body }: HeldAnswer): void {
  response.removeHeader('transfer-encoding')
  response.setHeader('content-length', body.length)
  response.writeHead(status)
  response.flushHeaders()
}

/** Every byte turned into another: the length stays, and neither JSON nor a name is left. */
const garbled = (body: Buffer) => Buffer.from(body.map((byte) => (byte ^ 0x55) | 0x80))

function changeHeaders(response: ServerResponse, headers: Readonly<Record<string, string | string[] | null>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value === null) response.removeHeader(name)
    else response.setHeader(name, value)
  }
}

/** A body that is no JSON stays what it is. */
function patchedBody(body: Buffer, patch: Parameters<typeof patched>[1]): Buffer {
  try {
    return Buffer.from(JSON.stringify(patched(JSON.parse(body.toString()), patch)))
  } catch {
    return body
  }
}
