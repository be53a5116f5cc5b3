import type { ServerResponse } from 'node:http'
import { spelledUsual } from './header-names.ts'
import { hopByHop, namedByConnection } from './hop-by-hop.ts'
import { connectionOf } from './kong-response.ts'

type Header = readonly [name: string, value: string]

/** What the node adds to an answer that it proxies. */
export interface AnswerFacts {
  response: ServerResponse
  requestId: string
  setCookies: readonly string[]
  /** What the answer carries besides. */
  ownHeaders: readonly Header[]
  via: string
  server: string
  /** `performance.now()` when the request came. */
  startedAt: number
  /** What plugins do to the headers of an answer, the last word. */
  decorate: ((response: ServerResponse) => void) | undefined
}

/** The upstream's answer, as far as its head tells. Names are in lower case. */
export interface UpstreamHead {
  status: number
  message: string | undefined
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/** What the node says itself, whatever the upstream says there. */
const ownNames: ReadonlySet<string> = new Set([
  'via',
  'x-kong-upstream-latency',
  'x-kong-proxy-latency',
  'x-kong-request-id',
])

/**
 * Writes the answer's head: the upstream's headers and the node's own (gateway.md 8.2, answers that were proxied).
 * @param dispatchedAt `performance.now()` when the upstream was asked
 */
export function writeAnswerHead(facts: AnswerFacts, { status, message, headers }: UpstreamHead, dispatchedAt: number) {
  const { response, decorate } = facts
  const head = headOf(facts, headers, dispatchedAt)
  if (status !== 101) head.push('Connection', connectionOf(response))
  // A list is written as it is; headers that are set one by one are each checked, kept and looked up, a fortieth of a call.
  if (!decorate) return void (message ? response.writeHead(status, message, head) : response.writeHead(status, head))
  response.statusCode = status
  if (message) response.statusMessage = message
  for (let at = 0; at < head.length; at += 2) response.appendHeader(head[at] ?? '', head[at + 1] ?? '')
  decorate(response)
}

/** Names and values in turn. */
function headOf(facts: AnswerFacts, headers: UpstreamHead['headers'], dispatchedAt: number): string[] {
  const { setCookies, ownHeaders, requestId, startedAt, via, server } = facts
  const named = namedByConnection(headers.connection)
  const head: string[] = []
  for (const name in headers) {
    const value = headers[name]
    if (value === undefined || hopByHop.has(name) || ownNames.has(name) || named?.has(name)) continue
    if (ownHeaders.length > 0 && ownHeaders.some(([own]) => own.toLowerCase() === name)) continue
    const written = spelledUsual(name)
    if (typeof value === 'string') head.push(written, value)
    else for (const each of value) head.push(written, each)
  }
  for (const [name, value] of ownHeaders) head.push(name, value)
  for (const cookie of setCookies) head.push('Set-Cookie', cookie)
  if (headers.server === undefined) head.push('Server', server)
  head.push('X-Kong-Upstream-Latency', String(Math.round(performance.now() - dispatchedAt)))
  head.push('X-Kong-Proxy-Latency', String(Math.round(dispatchedAt - startedAt)))
  head.push('Via', headers.via === undefined ? via : `${headers.via}, ${via}`)
  head.push('X-Kong-Request-Id', requestId)
  return head
}
