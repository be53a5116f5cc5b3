import type { Clock } from '../../kit/clock.ts'
import {
  type Failure,
  type HttpAnswer,
  type HttpCall,
  type HttpClient,
  httpClient,
  parseJson,
  Unreachable,
} from '../../kit/http-client.ts'
import type { Ids } from '../../kit/ids.ts'
import type { Trust } from '../../kit/tls/trust.ts'
import * as reasons from '../auth/credential-reasons.ts'
import { idpFailure } from './refusal.ts'

/** How a strategy talks to its identity provider. */
export interface IdpConnection {
  timeoutMs: number
  verifyTls: boolean
}

/** What the HTTP clients of a node have from it. */
export interface IdpClientsOptions {
  userAgent: string
  clock: Clock
  ids: Ids
  trusted: Trust
}

/** The HTTP clients of one node, one per way of connecting. */
export class IdpClients {
  readonly #clients = new Map<string, HttpClient>()
  readonly #userAgent: string
  /** Time and chance for what a client signs. */
  readonly clock: Clock
  readonly ids: Ids
  readonly #trusted: Trust

  constructor({ userAgent, clock, ids, trusted }: IdpClientsOptions) {
    this.#userAgent = userAgent
    this.clock = clock
    this.ids = ids
    this.#trusted = trusted
  }

  /** Makes one call. @throws CredentialRefused when no answer comes */
  async send({ timeoutMs, verifyTls }: IdpConnection, call: HttpCall): Promise<HttpAnswer> {
    try {
      return await this.#clientFor(timeoutMs, verifyTls).send(call)
    } catch (error) {
      if (error instanceof Unreachable)
        throw idpFailure(reasons.idpUnreachable(call.url, error.failure), inLog[error.failure])
      throw error
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()))
  }

  #clientFor(timeoutMs: number, verifyTls: boolean): HttpClient {
    const key = `${timeoutMs} ${verifyTls}`
    const known = this.#clients.get(key)
    if (known) return known
    const client = httpClient({
      timeout: () => timeoutMs,
      tls: { ...this.#trusted, rejectUnauthorized: verifyTls },
      userAgent: this.#userAgent,
    })
    this.#clients.set(key, client)
    return client
  }
}

/** How the data plane's log says it (gateway.md 9). */
const inLog: Readonly<Partial<Record<Failure, string>>> = {
  timeout: 'timeout',
  refused: 'connection refused',
  reset: 'connection reset by peer',
  tls: 'certificate verify failed',
  dns: 'dns lookup failed',
}

/** A JSON object, or undefined for anything else. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseJson(text)
  // A JSON object has members of any kind.
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

/** A value if it is text. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
