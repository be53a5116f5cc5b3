import { type HttpClient, httpClient } from '../../kit/http-client.ts'
import { type Trust, trusting } from '../../kit/tls/trust.ts'
import type { KonnectBehaviour } from '../behaviour.ts'

export interface IdentityProviderClientOptions {
  behaviour: KonnectBehaviour
  /** An authority whose certificates are trusted beside those that Node trusts; PEM. */
  trust: string | undefined
}

/** Calls to identity providers: the switches say how long one may take, and whether certificates are checked. */
export function identityProviderClient({ behaviour, trust }: IdentityProviderClientOptions): HttpClient {
  const clientWith = (tls: Trust & { rejectUnauthorized?: boolean }) =>
    httpClient({ timeout: () => behaviour.current.idpTimeoutMs, userAgent: 'mock-konnect', tls })
  const careful = clientWith(trusting(trust))
  let careless: HttpClient | undefined
  return {
    send(call) {
      if (behaviour.current.idpTlsVerify) return careful.send(call)
      careless ??= clientWith({ rejectUnauthorized: false })
      return careless.send(call)
    },
    async close() {
      await Promise.all([careful.close(), careless?.close()])
    },
  }
}
