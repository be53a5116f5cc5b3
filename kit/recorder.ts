import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from './clock.ts'
import type { Exchange, ExchangeBus, RecordedMessage, ToldExchange } from './exchanges.ts'
import { isHandedOver } from './lazy-part.ts'
import type { Reason } from './reason.ts'
import { redactBody, redactHeaders, redactText, redactUrl } from './redact.ts'

const bodyLimit = 64 * 1024

interface Notes {
  reason?: Reason
  warnings: string[]
  trail?: readonly string[]
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

/** Notes on the exchange how the answer to `request` comes about. Whoever holds `trail` may add to it until the answer is there. */
export function trace(request: FastifyRequest, trail: readonly string[]): void {
  notesOf(request).trail = trail
}

/** Whether the caller sits on this machine and asked for explanations: `X-Harness-Explain: 1`. */
export const asksWhy = (request: FastifyRequest): boolean =>
  request.headers['x-harness-explain'] === '1' && isLoopback(request.ip)

/** A trail as `X-Harness-Trail` carries it: steps parted by ` | `; what no header can carry, `%` and `|` are percent-encoded. */
export const trailHeader = (trail: readonly string[]): string =>
  trail
    .map((step) =>
      redactText(step)
        .toWellFormed()
        .replace(/[^\x20-\x7e]|[%|]/gu, encodeURIComponent),
    )
    .join(' | ')

/** Notes what went out in place of what the server sent. */
export function noteSent(request: FastifyRequest, text: string): void {
  notesOf(request).sent = text
}

export interface RecorderOptions {
  server: string
  bus: ExchangeBus
  clock: Clock
}

/**
 * Publishes one exchange per request, however it ends, with secrets masked. A caller that sends `X-Harness-Explain: 1`
 * from loopback is told the reason of a refusal in `X-Harness-Reason` and `X-Harness-Advice`, and the way to it in `X-Harness-Trail`.
 * Register it before faults, so that a request that a fault answers is recorded too. Levers are not: they are no traffic of the product.
 */
export function recordExchanges(app: FastifyInstance, { server, bus, clock }: RecorderOptions): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (isLever(request)) return done()
    const at = clock.now()
    const started = performance.now()
    // `onResponse` never fires for a hijacked reply whose socket was cut; the stream's end always does.
    reply.raw.once('close', () => {
      if (isHandedOver(request)) return
      const times = { at, arrived: performance.timeOrigin + started, ms: performance.now() - started }
      bus.publish(told({ server, ...times }, request, reply))
    })
    done()
  })

  app.addHook('onSend', (request, reply, payload, done) => {
    const { reason, trail } = notesOf(request)
    if ((reason || trail) && asksWhy(request)) {
      if (reason) reply.header('x-harness-reason', reason.code)
      if (reason) reply.header('x-harness-advice', encodeURI(reason.advice.toWellFormed()))
      if (trail) reply.header('x-harness-trail', trailHeader(trail))
    }
    if (typeof payload === 'string') notesOf(request).sent = payload
    done()
  })
}

/** Takes what the exchange needs, so that the request and its connection can go; masks it when it is told. */
function told(
  head: Pick<Exchange, 'server' | 'at' | 'arrived' | 'ms'>,
  request: FastifyRequest,
  reply: FastifyReply,
): ToldExchange {
  const { reason, warnings, trail, sent } = notesOf(request)
  const { method, headers } = request
  const url = request.raw.url ?? request.url
  const route = routeOf(request)
  const body = Number(headers['content-length'] ?? 0) > bodyLimit ? undefined : request.body
  const status = reply.raw.statusCode
  const outcome = reply.raw.writableEnded ? 'answered' : 'aborted'
  const answered = reply.getHeaders()
  return () => ({
    ...head,
    route,
    request: {
      method,
      url: redactUrl(url),
      headers: redactHeaders(headers),
      ...keptBody(headers['content-type'], received(body)),
    },
    response: { status, headers: redactHeaders(answered), ...keptBody(answered['content-type'], sent) },
    outcome,
    ...(reason && { reason }),
    ...(trail && { trail: trail.map(redactText) }),
    warnings,
  })
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
