import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** A whole answer that did not go out yet. Its headers are those of the response it was taken from. */
export interface HeldAnswer {
  status: number
  body: Buffer
}

/** Gets an answer once it is complete, and writes to the response. */
export type Held = (answer: HeldAnswer) => void

/**
 * Keeps back what a server answers from now on, however it writes it: by Fastify, by an engine of its own, streamed. When the
 * answer is complete, the response is its own again.
 * @param hold asked once, when an answer of this status begins: who gets it; undefined: it goes out as it comes
 */
export function holdAnswer(response: ServerResponse, hold: (status: number) => Held | undefined): void {
  const { writeHead, write, end, flushHeaders } = response
  const own = { writeHead, write, end, flushHeaders }
  const chunks: Buffer[] = []
  let held: Held | undefined
  /** Whether the answer, which begins here or before, goes out as it comes. */
  const goesOut = (status = response.statusCode): boolean => {
    held ??= hold(status)
    if (!held) Object.assign(response, own)
    return !held
  }
  Object.assign(response, {
    writeHead(...given: Parameters<ServerResponse['writeHead']>) {
      const [status, ...rest] = given
      if (goesOut(status)) return response.writeHead(...given)
      response.statusCode = status
      setHeaders(response, rest.at(-1))
      return response
    },
    flushHeaders() {
      if (goesOut()) response.flushHeaders()
    },
    write(...given: Parameters<ServerResponse['write']>) {
      if (goesOut()) return response.write(...given)
      keep(chunks, given)
      callLast(given)
      return true
    },
    end(...given: Parameters<ServerResponse['end']>) {
      if (goesOut()) return response.end(...given)
      keep(chunks, given)
      Object.assign(response, own)
      held?.({ status: response.statusCode, body: Buffer.concat(chunks) })
      callLast(given)
      return response
    },
  })
}

/** What `write` and `end` are given: a piece, and the encoding of a text. */
function keep(chunks: Buffer[], [chunk, encoding]: readonly unknown[]): void {
  if (typeof chunk === 'string') chunks.push(Buffer.from(chunk, isEncoding(encoding) ? encoding : 'utf8'))
  else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
}

/** What both call when they are done. */
function callLast(given: readonly unknown[]): void {
  const last = given.at(-1)
  if (typeof last === 'function') queueMicrotask(() => last())
}

const isEncoding = (encoding: unknown): encoding is BufferEncoding =>
  typeof encoding === 'string' && Buffer.isEncoding(encoding)

/** Headers as `writeHead` takes them: an object, or a flat list of names and values. */
function setHeaders(response: ServerResponse, headers: unknown): void {
  if (Array.isArray(headers)) {
    for (let at = 0; at + 1 < headers.length; at += 2) response.appendHeader(String(headers[at]), headers[at + 1])
  } else if (typeof headers === 'object' && headers !== null) {
    // What `writeHead` takes.
    for (const [name, value] of Object.entries(headers as OutgoingHttpHeaders))
      if (value !== undefined) response.setHeader(name, value)
  }
}

/** Sends an answer whole, with the length it has now. */
export function sendWhole(response: ServerResponse, { status, body }: HeldAnswer): void {
  response.statusCode = status
  response.removeHeader('transfer-encoding')
  const isBodiless = status === 204 || status === 304
  if (isBodiless) response.removeHeader('content-length')
  else response.setHeader('content-length', body.length)
  response.end(isBodiless ? undefined : body)
}
