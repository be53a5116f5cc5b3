import type { ServerResponse } from 'node:http'
import type { Dispatcher, Pool } from 'undici'
import type { IncomingHttpHeaders } from 'undici/types/header.js'
import type { Service } from '../configuration/entities.ts'
import { hopByHop, namedByConnection } from './hop-by-hop.ts'
import { mayRetry, upstreamError } from './upstream-error.ts'
import type { UpstreamRequest } from './upstream-request.ts'

/** Longest first piece of an answer that is worth being written in one with the head. */
const shortBytes = 16 * 1024

/** One call to an upstream. */
export interface Forwarding {
  pool: Pool
  service: Service
  asked: UpstreamRequest
  response: ServerResponse
  requestId: string
  setCookies: readonly string[]
  /** What the answer carries besides. */
  ownHeaders: readonly (readonly [string, string])[]
  via: string
  server: string
  /** `performance.now()` when the request came. */
  startedAt: number
  /** Called once, when the answer begins: from here on it is written to `response`. */
  onAnswer: () => void
  /** Called with a GatewayError when no answer came; not when the caller has gone. */
  onFailure: (error: Error) => void
}

/** Asks the upstream and streams its answer to the caller. A caller that goes away ends the call. */
export function forward(forwarding: Forwarding): void {
  new Passing(forwarding).start()
}

class Passing implements Dispatcher.DispatchHandler {
  readonly #it: Forwarding
  #controller: Dispatcher.DispatchController | undefined
  #retries: number
  #dispatchedAt = 0
  #answered = false
  /** A short answer arrives whole within one tick: until that is over, its head and first piece are held back. */
  #streaming = false
  #first: Buffer | undefined

  constructor(forwarding: Forwarding) {
    this.#it = forwarding
    this.#retries = forwarding.service.retries
  }

  start(): void {
    this.#it.response.once('close', this.#onClosed)
    this.#dispatch()
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#it.response.destroyed) controller.abort(new CallerGone())
  }

  onResponseStart(_controller: unknown, status: number, headers: IncomingHttpHeaders, message?: string): void {
    if (status < 200) return
    const { response, onAnswer } = this.#it
    this.#answered = true
    onAnswer()
    response.statusCode = status
    if (message) response.statusMessage = message
    this.#copyHeaders(headers)
    this.#addOwnHeaders(headers)
    process.nextTick(this.#goOn)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#streaming && this.#first === undefined && chunk.length <= shortBytes) {
      this.#first = chunk
      return
    }
    this.#goOn()
    this.#write(controller, chunk)
  }

  onResponseEnd(): void {
    const { response } = this.#it
    const whole = this.#streaming ? undefined : this.#first
    this.#streaming = true
    // As text of one byte a character it goes out in one piece with the head.
    if (whole) response.end(whole.toString('latin1'), 'latin1')
    else response.end()
  }

  onResponseError(_controller: unknown, error: Error): void {
    const { response, asked, service, onFailure } = this.#it
    if (response.destroyed || error instanceof CallerGone) return
    if (this.#answered) {
      response.destroy()
    } else if (this.#retries > 0 && isWhole(asked) && mayRetry(error, asked.method)) {
      this.#retries--
      this.#dispatch()
    } else {
      response.off('close', this.#onClosed)
      onFailure(upstreamError(error, service))
    }
  }

  readonly #onClosed = (): void => {
    if (!this.#it.response.writableFinished) this.#controller?.abort(new CallerGone())
  }

  /** What is known of the answer by now goes out, and the rest as it comes. */
  readonly #goOn = (): void => {
    if (this.#streaming || this.#it.response.destroyed) return
    this.#streaming = true
    this.#it.response.flushHeaders()
    if (this.#first) this.#write(this.#controller, this.#first)
    this.#first = undefined
  }

  #write(controller: Dispatcher.DispatchController | undefined, chunk: Buffer): void {
    const { response } = this.#it
    if (response.write(chunk)) return
    controller?.pause()
    response.once('drain', () => controller?.resume())
  }

  #dispatch(): void {
    const { pool, asked, service } = this.#it
    this.#dispatchedAt = performance.now()
    pool.dispatch(
      {
        method: asked.method,
        path: asked.path,
        headers: asked.headers,
        body: asked.body,
        headersTimeout: service.read_timeout,
        bodyTimeout: service.read_timeout,
      },
      this,
    )
  }

  #copyHeaders(headers: IncomingHttpHeaders): void {
    const { response, setCookies, ownHeaders } = this.#it
    const named = namedByConnection(headers.connection)
    for (const name in headers) {
      const value = headers[name]
      if (value === undefined || hopByHop.has(name) || named?.has(name)) continue
      response.setHeader(name, value)
    }
    for (const [name, value] of ownHeaders) response.setHeader(name, value)
    if (setCookies.length > 0) response.appendHeader('set-cookie', [...setCookies])
  }

  /** gateway.md 8.2, answers that were proxied. */
  #addOwnHeaders({ server, via }: IncomingHttpHeaders): void {
    const { response, requestId, startedAt, via: own, server: ownServer } = this.#it
    if (server === undefined) response.setHeader('server', ownServer)
    response.setHeader('x-kong-upstream-latency', Math.round(performance.now() - this.#dispatchedAt))
    response.setHeader('x-kong-proxy-latency', Math.round(this.#dispatchedAt - startedAt))
    response.setHeader('via', via === undefined ? own : `${via}, ${own}`)
    response.setHeader('x-kong-request-id', requestId)
  }
}

/** Whether a request can be sent again: its body, if it has one, was read before. */
const isWhole = ({ body }: UpstreamRequest) => body === null || Buffer.isBuffer(body)

/** The caller hung up: nobody waits for the upstream any more. */
class CallerGone extends Error {}
