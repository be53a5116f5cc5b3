import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Exchange, Recorded, RecordedMessage } from './exchanges.ts'
import type { Reason } from './reason.ts'
import { type Pieces, RecordedRequest, RecordedResponse } from './recorded-streams.ts'
import { type Mask, masked, redactBody, redactHeader, redactText, redactUrl } from './redact.ts'
import { type Trace, TracePlace } from './trace-context.ts'

const bodyLimit = 64 * 1024
const none: readonly string[] = Object.freeze<string[]>([])

type Pair = [name: string, value: string]

/** JSON that its own reading and writing changes: escaped letters, numbers with an exponent. */
const writtenOtherwise = /\\u[0-9a-f]{4}|[[:,\s]-?[\d.]+e[+-]?\d+\s*[,}\]]/

/** What tells the client that a request comes from or is about. The body is undefined while it is not read. */
export type ClientSources = Pick<FastifyRequest, 'headers' | 'params' | 'query' | 'body'>
export type ClientOf = (request: ClientSources) => string | undefined

/**
 * What is noted of one request. It holds strings of the wire rather than the request and its answer, so that these and their
 * connection can go; everything else is made of them when somebody reads.
 */
export class Recording implements Recorded {
  readonly place: TracePlace
  readonly server: string
  readonly #clientOf: ClientOf | undefined
  readonly #at: number
  readonly #started = performance.now()
  /** Who has it is told reasons, wherever they call from. */
  controlToken: string | undefined
  reason: Reason | undefined
  warnings: readonly string[] = none
  /** How the answer comes about, step by step. */
  trail: readonly string[] | undefined
  /** A body as it was serialised. */
  sent: string | undefined
  /** Names of secrets that nobody else can know. */
  withheld: readonly string[] = none
  #ms = 0
  #route = ''
  #method = ''
  #url = ''
  #rawHeaders: readonly string[] = []
  #body: unknown
  #params: unknown
  #query: unknown
  #received: Pieces | undefined
  #status = 0
  /** The lines of the answer's head after its status. */
  #head: string | undefined
  #answered: Readonly<Record<string, unknown>> | undefined
  #streamed: Pieces | undefined
  #outcome: Exchange['outcome'] = 'aborted'

  constructor(server: string, at: number, traceparent: unknown, clientOf?: ClientOf) {
    this.server = server
    this.#at = at
    this.place = new TracePlace(traceparent, server)
    this.#clientOf = clientOf
  }

  get trace(): Trace {
    return this.place.trace
  }

  get status(): number {
    return this.#status
  }

  get outcome(): Exchange['outcome'] {
    return this.#outcome
  }

