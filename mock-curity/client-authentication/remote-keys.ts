import type { Clock } from '../../kit/clock.ts'
import { type HttpClient, httpClient, parseJson } from '../../kit/http-client.ts'
import { trusting } from '../../kit/tls/trust.ts'

/** Key sets of clients, fetched from where they say. */
export interface RemoteKeys {
  /**
   * The key set at `uri`. One that was fetched lately serves again, unless it lacks the key that `jwt` names.
   * @throws Error when it cannot be had, or is none
   */
  at(uri: string, jwt: string): Promise<{ keys: unknown[] }>
  close(): Promise<void>
}

/** For how long a key set serves, ms. */
const fresh = 300_000

/** @param trust an authority whose certificates the servers of key sets may have, PEM */
export function remoteKeys(clock: Clock, trust: string | undefined): RemoteKeys {
  const known = new Map<string, { keys: unknown[]; at: number }>()
  let http: HttpClient | undefined
  return {
    async at(uri, jwt) {
      const kept = known.get(uri)
      if (kept && kept.at + fresh > clock.now() && has(kept.keys, kidOf(jwt))) return kept
      http ??= httpClient({ timeout: () => 5000, tls: trusting(trust), userAgent: 'mock-curity' })
      const { status, text } = await http.send({ method: 'GET', url: uri, headers: { accept: 'application/json' } })
      const { keys } = (parseJson(text) ?? {}) as { keys?: unknown }
      if (status !== 200 || !Array.isArray(keys)) throw new Error(`there is no key set at ${uri}`)
      const set = { keys, at: clock.now() }
      known.set(uri, set)
      return set
    },
    close: async () => http?.close(),
  }
}

const has = (keys: unknown[], kid: unknown) =>
  kid === undefined || keys.some((key) => (key as { kid?: unknown } | null)?.kid === kid)

function kidOf(jwt: string): unknown {
  const header = parseJson(Buffer.from(jwt.split('.', 1)[0] ?? '', 'base64url').toString())
  return (header as { kid?: unknown } | null | undefined)?.kid
}
