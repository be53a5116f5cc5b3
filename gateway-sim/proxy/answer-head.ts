import type { ServerResponse } from 'node:http'
import { hopByHop, namedByConnection } from './hop-by-hop.ts'

/** What the node adds to an answer that it proxies. */
export interface AnswerFacts {
  response: ServerResponse
  requestId: string
  setCookies: readonly string[]
  /** What the answer carries besides. */
  ownHeaders: readonly (readonly [string, string])[]
  via: string
  server: string
  /** `performance.now()` when the request came. */
  startedAt: number
  /** What plugins do to the headers of an answer, the last word. */
  decorate: ((response: ServerResponse) => void) | undefined
}

type Headers = Readonly<Record<string, string | string[] | undefined>>

/**
 * Writes the upstream's headers and the node's own into the answer's head (gateway.md 8.2, answers that were proxied).
 * @param dispatchedAt `performance.now()` when the upstream was asked
 */
export function writeAnswerHead(facts: AnswerFacts, headers: Headers, dispatchedAt: number): void {
  const { response, setCookies, ownHeaders, decorate } = facts
  const named = namedByConnection(headers.connection)
  for (const name in headers) {
    const value = headers[name]
    if (value === undefined || hopByHop.has(name) || named?.has(name)) continue
    response.setHeader(name, value)
  }
  for (const [name, value] of ownHeaders) response.setHeader(name, value)
  if (setCookies.length > 0) response.appendHeader('set-cookie', [...setCookies])
  addOwnHeaders(facts, headers, dispatchedAt)
  decorate?.(response)
}

function addOwnHeaders(facts: AnswerFacts, { server, via }: Headers, dispatchedAt: number): void {
  const { response, requestId, startedAt, via: own, server: ownServer } = facts
  if (server === undefined) response.setHeader('server', ownServer)
  response.setHeader('x-kong-upstream-latency', Math.round(performance.now() - dispatchedAt))
  response.setHeader('x-kong-proxy-latency', Math.round(dispatchedAt - startedAt))
  response.setHeader('via', via === undefined ? own : `${via}, ${own}`)
  response.setHeader('x-kong-request-id', requestId)
}
