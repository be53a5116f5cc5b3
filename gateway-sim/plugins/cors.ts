import type { ServerResponse } from 'node:http'
import Type, { type Static } from 'typebox'
import { isPreflight, type Target } from '../routing/target.ts'

const Texts = Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()]))
const Flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))

/** The configuration of Kong's open-source plugin, as far as it is acted upon. */
export const CorsConfig = Type.Object({
  origins: Texts,
  headers: Texts,
  exposed_headers: Texts,
  methods: Texts,
  max_age: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  credentials: Flag,
  private_network: Flag,
  preflight_continue: Flag,
})
/** A checked one. */
export type CorsConfig = Static<typeof CorsConfig>

/** Response headers by name. */
type Headers = Record<string, string>

/** Which origin may read the answer; undefined for none. */
interface Grant {
  origin: string | undefined
  others: Headers
}

const allMethods = 'GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT'

/** Kong's `cors`: answers preflights before anything authenticates them, and marks every other answer (gateway.md 5.1, row 64). */
export interface Cors {
  /** The headers of the answer to a preflight; undefined when the request is none, or is the upstream's to answer. */
  preflight(target: Target): Headers | undefined
  /** What any other answer carries. Nothing for a preflight that went on to the upstream. */
  mark(target: Target, response: ServerResponse): void
}

/** The plugin at work. @throws SyntaxError when an origin is a pattern that does not compile */
export function cors(config: CorsConfig): Cors {
  const allowed = originsOf(config.origins ?? [])
  return {
    preflight(target) {
      if (!isPreflight(target) || config.preflight_continue) return undefined
      const { origin, others } = grantFor(target, allowed, config)
      return {
        ...(origin !== undefined && { 'Access-Control-Allow-Origin': origin }),
        ...others,
        ...preflightHeaders(target, config),
      }
    },
    mark(target, response) {
      if (isPreflight(target)) return
      const { origin, others } = grantFor(target, allowed, config)
      if (origin === undefined) response.removeHeader('Access-Control-Allow-Origin')
      else response.setHeader('Access-Control-Allow-Origin', origin)
      const { Vary: vary, ...set } = others
      if (vary !== undefined) response.appendHeader('Vary', vary)
      for (const [name, value] of Object.entries(set)) response.setHeader(name, value)
      if (config.exposed_headers?.length) {
        response.setHeader('Access-Control-Expose-Headers', config.exposed_headers.join(','))
      }
    },
  }
}

function preflightHeaders({ headers }: Target, config: CorsConfig): Headers {
  const asked = headers['access-control-request-headers']
  const allowed = config.headers?.length ? config.headers.join(',') : asked === undefined ? undefined : String(asked)
  const wantsNetwork = headers['access-control-request-private-network'] === 'true'
  return {
    ...(allowed !== undefined && { 'Access-Control-Allow-Headers': allowed }),
    'Access-Control-Allow-Methods': config.methods?.join(',') || allMethods,
    ...(typeof config.max_age === 'number' && { 'Access-Control-Max-Age': String(config.max_age) }),
    ...(config.private_network && wantsNetwork && { 'Access-Control-Allow-Private-Network': 'true' }),
  }
}

/** How the plugin's list of origins is read. */
type Allowed = { kind: 'any' } | { kind: 'one'; origin: string } | { kind: 'some'; allows(origin: string): boolean }

function originsOf(origins: readonly string[]): Allowed {
  const [only] = origins
  if (only === undefined || origins.includes('*')) return { kind: 'any' }
  if (origins.length === 1 && !isPattern(only)) return { kind: 'one', origin: only }
  const tests = origins.map((origin) => (isPattern(origin) ? matcher(origin) : (asked: string) => asked === origin))
  return { kind: 'some', allows: (origin) => tests.some((test) => test(origin)) }
}

const isPattern = (origin: string): boolean => /[^A-Za-z0-9.:/-]/.test(origin)

/** A pattern without a scheme is one of hosts. */
function matcher(pattern: string): (origin: string) => boolean {
  const whole = new RegExp(`^(?:${pattern})$`)
  if (pattern.includes(':')) return (origin) => whole.test(origin)
  return (origin) => URL.canParse(origin) && whole.test(new URL(origin).hostname)
}

/** Credentials never go with `*` (Fetch standard, CORS protocol): then the origin itself is named. */
function grantFor({ headers }: Target, allowed: Allowed, { credentials }: CorsConfig): Grant {
  const asked = typeof headers.origin === 'string' ? headers.origin : undefined
  const others = { Vary: 'Origin', ...(credentials && { 'Access-Control-Allow-Credentials': 'true' }) }
  if (allowed.kind === 'one') return { origin: allowed.origin, others }
  if (allowed.kind === 'some')
    return { origin: asked !== undefined && allowed.allows(asked) ? asked : undefined, others }
  return credentials && asked !== undefined ? { origin: asked, others } : { origin: '*', others: {} }
}
