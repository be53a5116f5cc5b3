import type { Behaviour } from '../../kit/behaviour.ts'
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
import type { GatewayBehaviour } from '../behaviour.ts'
import { chainWithin } from './certificate-chain.ts'
import { idpFailure } from './refusal.ts'

/** How a strategy talks to its identity provider. */
export interface IdpConnection {
  timeoutMs: number
  verifyTls: boolean
}

/** What the HTTP clients of a node have from it. */
export interface IdpClientsOptions {
  userAgent: string
  behaviour: Behaviour<GatewayBehaviour>
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
  readonly #behaviour: Behaviour<GatewayBehaviour>

  constructor({ userAgent, behaviour, clock, ids, trusted }: IdpClientsOptions) {
    this.#userAgent = userAgent
    this.#behaviour = behaviour
    this.clock = clock
    this.ids = ids
    this.#trusted = trusted
  }

  /** Makes one call; again on a fresh connection when its own was closed under it. @throws CredentialRefused when no answer comes */
  async send(connection: IdpConnection, call: HttpCall): Promise<HttpAnswer> {
    const { idpConnectionClosed } = this.#behaviour.current
    try {
      return await this.#clientFor(connection)
        .send(call)
        .catch((error) => {
          const closed = error instanceof Unreachable && error.failure === 'reset'
          if (!closed || idpConnectionClosed !== 'retry-once') throw error
          return this.#onFreshConnection(connection, call)
        })
    } catch (error) {
      if (error instanceof Unreachable)
        throw idpFailure(reasons.idpUnreachable(call.url, error.failure), inLog[error.failure])
      throw error
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()))
  }

  async #onFreshConnection(connection: IdpConnection, call: HttpCall): Promise<HttpAnswer> {
    const client = this.#newClient(connection)
    try {
      return await client.send(call)
    } finally {
      await client.close()
    }
  }

  #clientFor(connection: IdpConnection): HttpClient {
    const { luaSslVerifyDepth: depth, luaSslTrustedCertificate: trust } = this.#behaviour.current
    const key = `${connection.timeoutMs} ${connection.verifyTls} ${depth} ${trust}`
    const known = this.#clients.get(key)
    if (known) return known
    const client = this.#newClient(connection)
    this.#clients.set(key, client)
    return client
  }

  #newClient({ timeoutMs, verifyTls }: IdpConnection): HttpClient {
    const { luaSslVerifyDepth: depth, luaSslTrustedCertificate: trust } = this.#behaviour.current
    const trusted = trust === 'given' ? this.#trusted : {}
    return httpClient({
      timeout: () => timeoutMs,
      tls: { ...trusted, rejectUnauthorized: verifyTls, checkServerIdentity: chainWithin(depth) },
      userAgent: this.#userAgent,
    })
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
