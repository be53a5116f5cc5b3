import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from './clock.ts'
import type { Exchange, ExchangeBus, RecordedMessage } from './exchanges.ts'
import type { Reason } from './reason.ts'
import { redactBody, redactHeaders, redactUrl } from './redact.ts'

const bodyLimit = 64 * 1024

interface Notes {
  reason?: Reason
  warnings: string[]
  sent?: string
}

/** What handlers said about a request while it was under way. Gone with the request. */
const notes = new WeakMap<FastifyRequest, Notes>()

function notesOf(request: FastifyRequest): Notes {
  const known = notes.get(request)
  if (known) return known
  const fresh: Notes = { warnings: [] }
  notes.set(request, fresh)
  return fresh
}

/** Says why `request` is refused. The last word counts. */
export function explain(request: FastifyRequest, reason: Reason | undefined): void {
  if (reason) notesOf(request).reason = reason
}

/** Notes on the exchange that `request` was accepted, but should not be relied on in this form. */
export function warn(request: FastifyRequest, warning: string): void {
  notesOf(request).warnings.push(warning)
}

export interface RecorderOptions {
  server: string
  bus: ExchangeBus
  clock: Clock
}

/**
 * Publishes one exchange per request, however it ends, with secrets masked. A caller that sends `X-Harness-Explain: 1`
 * from loopback is told the reason of a refusal in `X-Harness-Reason` and `X-Harness-Advice`. Register it before faults, so that
 * a request that a fault answers is recorded too. Levers are not: they are no traffic of the product.
 */
export function recordExchanges(app: FastifyInstance, { server, bus, clock }: RecorderOptions): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (isLever(request)) return done()
    const at = clock.now()
    const started = performance.now()
    // `onResponse` never fires for a hijacked reply whose socket was cut; the stream's end always does.
    reply.raw.once('close', () => {
      bus.publish({
        server,
        at,
        arrived: performance.timeOrigin + started,
        ms: performance.now() - started,
        ...record(request, reply),
      })
    })
    done()
  })

  app.addHook('onSend', (request, reply, payload, done) => {
    const { reason } = notesOf(request)
    if (reason && request.headers['x-harness-explain'] === '1' && isLoopback(request.ip)) {
      reply.header('x-harness-reason', reason.code).header('x-harness-advice', encodeURI(reason.advice.toWellFormed()))
    }
    if (typeof payload === 'string') notesOf(request).sent = payload
    done()
  })
}

function record(request: FastifyRequest, reply: FastifyReply): Omit<Exchange, 'id' | 'server' | 'at' | 'arrived' | 'ms'> {
  const { reason, warnings, sent } = notesOf(request)
  const { raw } = reply
  const responseHeaders = redactHeaders(reply.getHeaders())
  return {
    route: routeOf(request),
    request: {
      method: request.method,
      url: redactUrl(request.raw.url ?? request.url),
      headers: redactHeaders(request.headers),
      ...keptBody(request.headers['content-type'], received(request.body)),
    },
    response: {
      status: raw.statusCode,
      headers: responseHeaders,
      ...keptBody(responseHeaders['content-type'], sent),
    },
    outcome: raw.writableEnded ? 'answered' : 'aborted',
    ...(reason && { reason }),
    warnings,
  }
}

/** Whether `/_mock/…` was called. */
export const isLever = (request: FastifyRequest): boolean => request.url.startsWith('/_mock/')

/** How faults and exchanges name what was called. */
export const routeOf = (request: FastifyRequest): string =>
  request.is404 ? 'unmatched' : `${request.method} ${request.routeOptions.url}`

/** A parsed body as text again, in the form of its media type: only what was understood is recorded. */
function received(body: unknown): string | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string') return body
  if (Buffer.isBuffer(body) || typeof (body as { pipe?: unknown }).pipe === 'function') return undefined
  try {
    return JSON.stringify(body)
  } catch {
    return undefined // nested deeper than can be written
  }
}

function keptBody(contentType: unknown, body: string | undefined): Pick<RecordedMessage, 'body'> {
  if (body === undefined || body === '' || body.length > bodyLimit) return {}
  const type = body.startsWith('{') ? 'application/json' : String(contentType ?? '')
  return { body: redactBody(type, body) }
}

/** Whether an address belongs to this machine alone. */
export const isLoopback = (ip: string): boolean => ip === '::1' || ip.startsWith('127.') || ip.startsWith('::ffff:127.')
