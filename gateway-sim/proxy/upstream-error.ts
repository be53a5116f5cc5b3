import type { TryOutcome } from '../balancing/target-health.ts'
import type { Service } from '../configuration/entities.ts'
import { type GatewayError, invalidResponse, nameResolutionFailed, upstreamTimeout } from '../errors.ts'
import * as reasons from '../reasons.ts'
import { originOf } from './pools.ts'

/** The upstream took longer than its service allows, found by a clock of ours and not undici's. */
export class UpstreamTimeout extends Error {
  readonly code = 'ETIMEDOUT'
}

const connectFailures = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
])
const transportFailures = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])
const timeouts = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])
const unnamed = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EAI_NODATA'])
const idempotent = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])

/** What the network says, from an error of undici's or one it wraps: a host with several addresses fails with all of them. */
function codeOf(error: Error): string {
  // Errors of the network have a code, which the type does not know.
  const { code, errors } = error as { code?: string; errors?: { code?: string }[] }
  return code ?? errors?.[0]?.code ?? error.message
}

/**
 * Whether the balancer asks the upstream again: when no connection was made, or, for methods that may be repeated, when it broke
 * before anything came back (gateway.md 8.1, service `retries`).
 */
export const mayRetry = (error: Error, method: string): boolean => {
  const code = codeOf(error)
  return connectFailures.has(code) || (transportFailures.has(code) && idempotent.has(method))
}

/** What a try that failed tells of its target. */
export const tryOutcome = (error: Error): Exclude<TryOutcome, object> =>
  timeouts.has(codeOf(error)) ? 'timeout' : 'no-connection'

/** What the error log says of a try that failed, where it is known (gateway.md 9). */
export function upstreamLog(error: Error, { host }: Service): string | undefined {
  const code = codeOf(error)
  if (unnamed.has(code)) return `DNS resolution failed: name error. Tried: ["${host}"]`
  if (code === 'ECONNREFUSED') return 'connect() failed (111: Connection refused) while connecting to upstream'
  if (!timeouts.has(code)) return undefined
  const doing = code.includes('CONNECT') ? 'connecting to upstream' : 'reading response header from upstream'
  return `upstream timed out (110: Connection timed out) while ${doing}`
}

/** The answer for an upstream that gave none (gateway.md 8.4). */
export function upstreamError(error: Error, service: Service): GatewayError {
  const code = codeOf(error)
  if (unnamed.has(code)) return nameResolutionFailed(reasons.upstreamName(service.host))
  if (timeouts.has(code)) {
    const ms = code.includes('CONNECT') ? service.connect_timeout : service.read_timeout
    return upstreamTimeout(reasons.upstreamTimeout(originOf(service), ms))
  }
  return invalidResponse(reasons.upstreamUnreachable(originOf(service), code))
}
