import {
  type HttpAnswer,
  type HttpCall,
  type HttpClient,
  httpClient,
  parseJson,
  Unreachable,
} from '../../kit/http-client.ts'
import type { Trust } from '../../kit/tls/trust.ts'
import * as reasons from '../auth/credential-reasons.ts'
import { idpFailure } from './refusal.ts'

/** How a strategy talks to its identity provider. */
export interface IdpConnection {
  timeoutMs: number
  verifyTls: boolean
}

/** The HTTP clients of one node, one per way of connecting. */
export class IdpClients {
  readonly #clients = new Map<string, HttpClient>()
  readonly #userAgent: string
  readonly #trusted: Trust

  constructor(userAgent: string, trusted: Trust) {
    this.#userAgent = userAgent
    this.#trusted = trusted
  }

  /** Makes one call. @throws CredentialRefused when no answer comes */
  async send({ timeoutMs, verifyTls }: IdpConnection, call: HttpCall): Promise<HttpAnswer> {
    try {
      return await this.#clientFor(timeoutMs, verifyTls).send(call)
    } catch (error) {
      if (error instanceof Unreachable) throw idpFailure(reasons.idpUnreachable(call.url, error.failure))
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
