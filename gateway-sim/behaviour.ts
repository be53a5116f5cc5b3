import Type, { type Static } from 'typebox'

/** How a release of the data plane is written. */
export const releaseForm = { pattern: '^[0-9]+\\.[0-9]+(\\.[0-9]+){0,2}$', examples: ['3.13', '3.4.3.1'] }

const Milliseconds = Type.Integer({ minimum: 0 })
const Span = Type.Union([Milliseconds, Type.Array(Milliseconds, { minItems: 2, maxItems: 2 })])
const Refusal = Type.Object(
  { status: Type.Integer({ minimum: 400, maximum: 599 }), message: Type.String() },
  { additionalProperties: false },
)

/** The switches of gateway-sim: what gateway.md section 12 leaves open, or what releases of the data plane do differently. */
export const GatewayBehaviour = Type.Object(
  {
    gatewayVersion: Type.String({
      ...releaseForm,
      default: '3.14',
      description:
        'release that is imitated; drives the defaults of hide_credentials and ssl_verify, when issuers are discovered, Via and error bodies',
    }),
    rawBasic: Type.Enum(['accept', 'refuse'], {
      default: 'accept',
      description: 'what becomes of `Authorization: Basic id:secret` without base64 (gateway.md 2)',
    }),
    oidcErrorsWithRequestId: Type.Boolean({
      default: false,
      description: '401 and 403 of the OpenID Connect part in the two-field form with request_id (gateway.md 3.1)',
    }),
    wwwAuthenticate: Type.Enum(['off', 'realm', 'rfc6750'], {
      default: 'rfc6750',
      description: 'what 401 answers say in WWW-Authenticate (gateway.md 3.1)',
    }),
    unknownApplication: Type.Unsafe<Static<typeof Refusal>>({
      ...Refusal,
      default: { status: 401, message: 'Unauthorized' },
      description: 'answer when no application has the client id of a good token (gateway.md 5.2)',
    }),
    notRegistered: Type.Unsafe<Static<typeof Refusal>>({
      ...Refusal,
      default: { status: 403, message: 'You cannot consume this service' },
      description: 'answer when the application is not registered for this service (gateway.md 5.2)',
    }),
    idpFailureStatus: Type.Integer({
      minimum: 400,
      maximum: 599,
      default: 401,
      description: 'answer when the identity provider fails: unreachable, 5xx, garbage (gateway.md 3.1)',
    }),
    idpConnectionClosed: Type.Enum(['retry-once', 'refuse'], {
      default: 'refuse',
      description:
        'what follows when the identity provider closes a connection without an answer: one more call on a fresh one, or the refusal',
    }),
    luaSslVerifyDepth: Type.Integer({
      minimum: 0,
      default: 1,
      description:
        'how many intermediate certificates of the identity provider are followed (lua_ssl_verify_depth of kong.conf)',
    }),
    luaSslTrustedCertificate: Type.Enum(['given', 'system'], {
      default: 'given',
      description:
        'authorities that vouch for the identity provider: the one the node was given beside those of the system, or the latter alone',
    }),
    largeClientHeaderBuffer: Type.Integer({
      minimum: 256,
      default: 8192,
      description: 'bytes of one header line that are taken (nginx_http_large_client_header_buffers, gateway.md 8.1)',
    }),
    rediscoverOnBadSignature: Type.Boolean({
      default: false,
      description:
        'whether a signature that a known key does not verify makes the node look the keys up again, once in a window (gateway.md 10, row 31)',
    }),
    pushDelayMs: Type.Unsafe<Static<typeof Span>>({
      ...Span,
      default: [1000, 5000],
      description: 'ms from receipt of a configuration to its use: a number, or [min, max] (gateway.md 6)',
    }),
    reconnectDelayMs: Type.Unsafe<Static<typeof Span>>({
      ...Span,
      default: [5000, 10000],
      description:
        "ms until the node calls a control plane again that it lost or did not reach, by the node's clock (gateway.md 6)",
    }),
    dpConnected: Type.Boolean({
      default: true,
      description: 'false: the node leaves the control plane and serves on with what it has (gateway.md 6)',
    }),
    sessionSecret: Type.Enum(['fixed', 'per-worker'], {
      default: 'per-worker',
      description: 'what seals sessions when the strategy sets no session_secret (gateway.md 4, the secret trap)',
    }),
  },
  { additionalProperties: false },
)
/** The switches as they stand. */
export type GatewayBehaviour = Static<typeof GatewayBehaviour>

/** A length of time by a switch: the number, or one between the two. `part` is where between, from 0 up to 1. */
export const msOf = (span: number | number[], part: number): number => {
  const [min = 0, max = min] = typeof span === 'number' ? [span] : span
  return Math.round(min + (max - min) * part)
}
