import type { IncomingMessage } from 'node:http'
import { outgoingTraceparent } from '../../kit/trace-context.ts'
import type { Inbound } from '../auth/inbound.ts'
import type { Admission } from '../authorization/admission.ts'
import type { Turn } from '../balancing/turn.ts'
import type { Route, Service } from '../configuration/entities.ts'
import { upstreamPath } from '../routing/upstream-path.ts'
import { bodyWithout, cookiesWithout, queryWithout } from './hidden-credentials.ts'
import { hopByHop, namedByConnection } from './hop-by-hop.ts'
import { isTls } from './pools.ts'

/** What is asked of the upstream. */
export interface UpstreamRequest {
  method: string
  path: string
  /** Names and values in turn; `host` is the first. */
  headers: string[]
  body: Buffer | IncomingMessage | null
  /** Whether `host` is the caller's, whichever target is asked. */
  keepsHost: boolean
}

/** A request that has been let through, on its way to the upstream. */
export interface Passage {
  inbound: Inbound
  route: Route
  service: Service
  /** Where the service's host is an upstream. */
  turn: Turn | undefined
  /** The part of the path that the route took. */
  matched: string
  /** Undefined when nothing guards the service: then what the caller says about itself goes on untouched. */
  admission: Admission | undefined
  /** What `acl` tells of the caller's groups. */
  groups: string | undefined
  /** The published operation that `ace` has found it to be. */
  operation: string | undefined
  requestId: string
  via: string
}

/** Families of headers that say who calls: an auth plugin removes what callers write there themselves (gateway.md 5.5). */
const identity = /^x-(?:consumer-|credential-|authenticated-|anonymous-consumer$)/
/** What the node says itself, or what is between caller and harness only. */
const ownNames: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'x-real-ip',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-path',
  'x-forwarded-prefix',
  'x-kong-request-id',
  'x-harness-explain',
  'x-harness-token',
  'traceparent',
  'x-ace-operation-id',
  'via',
])

/** The request as the upstream gets it (gateway.md 8.1, 8.2). */
export function upstreamRequest(passage: Passage): UpstreamRequest {
  const { inbound, route, service, matched, admission } = passage
  const { target } = inbound
  const hide = admission?.hide
  const query = hide?.place === 'query' ? queryWithout(target.query, hide.names) : target.query
  const body = bodyOf(passage)
  return {
    method: target.method,
    path: upstreamPath(route, service, target.path, matched) + query,
    headers: headersOf(passage, body),
    body,
    keepsHost: route.preserve_host,
  }
}

/**
 * Readies a request for another try: at the next target, where there are several.
 * @returns the service to ask, or undefined when none can be asked
 */
export function readied({ headers, keepsHost }: UpstreamRequest, service: Service, turn?: Turn): Service | undefined {
  if (!turn) return service
  if (!turn.goOn()) return undefined
  if (!keepsHost) headers[1] = withPort(turn.hostName, turn.service)
  return turn.service
}

/** The body that was read, without the credential in it; otherwise the stream as it comes. */
function bodyOf({ inbound, admission }: Passage): UpstreamRequest['body'] {
  const { raw, body } = inbound
  const hide = admission?.hide
  if (body) return hide?.place === 'body' ? bodyWithout(inbound, body, hide.names) : body
  const { 'content-length': length, 'transfer-encoding': encoding } = raw.headers
  return encoding !== undefined || (length !== undefined && length !== '0') ? raw : null
}

function headersOf(passage: Passage, body: UpstreamRequest['body']): string[] {
  const headers = ['Host', hostOf(passage)]
  copyCallersHeaders(passage, headers)
  const length = Buffer.isBuffer(body) ? String(body.length) : passage.inbound.raw.headers['content-length']
  if (length !== undefined) headers.push('Content-Length', length)
  addForwarded(passage, headers)
  const traceparent = outgoingTraceparent()
  if (traceparent !== undefined) headers.push('traceparent', traceparent)
  if (passage.admission) addIdentity(passage.admission, headers)
  if (passage.groups !== undefined) headers.push('X-Consumer-Groups', fieldValue(passage.groups))
  if (passage.operation !== undefined) headers.push('X-ACE-Operation-ID', passage.operation)
  return headers
}

