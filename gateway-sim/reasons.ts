import type { Reason } from '../kit/reason.ts'

/** Every reason of the data plane has a code that begins with `gateway.`. */
export const reason = (code: string, advice: string): Reason => ({ code: `gateway.${code}`, advice })

/** gateway.md 3.1, the 500 of a plugin that failed. */
export const fault = () => reason('fault', 'gateway-sim itself failed; its log on standard error says where')

/** gateway.md 3.1: a plugin that failed of its own fault, as a quirk has it. */
export const pluginFailed = (over: string) =>
  reason('plugin-failed', `a plugin failed over ${over}; a release without this defect refuses it in words`)

/** A request target that is no path, as of `OPTIONS *`. */
export const notAPath = (url: string) =>
  reason('bad-request.target', `"${url}" is not a path, which is all that nginx takes; call one`)

/** gateway.md 10, row 65. */
export const noRoute = ({ method, path, host }: { method: string; path: string; host: string }, near: string) =>
  reason(
    'no-route',
    `no route takes ${method} ${path} on host "${host}"${near}; GET /_mock/state of the admin port lists the routes`,
  )

/** As `noRoute`, on a node that has nothing to route by. */
export const noConfiguration = (problem: string | undefined) =>
  reason(
    'no-route',
    `this node has no configuration yet${problem ? `: ${problem}` : ''}; check KONNECT_BASE_URL, KONNECT_TOKEN and KONNECT_CONTROL_PLANE`,
  )

/** gateway.md 8.4. */
export const noService = (route: string) =>
  reason('no-service', `route ${route} has no enabled service; give it one in the control plane`)

/** gateway.md 10, row 73. */
export const noOperation = (method: string, path: string) =>
  reason(
    'no-operation',
    `${method} ${path} is no published operation of an API, and ace has match_policy required; publish it, or set if_present`,
  )

/** A service that speaks something else than HTTP. */
export const protocolNotSimulated = (protocol: string) =>
  reason('no-service', `the service speaks ${protocol}, which gateway-sim does not simulate; give it http or https`)

/** gateway.md 8.1, `protocols`. */
export const httpsOnly = (route: string) =>
  reason('https-required', `route ${route} takes only https; add http to its protocols or call it over TLS`)

/** A method that nginx takes from nobody. */
export const methodRefused = (method: string) =>
  reason('bad-request.method', `nginx refuses ${method} itself, so that no route can take it; use another method`)

/** Bytes that are no request. */
export const notHttp = (what: string) =>
  reason('bad-request.not-http', `the bytes are no HTTP/1.1 request: ${what}; mend the client that sends them`)

/** A `%` without two hexadecimal digits. */
export const brokenEscape = () =>
  reason('bad-request.escape', 'the URL has a % that starts no escape; write %25 for a percent sign')

/** A header that may stand once. */
export const repeatedHeader = (name: string) =>
  reason(`bad-request.two-${name}-headers`, `nginx refuses a request with two ${name} headers; send one`)

/** A `Host` that is none. */
export const badHost = (host: string | undefined) =>
  reason(
    'bad-request.host',
    host === undefined ? 'HTTP/1.1 needs a Host header' : `"${host}" in the Host header is no host`,
  )

/** gateway.md 8.1, header buffers. */
export const longHeader = (name: string, limit: number) =>
  reason(
    'bad-request.header-too-large',
    `header ${name} is longer than the ${limit} bytes that nginx takes; send less, fewer cookies for one`,
  )

/** gateway.md 8.1, all header buffers together. */
export const longHeaders = (limit: number) =>
  reason(
    'bad-request.header-too-large',
    `the headers are longer together than the ${limit} bytes that nginx takes; send less`,
  )

/** gateway.md 8.1, header buffers. */
export const longUri = (limit: number) =>
  reason('bad-request.uri-too-long', `the request line is longer than ${limit} bytes; use a body`)

