import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** A whole answer that did not go out yet. Its headers are those of the response it was taken from. */
export interface HeldAnswer {
  status: number
  body: Buffer
}

/**
 * Keeps back what a server answers from now on, however it writes it: by Fastify, by an engine of its own, streamed. When the
 * answer is complete, `release` gets it and writes to the response, which is its own again.
 */
export function holdAnswer(response: ServerResponse, release: (answer: HeldAnswer) => void): void {
  const chunks: Buffer[] = []
  const { writeHead, write, end, flushHeaders } = response
  const keep = (chunk: unknown, encoding: unknown) => {
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk, isEncoding(encoding) ? encoding : 'utf8'))
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
  }
  const callLast = (given: readonly unknown[]) => {
    const last = given.at(-1)
    if (typeof last === 'function') queueMicrotask(() => last())
  }
  Object.assign(response, {
    writeHead(status: number, ...rest: unknown[]) {
      response.statusCode = status
      setHeaders(response, rest.at(-1))
      return response
    },
    flushHeaders: () => undefined,
    write(...given: unknown[]) {
      keep(given[0], given[1])
      callLast(given)
      return true
    },
    end(...given: unknown[]) {
      keep(given[0], given[1])
      Object.assign(response, { writeHead, write, end, flushHeaders })
      release({ status: response.statusCode, body: Buffer.concat(chunks) })
      callLast(given)
      return response
    },
  })
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
