import type { EndpointNames } from '../kit/faults.ts'
import { parseJson } from '../kit/http-client.ts'
import type { ClientSources } from '../kit/recording.ts'

/** The names by which faults call a node: whatever is proxied has one route. Faults tell calls apart by `url`. */
export const endpointNames = (): EndpointNames => ({ proxy: ['* /*'] })

/** The client as the caller's credentials have it, unchecked: id of a Basic pair, `client_id` argument, subject of a JWT. */
export function clientOf({ headers, query }: ClientSources): string | undefined {
  const [, scheme = '', value = ''] = /^(\S+) +(\S+)$/.exec(headers.authorization ?? '') ?? []
  if (/^basic$/i.test(scheme)) {
    const text = value.includes(':') ? value : Buffer.from(value, 'base64').toString()
    return text.split(':', 1)[0]
  }
  const claims = /^bearer$/i.test(scheme) ? claimsOf(value) : {}
  // The query as Fastify parses it.
  const { client_id } = (query ?? {}) as { client_id?: string }
  return claims.client_id ?? claims.azp ?? claims.sub ?? client_id
}

/** The payload of a JWT, unchecked. */
function claimsOf(token: string): { client_id?: string; azp?: string; sub?: string } {
  const payload = parseJson(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  return typeof payload === 'object' && payload !== null ? payload : {}
}
