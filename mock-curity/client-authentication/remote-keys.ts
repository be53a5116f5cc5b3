import type { Clock } from '../../kit/clock.ts'
import { type HttpClient, httpClient, parseJson } from '../../kit/http-client.ts'
import { trusting } from '../../kit/tls/trust.ts'

/** Key sets of clients and of issuers, fetched from where they say. */
export interface RemoteKeys {
  /**
   * The key set at `uri`. One that was fetched lately serves again, unless it lacks the key that `jwt` names.
   * @throws Error when it cannot be had, or is none
   */
  at(uri: string, jwt: string): Promise<{ keys: unknown[] }>
  /** The key set of another server, which its discovery document names (OpenID Connect Discovery 1.0 §4). @throws Error as `at` does */
  ofIssuer(issuer: string, jwt: string): Promise<{ keys: unknown[] }>
  close(): Promise<void>
}

/** For how long a key set, or a discovery document, serves, ms. */
const fresh = 300_000

/** @param trust an authority whose certificates the servers of key sets may have, PEM */
export function remoteKeys(clock: Clock, trust: string | undefined): RemoteKeys {
  const sets = new Map<string, { keys: unknown[]; at: number }>()
  const addresses = new Map<string, { uri: string; at: number }>()
  let http: HttpClient | undefined
  const get = async (url: string): Promise<object> => {
    http ??= httpClient({ timeout: () => 5000, tls: trusting(trust), userAgent: 'mock-curity' })
    const { status, text } = await http.send({ method: 'GET', url, headers: { accept: 'application/json' } })
    const found = status === 200 ? parseJson(text) : undefined
    return typeof found === 'object' && found !== null ? found : {}
  }
  const isFresh = (kept: { at: number } | undefined) => kept !== undefined && kept.at + fresh > clock.now()

  const at: RemoteKeys['at'] = async (uri, jwt) => {
    const kept = sets.get(uri)
    if (kept && isFresh(kept) && has(kept.keys, kidOf(jwt))) return kept
    const { keys } = (await get(uri)) as { keys?: unknown }
    if (!Array.isArray(keys)) throw new Error(`there is no key set at ${uri}`)
    const set = { keys, at: clock.now() }
    sets.set(uri, set)
    return set
  }
  const addressOf = async (issuer: string): Promise<string> => {
    const kept = addresses.get(issuer)
    if (kept && isFresh(kept)) return kept.uri
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const { issuer: named, jwks_uri: uri } = (await get(url)) as { issuer?: unknown; jwks_uri?: unknown }
    if (named !== issuer || typeof uri !== 'string' || !/^https?:\/\//.test(uri))
      throw new Error(`there is no discovery document of ${issuer} at ${url}`)
    addresses.set(issuer, { uri, at: clock.now() })
    return uri
  }
  return {
    at,
    ofIssuer: async (issuer, jwt) => at(await addressOf(issuer), jwt),
    close: async () => http?.close(),
  }
}

const has = (keys: unknown[], kid: unknown) =>
  kid === undefined || keys.some((key) => (key as { kid?: unknown } | null)?.kid === kid)

function kidOf(jwt: string): unknown {
  const header = parseJson(Buffer.from(jwt.split('.', 1)[0] ?? '', 'base64url').toString())
  return (header as { kid?: unknown } | null | undefined)?.kid
}
