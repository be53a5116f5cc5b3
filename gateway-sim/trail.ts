import type { FastifyBaseLogger } from 'fastify'

/** Levels of Kong's error log that the sheet's lines have (gateway.md 9). */
export type LogLevel = 'debug' | 'notice' | 'error'

/**
 * How one decision comes about, step by step: which method found which credential, which cache, which key, which claim, which application,
 * which registration. Steps are short texts without secrets; what to do with them is decided when somebody asks.
 */
export class Trail {
  readonly steps: string[] = []
  readonly #logger: Pick<FastifyBaseLogger, 'info' | 'debug'> | undefined

  constructor(logger?: Pick<FastifyBaseLogger, 'info' | 'debug'>) {
    this.#logger = logger
  }

  /** Adds what was found out or done. */
  note(step: string): void {
    this.steps.push(step)
  }

  /** Says a line of the data plane's own log: to the logger, and as a step, so that a pasted line can be matched. */
  log(level: LogLevel, line: string): void {
    this.steps.push(`[${level}] ${line}`)
    // What is an error to a data plane is none of this server's.
    this.#logger?.[level === 'debug' ? 'debug' : 'info'](`[${level}] ${line}`)
  }
}
