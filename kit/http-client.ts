import type { PeerCertificate } from 'node:tls'
import { Agent, type Dispatcher } from 'undici'
import { timeLimit } from './time-limit.ts'
import type { Trust } from './tls/trust.ts'
import { outgoingTrace } from './trace-context.ts'

/** One call to another server. */
export interface HttpCall {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'HEAD'
  url: string
  /** Path and query as they go out, in place of the URL's: nothing is normalised or encoded. */
  path?: string | undefined
  headers?: Record<string, string>
  /** More headers, in this order, names as they are spelt and as often as they stand. */
  headerLines?: readonly (readonly [name: string, value: string])[] | undefined
  /** As it goes out; set `content-type` beside it. */
  body?: string | Uint8Array
}

/** What the other server said. */
export interface HttpAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** Why no answer came. `cause` holds what the network said. */
export type Failure = 'refused' | 'reset' | 'timeout' | 'dns' | 'tls' | 'too-large' | 'bad-url' | 'bad-answer'

/** No answer came from `url`. */
export class Unreachable extends Error {
  readonly url: string
  readonly failure: Failure

  constructor(url: string, failure: Failure, cause: unknown) {
    super(`no answer from ${url}: ${failure}`, { cause })
    this.url = url
    this.failure = failure
  }
}

export interface HttpClient {
  /** Makes the call once; never again on its own. @throws Unreachable when no answer came. */
  send(call: HttpCall): Promise<HttpAnswer>
  close(): Promise<void>
}

/** Why a server's certificate is not taken although it verifies; undefined: it is. */
export type ServerIdentityCheck = (host: string, certificate: PeerCertificate) => Error | undefined

export interface HttpClientOptions {
  /** Until the whole answer must be there, in ms. Read at each call, so that a switch can change it. */
  timeout: () => number
  /** Largest answer taken, in bytes. */
  limit?: number
  /** Checks of the other side's certificate; default as Node does it. */
  tls?: Trust & { rejectUnauthorized?: boolean; checkServerIdentity?: ServerIdentityCheck }
  userAgent: string
}

/**
 * How long each address of a host may take, in ms, where it has several, as `localhost` often has. Node would give up on one after 250,
 * which a busy machine does not keep to: then nobody seems to be there, although somebody listens.
 */
export const eachAddress = { autoSelectFamilyAttemptTimeout: 2000 } as const

/** A client that keeps its connections open and tells apart the ways in which a call can fail. */
export function httpClient({ timeout, limit = 4 * 1024 * 1024, tls = {}, userAgent }: HttpClientOptions): HttpClient {
  const agent = new Agent({ connect: { ...eachAddress, ...tls }, maxResponseSize: limit, keepAliveTimeout: 30_000 })
  return {
    async send({ method, url, path, headers = {}, headerLines, body }) {
      const target = URL.parse(url)
      if (!target || !/^https?:$/.test(target.protocol)) throw new Unreachable(url, 'bad-url', undefined)
      const patience = timeLimit(timeout())
      try {
        const answer = await agent.request({
          origin: target.origin,
          path: path ?? target.pathname + target.search,
          method: method as Dispatcher.HttpMethod,
          // Calls that are made for a request carry its trace on (W3C Trace Context).
          headers: linesOf({ 'user-agent': userAgent, ...outgoingTrace(), ...headers }, headerLines),
          body: body ?? null,
          signal: patience.signal,
        })
        return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() }
      } catch (error) {
        throw new Unreachable(url, failureOf(error), error)
      } finally {
        patience.end()
      }
    },
    close: () => agent.destroy(),
  }
}

/** Headers as undici takes them: by name, or as a flat list when their order or their number matters. */
const linesOf = (headers: Record<string, string>, lines: HttpCall['headerLines']) =>
  lines === undefined ? headers : [...Object.entries(headers), ...lines].flat()

const failures: Record<string, Failure> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'too-large',
  EPROTO: 'tls',
  INVALID_CA: 'tls',
  INVALID_PURPOSE: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
}

function failureOf(error: unknown): Failure {
  const { name, code = '' } = error as { name?: string; code?: string }
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout'
  if (code.startsWith('ERR_TLS') || code.includes('CERT') || code.startsWith('ERR_SSL')) return 'tls'
  return failures[code] ?? 'bad-answer'
}

/** A body as JSON, or undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The `Authorization` value for a client id and secret: base64 of both, form-encoded first (RFC 6749 §2.3.1). */
export const basicAuthorization = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${formEncode(id)}:${formEncode(secret)}`).toString('base64')}`

const formEncode = (text: string) => new URLSearchParams([['', text]]).toString().slice(1)
