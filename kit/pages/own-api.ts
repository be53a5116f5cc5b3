import type { FastifyInstance, FastifyRequest, InjectOptions } from 'fastify'
import { outgoingTraceparent } from '../trace-context.ts'

/** What the API of a server answered to one of its own pages. */
export interface ApiAnswer {
  status: number
  /** Parsed when it is JSON; otherwise the text. */
  body: unknown
  /** Cookies that it set, to be handed on to the browser. */
  cookies: readonly string[]
  /** Why it refused, as the recorder tells callers that ask. */
  advice: string | undefined
  /** The code of that reason. */
  reason: string | undefined
}

export interface ApiCall {
  json?: unknown
  /** The page's own request: host, cookies and address of the browser go on to the API, which decides by them. */
  from?: FastifyRequest
  headers?: Readonly<Record<string, string | undefined>>
}

/** An API gave its page no answer. */
export class NoAnswer extends Error {
  /** Where it was asked, for who must be told. */
  readonly address: string

  constructor(address: string, cause: Error) {
    super(`${address} did not answer`, { cause })
    this.address = address
  }
}

/** Calls an API of the server that a page belongs to. */
export type CallApi = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  call?: ApiCall,
) => Promise<ApiAnswer>

/**
 * The public API of `app`, for its pages: the calls that a script would make, through the same routing, checks and recorder.
 * A page never looks into a store.
 */
export const ownApi =
  (app: FastifyInstance): CallApi =>
  async (method, path, { json, from, headers = {} } = {}) => {
    const asked = { 'x-harness-explain': '1', traceparent: outgoingTraceparent(), ...handedOn(from), ...headers }
    const options: InjectOptions = { method, url: path, headers: present(asked) }
    if (from) options.remoteAddress = from.ip
    const answer = await app.inject(json === undefined ? options : { ...options, payload: json as object })
    const { 'x-harness-advice': advice, 'x-harness-reason': reason } = answer.headers
    return {
      status: answer.statusCode,
      body: String(answer.headers['content-type'] ?? '').includes('json') ? answer.json() : answer.body,
      cookies: [answer.headers['set-cookie'] ?? []].flat(),
      advice: advice === undefined ? undefined : decodeURI(String(advice)),
      reason: reason === undefined ? undefined : String(reason),
    }
  }

const handedOn = (from: FastifyRequest | undefined) => ({
  host: from?.headers.host,
  cookie: from?.headers.cookie,
  'user-agent': from?.headers['user-agent'],
})

const present = (headers: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
