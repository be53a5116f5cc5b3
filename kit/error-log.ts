import type { IncomingMessage } from 'node:http'
import { inspect } from 'node:util'
import type { FastifyBaseLogger } from 'fastify'
import { redactText, redactUrl } from './redact.ts'

const nothing = (): void => undefined

/**
 * Says on standard error what went wrong inside a server, and nothing else: a refusal is no error, and is in its exchange. It knows
 * which call it was, without the secrets of its address.
 */
export class ErrorLog implements FastifyBaseLogger {
  readonly level = 'error'
  readonly info = nothing
  readonly warn = nothing
  readonly debug = nothing
  readonly trace = nothing
  readonly silent = nothing
  readonly #server: string
  readonly #request: IncomingMessage | undefined

  constructor(server: string, request?: IncomingMessage) {
    this.#server = server
    this.#request = request
  }

  error(problem: unknown, message?: unknown): void {
    const { method, url = '' } = this.#request ?? {}
    const call = method ? ` ${method} ${redactUrl(url)}` : ''
    console.error(`${this.#server}${call}: ${redactText(toldBy(problem) ?? String(message))}`)
  }

  fatal(problem: unknown, message?: unknown): void {
    this.error(problem, message)
  }

  child(): ErrorLog {
    return this
  }

  /** The log of one call. */
  of(request: IncomingMessage): ErrorLog {
    return new ErrorLog(this.#server, request)
  }
}

/** Fastify passes an error bare, or as `err` beside its request and reply. */
function toldBy(problem: unknown): string | undefined {
  if (typeof problem === 'string') return problem
  const error = problem instanceof Error ? problem : (problem as { err?: unknown } | undefined)?.err
  return error === undefined ? undefined : inspect(error)
}
