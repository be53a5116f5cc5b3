import { type Reason, Refusal } from '../kit/reason.ts'

/**
 * How an answer of the gateway's own is written (gateway.md 3.1, 8.3). `exit`: compact JSON with the message alone, as plugins
 * leave a request; `core`: two fields, in the format the caller accepts; `nginx`: as `core`, but a caller that names no
 * format gets text; `page`: nginx's own HTML page, or nothing for a 200.
 */
export type ErrorForm = 'exit' | 'core' | 'nginx' | 'page'

/** An answer of the gateway's own that is not the upstream's. */
export class GatewayError extends Refusal {
  readonly form: ErrorForm
  readonly headers: Readonly<Record<string, string | string[]>>

  constructor(
    form: ErrorForm,
    status: number,
    message: string,
    reason: Reason,
    headers: Readonly<Record<string, string | string[]>> = {},
  ) {
    super(status, message, reason)
    this.form = form
    this.headers = headers
  }
}

/** gateway.md 8.4: no route takes the request. */
export const noRoute = (why: Reason) => new GatewayError('core', 404, 'no Route matched with those values', why)

/** gateway.md 8.4: the route has no service, or its service is switched off. */
export const noService = (why: Reason) => new GatewayError('core', 503, 'no Service found with those values', why)

/** gateway.md 8.1: a route for https alone was called over http. */
export const httpsRequired = (why: Reason) =>
  new GatewayError('core', 426, 'Please use HTTPS protocol', why, {
    connection: 'Upgrade',
    upgrade: 'TLS/1.2, HTTP/1.1',
  })

/** gateway.md 8.1: as `httpsRequired`, for a route that redirects. */
export const httpsElsewhere = (status: number, location: string, why: Reason) =>
  new GatewayError('core', status, 'Please use HTTPS protocol', why, { location })

/** nginx keeps no connection over which it got something unreadable. */
const ended = { connection: 'close' }

/** A request that nginx does not take: bytes that are none, broken escapes, two `Authorization` headers. */
export const badRequest = (why: Reason) => new GatewayError('nginx', 400, 'Bad request', why, ended)

/** A method that nginx takes from nobody. */
export const methodNotAllowed = (why: Reason) => new GatewayError('nginx', 405, 'Method not allowed', why)

/** gateway.md 8.1: a header line longer than one of nginx's buffers, or all of them than all buffers. */
export const headerTooLarge = (why: Reason) =>
  new GatewayError('nginx', 400, 'Request header or cookie too large', why, ended)

/** A request line longer than one of nginx's buffers. */
export const uriTooLong = (why: Reason) => new GatewayError('nginx', 414, 'URI too long', why, ended)

/** gateway.md 8.4: the upstream refused, hung up, or did not speak HTTP. */
export const invalidResponse = (why: Reason) =>
  new GatewayError('nginx', 502, 'An invalid response was received from the upstream server', why)

/** gateway.md 8.4: the upstream took too long. */
export const upstreamTimeout = (why: Reason) => new GatewayError('nginx', 504, 'The upstream server is timing out', why)

/** gateway.md 8.4: the upstream's host has no address. */
export const nameResolutionFailed = (why: Reason) => new GatewayError('core', 503, 'name resolution failed', why)

/** gateway.md 8.4: no target of the upstream can be asked. */
export const noPeer = (why: Reason) =>
  new GatewayError('core', 503, 'failure to get a peer from the ring-balancer', why)

/** gateway.md 5.2: the application part refuses, as a switch says. */
export const applicationRefused = ({ status, message }: { status: number; message: string }, why: Reason) =>
  new GatewayError('core', status, message, why)

/** gateway.md 3.1, 10 row 62: the caller is sent elsewhere; without a place to go it gets an empty 200. */
export const elsewhere = (location: string | undefined, why: Reason, setCookies: readonly string[] = []) =>
  new GatewayError('page', location === undefined ? 200 : 302, '302 Found', why, {
    ...(location !== undefined && { location }),
    ...(setCookies.length > 0 && { 'set-cookie': [...setCookies] }),
  })

/** gateway.md 3.1: a fault inside. */
export const unexpected = (why: Reason) => new GatewayError('exit', 500, 'An unexpected error occurred', why)

/** gateway.md 5.4: `ace` with `match_policy: required`, and no published operation. Its text is not published. */
export const noOperation = (why: Reason) => new GatewayError('core', 404, 'Not found', why)