function hostOf({ inbound, route, service, turn }: Passage): string {
  if (route.preserve_host) return inbound.raw.headers.host ?? ''
  return withPort(turn?.hostName ?? service.host, service)
}

function withPort(host: string, service: Service): string {
  const usual = isTls(service) ? 443 : 80
  return service.port === usual ? host : `${host}:${service.port}`
}

/** Copies what may pass, repeated headers one by one. */
function copyCallersHeaders({ inbound: { raw }, admission }: Passage, headers: string[]): void {
  const { rawHeaders } = raw
  const named = namedByConnection(raw.headers.connection)
  const tokenName = admission && tokenHeaderOf(admission)?.[0].toLowerCase()
  const hide = admission?.hide
  const names = admission?.upstreamNames ?? []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const written = rawHeaders[at] ?? ''
    const name = written.toLowerCase()
    let value = rawHeaders[at + 1]
    if (ownNames.has(name) || hopByHop.has(name) || named?.has(name)) continue
    if (admission && (name === tokenName || (name.startsWith('x-') && identity.test(name)))) continue
    if (names.length > 0 && names.includes(name)) continue
    if (hide?.place === 'header' && hide.names.includes(name)) continue
    if (hide?.place === 'cookie' && name === 'cookie') value = cookiesWithout(value ?? '', hide.names)
    if (value !== undefined) headers.push(written, value)
  }
}

function addForwarded({ inbound, route, matched, requestId, via }: Passage, headers: string[]): void {
  const { raw, target } = inbound
  const ip = raw.socket.remoteAddress ?? ''
  const { 'x-forwarded-for': before, via: vias } = raw.headers
  headers.push(
    'X-Real-IP',
    ip,
    'X-Forwarded-For',
    before === undefined ? ip : `${before}, ${ip}`,
    'X-Forwarded-Proto',
    target.connection.scheme,
    'X-Forwarded-Host',
    target.host,
    'X-Forwarded-Port',
    String(raw.socket.localPort ?? ''),
    'X-Forwarded-Path',
    target.sentPath,
    'X-Kong-Request-Id',
    requestId,
    'Via',
    vias === undefined ? via : `${vias}, ${via}`,
  )
  const prefix = route.strip_path ? prefixOf(target.path, matched) : '/'
  if (prefix !== '/') headers.push('X-Forwarded-Prefix', prefix)
}

/** The prefix that was stripped, without a slash at its end; `/` for none. */
function prefixOf(path: string, matched: string): string {
  if (matched === '') return '/'
  return matched.length > 1 && matched.endsWith('/') && matched.length < path.length ? matched.slice(0, -1) : matched
}

/** The token goes up in the strategy's header; the client id is the credential's identifier; a consumer is told where there is one (gateway.md 5.5). */
function addIdentity(admission: Admission, headers: string[]): void {
  const token = tokenHeaderOf(admission)
  if (token) headers.push(token[0], token[1])
  for (const [name, value] of admission.upstreamHeaders) headers.push(name, value)
  if (admission.identifier !== undefined) headers.push('X-Credential-Identifier', fieldValue(admission.identifier))
  const { consumer } = admission
  if (!consumer) return
  headers.push('X-Consumer-ID', consumer.id)
  if (consumer.custom_id) headers.push('X-Consumer-Custom-ID', fieldValue(consumer.custom_id))
  if (consumer.username) headers.push('X-Consumer-Username', fieldValue(consumer.username))
  if (admission.anonymous) headers.push('X-Anonymous-Consumer', 'true')
}

/** Name and value of `upstream_access_token_header`: `authorization:bearer`, or the bare token under another name. */
function tokenHeaderOf({ token, tokenHeader }: Admission): readonly [string, string] | undefined {
  if (!token || tokenHeader === undefined) return undefined
  if (tokenHeader === 'authorization:bearer') return ['Authorization', token.bearer]
  const [name = '', scheme] = tokenHeader.toLowerCase().split(':')
  return [name, scheme === 'bearer' ? token.bearer : token.value]
}

/** A claim is any text; what no header can carry goes percent-encoded. */
const fieldValue = (text: string): string => (/^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text))
