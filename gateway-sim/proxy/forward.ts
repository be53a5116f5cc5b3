import { IncomingMessage } from 'node:http'
import type { Dispatcher } from 'undici'
import type { IncomingHttpHeaders } from 'undici/types/header.js'
import type { Turn } from '../balancing/turn.ts'
import type { Service } from '../configuration/entities.ts'
import { type AnswerFacts, writeAnswerHead } from './answer-head.ts'
import type { Pools } from './pools.ts'
import { mayRetry, tryOutcome, UpstreamTimeout, upstreamError, upstreamLog } from './upstream-error.ts'
import { readied, type UpstreamRequest } from './upstream-request.ts'

/** Longest first piece of an answer that is worth being written in one with the head. */
const shortBytes = 16 * 1024
/** `write_timeout` of a service that names none (gateway.md 8.1). */
const defaultTimeout = 60_000

/** One call to an upstream. */
export interface Forwarding extends AnswerFacts {
  pools: Pools
  /** With the host and port of the target, where its own host is an upstream. */
  service: Service
  /** The targets that are asked one after another, where its own host is an upstream. */
  turn: Turn | undefined
  asked: UpstreamRequest
  /** Called once, when the answer begins: from here on it is written to `response`. */
  onAnswer: () => void
  /** Called with a GatewayError and the error log's word when no answer came; not when the caller has gone. */
  onFailure: (error: Error, log: string | undefined) => void
}

/** Asks the upstream and streams its answer to the caller. A caller that goes away ends the call. */
export function forward(forwarding: Forwarding): void {
  new Passing(forwarding).start()
}

class Passing implements Dispatcher.DispatchHandler {
  readonly #it: Forwarding
  #service: Service
  #controller: Dispatcher.DispatchController | undefined
  #retries: number
  #dispatchedAt = 0
  #answered = false
  /** A short answer arrives whole within one tick: until that is over, its head and first piece are held back. */
  #streaming = false
  #first: Buffer | undefined

  constructor(forwarding: Forwarding) {
    this.#it = forwarding
    this.#service = forwarding.service
    this.#retries = forwarding.service.retries
  }

  start(): void {
    const { asked, response } = this.#it
    response.once('close', this.#onClosed)
    if (asked.body instanceof IncomingMessage) this.#limitStalls(asked.body)
    this.#dispatch()
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#it.response.destroyed) controller.abort(new CallerGone())
  }

  onResponseStart(_controller: unknown, status: number, headers: IncomingHttpHeaders, message?: string): void {
    if (status < 200) return
    const { onAnswer, turn } = this.#it
    this.#answered = true
    turn?.answered(status)
    onAnswer()
    writeAnswerHead(this.#it, { status, message, headers }, this.#dispatchedAt)
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
    const { response, asked, turn, onFailure } = this.#it
    if (response.destroyed || error instanceof CallerGone) return
    turn?.failed(tryOutcome(error))
    if (this.#answered) {
      response.destroy()
      return
    }
    const again = this.#retries-- > 0 && isWhole(asked) && mayRetry(error, asked.method)
    const next = again ? readied(asked, this.#service, turn) : undefined
    if (next) {
      this.#service = next
      this.#dispatch()
    } else {
      response.off('close', this.#onClosed)
      onFailure(upstreamError(error, this.#service), upstreamLog(error, this.#service))
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

  /** An upload stands still while the upstream takes no more of it: not longer than `write_timeout` (gateway.md 8.1). */
  #limitStalls(upload: IncomingMessage): void {
    const { write_timeout: ms = defaultTimeout } = this.#it.service
    let timer: NodeJS.Timeout | undefined
    const moves = () => clearTimeout(timer)
    const stalls = () => {
      timer = setTimeout(() => this.#controller?.abort(new UpstreamTimeout()), ms)
    }
    upload.on('pause', stalls).on('resume', moves).once('close', moves)
  }

  #dispatch(): void {
    const { pools, asked, service } = this.#it
    this.#dispatchedAt = performance.now()
    pools.of(this.#service).dispatch(
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
}

/** Whether a request can be sent again: its body, if it has one, was read before. */
const isWhole = ({ body }: UpstreamRequest) => body === null || Buffer.isBuffer(body)

/** The caller hung up: nobody waits for the upstream any more. */
class CallerGone extends Error {}
