import { type HttpCall, type HttpClient, parseJson } from '../../kit/http-client.ts'

/** What a server answered. */
export interface Reply {
  status: number
  headers: Record<string, string | string[] | undefined>
  /** The body as JSON, or undefined when it is none. */
  body: unknown
  text: string
  /** Why a mock refused (`gateway.basic.wrong-secret`); undefined for an acceptance, and for the real products. */
  reason: string | undefined
  /** What to change, in a sentence; comes with `reason`. */
  advice: string | undefined
  /** What was called, for messages. */
  call: string
}

export interface CallOptions {
  headers?: Record<string, string> | undefined
  /** More headers, in this order, names as they are spelt and as often as they stand. */
  headerLines?: readonly (readonly [name: string, value: string])[] | undefined
  /** Sent as JSON. */
  json?: unknown
  /** Sent as `application/x-www-form-urlencoded`. */
  form?: Record<string, string> | undefined
  /** Sent as it is; set `content-type` in `headers`. */
  text?: string | Uint8Array | undefined
}

/** Makes calls to one server and asks it to explain its refusals. */
export type Caller = (method: HttpCall['method'], path: string, options?: CallOptions) => Promise<Reply>

/** Told of each answer that a driver gets, in the order of the answers. */
export type Heard = (reply: Reply) => void

/**
 * @param base where the server is; a path that is itself a URL is called as it is, any other goes out as it is written
 * @param headers sent with every call
 */
export function callerOf(
  client: HttpClient,
  base: string,
  headers: () => Record<string, string> = () => ({}),
  heard?: Heard,
): Caller {
  return async (method, path, options = {}) => {
    const url = /^https?:/.test(path) ? path : base + path
    const { contentType, body } = bodyOf(options)
    const answer = await client.send({
      method,
      url,
      path: rawPath(base, path),
      headerLines: options.headerLines,
      headers: { 'x-harness-explain': '1', ...contentType, ...headers(), ...options.headers },
      ...(body !== undefined && { body }),
    })
    const reply: Reply = {
      status: answer.status,
      headers: answer.headers,
      body: parseJson(answer.text),
      text: answer.text,
      reason: textOf(answer.headers['x-harness-reason']),
      advice: decode(textOf(answer.headers['x-harness-advice'])),
      call: `${method} ${url}`,
    }
    heard?.(reply)
    return reply
  }
}

/** Path and query byte for byte; undefined for a URL, and for what no request line can carry, which is encoded. */
function rawPath(base: string, path: string): string | undefined {
  if (!/^\/[\x21-\x7e]*$/.test(path) || path.includes('#')) return undefined
  return new URL(base).pathname.replace(/\/$/, '') + path
}

function bodyOf({ json, form, text }: CallOptions): { contentType: Record<string, string>; body: CallOptions['text'] } {
  if (json !== undefined) return { contentType: { 'content-type': 'application/json' }, body: JSON.stringify(json) }
  if (form) {
    const contentType = { 'content-type': 'application/x-www-form-urlencoded' }
    return { contentType, body: new URLSearchParams(form).toString() }
  }
  return { contentType: {}, body: text }
}

const textOf = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header)
const decode = (text: string | undefined) => (text === undefined ? undefined : decodeURI(text))

/** A step could not be done because a server refused. The message says who, what and, from a mock, why. */
export class StepRefused extends Error {
  readonly reply: Reply

  constructor(reply: Reply, expected: number) {
    const { call, status, reason, advice, text } = reply
    const why = reason ? `${reason}: ${advice}` : (leversWords(reply) ?? text.slice(0, 500))
    super(`${call} answered ${status}, not ${expected}: ${why}`)
    this.reply = reply
  }
}

/** What a lever complains about, in its own lines. */
function leversWords({ body }: Reply): string | undefined {
  const { message, complaints } = Object(body) as { message?: unknown; complaints?: unknown } // whatever was answered
  return Array.isArray(complaints) && typeof message === 'string' ? message : undefined
}

/** The reply, if it has this status. @throws StepRefused otherwise */
export function expectStatus(reply: Reply, status: number): Reply {
  if (reply.status !== status) throw new StepRefused(reply, status)
  return reply
}
