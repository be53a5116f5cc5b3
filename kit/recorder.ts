import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Clock } from './clock.ts'
import type { ExchangeBus } from './exchanges.ts'
import type { Reason } from './reason.ts'
import { RecordedResponse } from './recorded-streams.ts'
import { type ClientOf, Recording } from './recording.ts'
import { redactText } from './redact.ts'
import { atPlace } from './trace-context.ts'

const kept = Symbol('recording')

/**
 * The recording of a request stands on Node's request: a map beside the requests would cost a busy server more than all the rest of
 * recording.
 */
const carrier = (request: FastifyRequest) => request.raw as { [kept]?: Recording } // a symbol that nobody else has

const recordingOf = (request: FastifyRequest): Recording | undefined => carrier(request)[kept]

/** Says why `request` is refused. The last word counts. */
export function explain(request: FastifyRequest, reason: Reason | undefined): void {
  const recording = recordingOf(request)
  if (recording && reason) recording.reason = reason
}

/** Notes on the exchange that `request` was accepted, but should not be relied on in this form. */
export function warn(request: FastifyRequest, warning: string): void {
  const recording = recordingOf(request)
  if (recording) recording.warnings = [...recording.warnings, warning]
}

/** Notes on the exchange how the answer to `request` comes about. Whoever holds `trail` may add to it until the answer is there. */
export function trace(request: FastifyRequest, trail: readonly string[]): void {
  const recording = recordingOf(request)
  if (recording) recording.trail = trail
}

/** Whether the caller asked for explanations, `X-Harness-Explain: 1`, and sits on this machine or has the control token. */
export function asksWhy(request: FastifyRequest): boolean {
  const { 'x-harness-explain': explain, 'x-harness-token': token } = request.headers
  if (explain !== '1') return false
  return isLoopback(request.ip) || (token !== undefined && token === recordingOf(request)?.controlToken)
}

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
  const recording = recordingOf(request)
  if (recording) recording.sent = text
}

/** Keeps out of the exchange what stands under `names` in headers as they came, and a body that has one of them. */
export function withhold(request: FastifyRequest, names: readonly string[]): void {
  const recording = recordingOf(request)
  if (recording) recording.withheld = names
}

export interface RecorderOptions {
  server: string
  bus: ExchangeBus
  clock: Clock
  /** Who has it is told reasons, wherever they call from. */
  controlToken?: string | undefined
  /** Finds the client that a request comes from or is about; asked when an exchange is read. */
  clientOf?: ClientOf | undefined
}

/**
 * Publishes one exchange per request, however it ends, with secrets masked. A caller that sends `X-Harness-Explain: 1`
 * from loopback, or with the control token in `X-Harness-Token`, is told the reason of a refusal in `X-Harness-Reason` and `X-Harness-Advice`, and the way to it in `X-Harness-Trail`.
 * Register it before faults, so that a request that a fault answers is recorded too. Levers are not: they are no traffic of the product.
 */
export function recordExchanges(
  app: FastifyInstance,
  { server, bus, clock, controlToken, clientOf }: RecorderOptions,
): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!bus.records || isLever(request)) return done()
    const recording = new Recording(server, clock.now(), request.headers.traceparent, clientOf)
    recording.controlToken = controlToken
    carrier(request)[kept] = recording
    // `onResponse` never fires for a hijacked reply whose socket was cut; the stream's end always does.
    reply.raw.on('close', () => {
      recording.close(routeOf(request), request, reply)
      bus.publish(recording)
    })
    atPlace(recording.place, done)
  })

  // A body that arrives later goes on in the context of its connection.
  app.addHook('preValidation', (request, _reply, done) => {
    const recording = recordingOf(request)
    if (recording) atPlace(recording.place, done)
    else done()
  })

  app.addHook('onSend', (request, reply, payload, done) => {
    const recording = recordingOf(request)
    if (!recording) return done()
    const { reason, trail } = recording
    if ((reason || trail) && asksWhy(request)) {
      if (reason) reply.header('x-harness-reason', reason.code)
      if (reason) reply.header('x-harness-advice', encodeURI(reason.advice.toWellFormed()))
      if (trail) reply.header('x-harness-trail', trailHeader(trail))
    }
    if (typeof payload === 'string') {
      recording.sent = payload
      if (reply.raw instanceof RecordedResponse) reply.raw.isKnown = true
    }
    done()
  })
}

/** Whether `/_mock/…` was called. */
export const isLever = ({ url }: FastifyRequest): boolean =>
  url.startsWith('/_mock') && (url.length === 6 || url[6] === '/' || url[6] === '?')

/** How faults and exchanges name what was called. */
export const routeOf = (request: FastifyRequest): string =>
  request.is404 ? 'unmatched' : `${request.method} ${request.routeOptions.url}`

/** Whether an address belongs to this machine alone. */
export const isLoopback = (ip: string): boolean => ip === '::1' || ip.startsWith('127.') || ip.startsWith('::ffff:127.')