  /** Takes what the exchange needs, once the answer is over. */
  close(route: string, request: FastifyRequest, reply: FastifyReply): void {
    const { raw, headers } = request
    this.#ms = performance.now() - this.#started
    this.#route = route
    this.#method = request.method
    this.#url = raw.url ?? request.url
    this.#rawHeaders = raw.rawHeaders
    this.#params = request.params
    this.#query = request.query
    const length = headers['content-length']
    if (length === undefined || Number(length) <= bodyLimit) this.#body = request.body
    if (this.#body === undefined && raw instanceof RecordedRequest) this.#received = raw.received
    const answer = reply.raw
    if (answer instanceof RecordedResponse) this.#streamed = answer.sent
    this.#status = answer.statusCode
    this.#outcome = answer.writableEnded ? 'answered' : 'aborted'
    // The head as it went out: Node keeps it here, and a copy of the headers would cost more than all the rest.
    const head = (answer as { _header?: string | null })._header
    // Node puts it together of forty strings. Looking for the end of a line makes it one, which is far less to keep.
    if (head) this.#head = head.slice(head.indexOf('\r\n') + 2)
    else this.#answered = reply.getHeaders()
  }

  /** The exchange, its secrets masked. */
  told(mask?: Mask): Omit<Exchange, 'id'> {
    const { reason, warnings, trail, place } = this
    const received = this.#bodyText() ?? this.#withoutWithheld(this.#received?.text)
    return {
      server: this.server,
      at: this.#at,
      arrived: performance.timeOrigin + this.#started,
      ms: this.#ms,
      route: this.#route,
      trace: place.trace,
      request: {
        method: this.#method,
        url: redactUrl(this.#url, mask),
        ...message(this.#requestHeaders(), received, mask),
      },
      response: { status: this.#status, ...message(this.#responseHeaders(), this.sent ?? this.#streamed?.text, mask) },
      outcome: this.#outcome,
      ...(reason && { reason }),
      ...(trail && { trail: trail.map((step) => redactText(step, mask)) }),
      warnings: [...warnings],
    }
  }

  mayHold(words: readonly string[]): boolean {
    const { reason, trail = none, warnings } = this
    const received = this.#bodyText() ?? this.#received?.text ?? ''
    const sent = this.sent ?? this.#streamed?.text ?? ''
    const answered = this.#head ?? JSON.stringify(this.#answered)
    const why = reason ? [reason.code, reason.advice] : none
    const noted = [
      this.#method,
      this.#url,
      ...this.#rawHeaders,
      received,
      answered,
      sent,
      ...why,
      ...trail,
      ...warnings,
    ]
    const text = noted.join('\n').toLowerCase()
    return words.every((word) => text.includes(word)) || writtenOtherwise.test(text)
  }

  client(): string | undefined {
    if (!this.#clientOf) return undefined
    const pairs = this.#rawHeaders.flatMap((name, at, list): Pair[] =>
      at % 2 === 0 ? [[name, list[at + 1] ?? '']] : [],
    )
    return this.#clientOf({ headers: byName(pairs), params: this.#params, query: this.#query, body: this.#body })
  }

  /** Node's list of names and values in turn, as pairs; the values of withheld names masked. */
  #requestHeaders(): Pair[] {
    const hidden = this.withheld.map((name) => name.toLowerCase())
    return this.#rawHeaders.flatMap((name, at, list): Pair[] => {
      if (at % 2 === 1) return []
      return [[name, hidden.includes(name.toLowerCase()) ? masked : (list[at + 1] ?? '')]]
    })
  }

  #responseHeaders(): Pair[] {
    if (this.#head === undefined) {
      const answered = Object.entries(this.#answered ?? {}).filter(([, value]) => value !== undefined)
      return answered.flatMap(([name, value]) => [value].flat().map((each): Pair => [name, String(each)]))
    }
    return this.#head
      .split('\r\n')
      .filter((line) => line !== '')
      .map((line): Pair => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon), line.slice(colon + 1).trim()]
      })
  }

  /** The parsed body as text again, in the form of its media type. */
  #bodyText(): string | undefined {
    const type = this.#rawHeaders.findIndex((name, at) => at % 2 === 0 && name.toLowerCase() === 'content-type')
    return textOf(this.#body, /^application\/x-www-form-urlencoded/i.test(this.#rawHeaders[type + 1] ?? ''))
  }

  #withoutWithheld(body: string | undefined): string | undefined {
    return this.withheld.some((name) => body?.includes(name)) ? undefined : body
  }
}

function textOf(body: unknown, isForm: boolean): string | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string') return body
  if (Buffer.isBuffer(body) || typeof (body as { pipe?: unknown }).pipe === 'function') return undefined
  if (isForm) return formOf(body)
  try {
    return JSON.stringify(body)
  } catch {
    return undefined // nested deeper than can be written
  }
}

/** A parameter that stood several times is a list. */
const formOf = (body: object): string =>
  new URLSearchParams(
    Object.entries(body).flatMap(([name, value]) => [value].flat().map((each): Pair => [name, String(each)])),
  ).toString()

function message(pairs: readonly Pair[], body: string | undefined, mask: Mask | undefined): RecordedMessage {
  const rawHeaders = pairs.map(([name, value]): Pair => [name, redactHeader(name, value, mask)])
  const headers = byName(rawHeaders)
  if (body === undefined || body === '' || body.length > bodyLimit) return { headers, rawHeaders }
  const type = body.startsWith('{') ? 'application/json' : String(headers['content-type'] ?? '')
  return { headers, rawHeaders, body: redactBody(type, body, mask) }
}

/** Headers by lower-case name; what stands several times is joined, `Set-Cookie` a list (RFC 9110 §5.3). */
function byName(pairs: readonly Pair[]): RecordedMessage['headers'] {
  const headers: RecordedMessage['headers'] = {}
  for (const [name, value] of pairs) {
    const lower = name.toLowerCase()
    const before = headers[lower]
    if (before === undefined) headers[lower] = value
    else headers[lower] = lower === 'set-cookie' ? [before, value].flat() : `${String(before)}, ${value}`
  }
  return headers
}
