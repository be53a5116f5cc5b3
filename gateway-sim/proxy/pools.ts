import { Pool } from 'undici'
import { eachAddress } from '../../kit/http-client.ts'
import type { Trust } from '../../kit/tls/trust.ts'
import type { Service } from '../configuration/entities.ts'

/** nginx keeps an idle upstream connection this long. */
const keepAliveMs = 60_000

/** Whether the upstream is spoken to over TLS. */
export const isTls = ({ protocol }: Service): boolean => protocol === 'https' || protocol === 'wss'

/** Where a service's upstream is. WebSocket starts as HTTP (RFC 6455 section 1.7). */
export const originOf = (service: Service): string =>
  `${isTls(service) ? 'https' : 'http'}://${service.host}:${service.port}`

/** Connections to upstreams, one pool per way of connecting, of one node. */
export class Pools {
  readonly #pools = new Map<string, Pool>()
  /** A service object stands for one configuration of it, so its pool is found without making a key. */
  readonly #byService = new WeakMap<Service, Pool>()
  /** What connections over TLS are made with. */
  readonly trusted: Trust

  constructor(trusted: Trust) {
    this.trusted = trusted
  }

  /** The pool for a service. @throws TypeError when host and port make no address */
  of(service: Service): Pool {
    const known = this.#byService.get(service)
    if (known) return known
    const pool = this.#poolFor(service)
    this.#byService.set(service, pool)
    return pool
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.destroy()))
  }

  #poolFor(service: Service): Pool {
    const { connect_timeout: timeout, tls_verify: verified } = service
    const key = `${originOf(service)} ${timeout} ${verified ?? false}`
    const known = this.#pools.get(key)
    if (known) return known
    const pool = new Pool(originOf(service), {
      connect: { ...eachAddress, ...this.trusted, timeout, rejectUnauthorized: verified ?? false },
      keepAliveTimeout: keepAliveMs,
    })
    this.#pools.set(key, pool)
    return pool
  }
}
