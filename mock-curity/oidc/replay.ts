import { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'

/** What the engine is to read in place of what came: the framework has read the body already. */
export interface Replayed {
  url: string
  /** Default: that of the request. */
  method?: 'GET'
  /** Absent: no body. */
  form?: Record<string, string>
}

/** The request once more, as the engine reads requests: same connection and headers, with this URL, method and form. */
export function replay({ raw }: FastifyRequest, { url, method, form }: Replayed): IncomingMessage {
  const body = form === undefined ? '' : new URLSearchParams(form).toString()
  // Who calls, and from which origin, is settled already; the engine would judge both by rules of its own.
  const { 'transfer-encoding': _, 'content-length': __, authorization: ___, origin: ____, ...headers } = raw.headers
  const message = new IncomingMessage(raw.socket)
  Object.assign(message, {
    method: method ?? raw.method,
    url,
    httpVersion: raw.httpVersion,
    // Without this the connection is cut after the answer.
    complete: true,
    headers: form === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) },
  })
  message.push(body === '' ? null : body)
  if (body !== '') message.push(null)
  return message
}