/** gateway.md 10, rows 19 and 43. */
export const claimMissing = (path: readonly string[], claims: Readonly<Record<string, unknown>> | undefined) =>
  reason(
    'claim-missing',
    claims
      ? `token has no claim "${path.join('.')}"; ${hasClientId(path, claims)}`
      : 'the access token is opaque, so it has no claims; switch on "Use Access Token as JWT" at the identity provider',
  )

/** gateway.md 10, rows 42, 48 and 49. */
export const applicationUnknown = (clientId: string) =>
  reason(
    'application.unknown',
    `no application has the client id "${clientId}"; it was deleted, was made in another region or organisation, or has not reached this node yet`,
  )

/** gateway.md 10, rows 44 to 46. */
export const applicationNotRegistered = (application: string, service: string) =>
  reason(
    'application.not-registered',
    `application ${application} has no approved registration for ${service}; register it, approve it, or wait for the push`,
  )

/** gateway.md 10, row 53. */
export const otherStrategy = (application: string, strategy: string) =>
  reason(
    'application.other-strategy',
    `application ${application} belongs to another auth strategy than ${strategy}, which this API is published with`,
  )

/** The `acl` plugin where nobody has authenticated the caller. */
export const aclWithoutCaller = () =>
  reason('acl.no-caller', 'acl needs a plugin before it that says who calls; none has authenticated this request')

/** gateway.md 3.1, the refusal of the `acl` plugin. */
export const aclRefuses = (groups: readonly string[]) =>
  reason('acl.not-allowed', `acl does not let on a caller of the groups: ${groups.join(', ') || 'none'}`)

/** The `rate-limiting` plugin. */
export const tooManyRequests = (limit: number, window: string) =>
  reason(
    'rate-limited',
    `rate-limiting lets ${limit} requests a ${window} through; wait as long as Retry-After says, or raise the limit`,
  )

/** gateway.md 9, the mapping of tokens to consumers. */
export const consumerNotFound = (what: string) =>
  reason('consumer.not-found', `kong consumer was not found (${what}); make the consumer, or set consumer_optional`)

/** The consumer that `anonymous` names is not there. */
export const anonymousUnknown = (name: string) =>
  reason('consumer.anonymous-unknown', `no consumer has the id or user name "${name}" that anonymous names`)

/** gateway.md 3.1, key-auth without a key. */
export const noApiKey = (names: readonly string[]) =>
  reason('no-credentials', `no API key found; send it as header or query parameter ${names.join(' or ')}`)

/** gateway.md 3.1, key-auth with a key that nobody has. */
export const unknownApiKey = () =>
  reason('key.unknown', 'no application has this API key; it was deleted or has not reached this node yet')

/** gateway.md 10, row 66. */
export const upstreamUnreachable = (origin: string, what: string) =>
  reason(
    'upstream.unreachable',
    `the upstream ${origin} gave no answer: ${what}; check the gateway service's host and port`,
  )

/** gateway.md 10, row 67. */
export const upstreamTimeout = (origin: string, ms: number) =>
  reason(
    'upstream.timeout',
    `the upstream ${origin} did not answer within ${ms} ms (connect_timeout and read_timeout of the service)`,
  )

/** gateway.md 10, row 68. */
export const upstreamName = (host: string) =>
  reason('upstream.name', `the upstream host "${host}" has no address; check the gateway service's host`)

/** gateway.md 8.4, no healthy target. */
export const noPeer = (upstream: string, targets: number) =>
  reason(
    'upstream.no-target',
    targets === 0
      ? `the upstream "${upstream}" has no targets; add one in the control plane`
      : `none of the ${targets} targets of the upstream "${upstream}" takes requests: out of order by its health checks, or of weight 0; GET /upstreams/${upstream}/health of the admin port tells`,
  )

/** Where the client id stands instead, for who configured the wrong claim. */
function hasClientId(path: readonly string[], claims: Readonly<Record<string, unknown>>): string {
  if (typeof claims.sub === 'string' && path.join('.') !== 'sub') return 'Curity puts the client id into "sub"'
  return `it has ${Object.keys(claims).sort().join(', ') || 'none'}; set credential_claim of the auth strategy`
}
