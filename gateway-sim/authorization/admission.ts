import type { Inbound } from '../auth/inbound.ts'
import { findKey } from '../auth/key-auth.ts'
import type { OpenIdConnect } from '../auth/openid-connect.ts'
import type { AccessToken, Authenticated, Hideable } from '../auth/outcome.ts'
import type { StrategySettings } from '../auth/settings.ts'
import { type Header, headersOf } from '../auth/token-headers.ts'
import type { Application, Consumer } from '../configuration/entities.ts'
import { elsewhere, GatewayError, unexpected } from '../errors.ts'
import * as reasons from '../reasons.ts'
import { isPreflight } from '../routing/target.ts'
import { type Asked, applicationOf, type NodePart, registered } from './application.ts'
import { oidcRefusal } from './oidc-refusal.ts'
import type { ServiceGuard } from './service-guard.ts'

/** A request that may go on, and what it goes on with. */
export interface Admission {
  /** How the upstream learns who calls (gateway.md 5.5). */
  identifier: string | undefined
  /** With it the upstream is asked; undefined for API keys. */
  token: AccessToken | undefined
  /** The strategy's header for the token: `authorization:bearer`. */
  tokenHeader: string | undefined
  /** The credential that opened the door, when it must not go on. */
  hide: Hideable | undefined
  setCookies: readonly string[]
  /** What else the upstream is told, and under which names callers cannot tell it anything. */
  upstreamHeaders: readonly Header[]
  upstreamNames: readonly string[]
  /** What the caller is told besides. */
  downstreamHeaders: readonly Header[]
  /** Who calls, where that is a consumer. */
  consumer: Consumer | undefined
  /** Whether it is the consumer of those who show nothing. */
  anonymous: boolean
  /** Groups that the caller counts as besides those of its consumer. */
  groups: readonly string[]
}

/** Nobody was asked who calls. */
const unasked: Omit<Admission, 'identifier'> = {
  token: undefined,
  tokenHeader: undefined,
  hide: undefined,
  setCookies: [],
  upstreamHeaders: [],
  upstreamNames: [],
  downstreamHeaders: [],
  consumer: undefined,
  anonymous: false,
  groups: [],
}

type Refused = { error: GatewayError; rank: number }

/** How far a refused strategy came: of several refusals the caller gets that of the strategy that came furthest. */
const ranks = { absent: 0, elsewhere: 0, refused: 1, forbidden: 2, notAllowed: 2 }

/**
 * Decides whether a request may call a guarded service: strategy by strategy, until one verifies a credential and knows an
 * application for it that is registered here (gateway.md 5.2, 5.3). @throws GatewayError
 */
export async function admit(inbound: Inbound, guard: ServiceGuard, node: NodePart): Promise<Admission> {
  let refused: Refused | undefined
  for (const entry of guard.entries) {
    const asked = { entry, name: guard.name, ...node, trail: inbound.trail }
    inbound.trail.note(`strategy ${entry.strategyId}`)
    const verdict =
      'oidc' in entry ? await byOpenIdConnect(inbound, entry.oidc, asked) : byKey(inbound, entry.keyNames, asked)
    if (!('error' in verdict)) return verdict
    if (!refused || verdict.rank > refused.rank) refused = verdict
  }
  throw refused?.error ?? new Error('a guard has no strategies')
}

async function byOpenIdConnect(inbound: Inbound, oidc: OpenIdConnect, asked: Asked): Promise<Admission | Refused> {
  const { settings } = oidc
  if (!settings.onPreflight && isPreflight(inbound.target)) return { ...unasked, identifier: undefined }
  const outcome = await oidc.authenticate(inbound)
  if (outcome.kind === 'elsewhere') {
    return { error: elsewhere(outcome.location, outcome.reason, outcome.setCookies), rank: ranks.elsewhere }
  }
  if (outcome.kind !== 'authenticated') {
    if (asked.quirks.run('admitsStranger', admitsNobody, settings.anonymous))
      return { ...unasked, identifier: undefined }
    return { error: oidcRefusal(outcome, settings, inbound, asked), rank: ranks[outcome.kind] }
  }
  const application = applicationOf(outcome.token, settings, asked)
  if (application instanceof GatewayError) return { error: application, rank: ranks.notAllowed }
  const caller = { consumer: consumerOf(application, asked), groups: application.consumer_groups ?? unasked.groups }
  return admissionOf(outcome, settings, asked, caller)
}

/** What a request with a good credential goes on with. */
export function admissionOf(
  { token, hide, session = unasked.setCookies, setCookies = unasked.setCookies }: Authenticated,
  settings: StrategySettings,
  { version }: Pick<NodePart, 'version'>,
  caller: Pick<Admission, 'consumer' | 'groups'>,
): Admission {
  return {
    ...caller,
    anonymous: false,
    identifier: token.clientId,
    token,
    tokenHeader: settings.upstreamTokenHeader,
    hide: (settings.hideCredentials ?? version.hidesAndVerifies) ? hide : undefined,
    setCookies: setCookies.length > 0 ? [...session, ...setCookies] : session,
    upstreamHeaders: headersOf(token, settings.upstreamHeaders),
    upstreamNames: settings.upstreamNames,
    downstreamHeaders: headersOf(token, settings.downstreamHeaders),
  }
}

const admitsNobody = (_anonymous: string | undefined) => false

/** The consumer that the registration stands for (gateway.md 5.5, from 3.15 on). */
function consumerOf({ scopes, consumers }: Application, asked: Asked): Consumer | undefined {
  const scope = asked.version.mapsApplications ? scopes.find((linked) => asked.entry.scopes.has(linked)) : undefined
  const id = scope === undefined ? undefined : consumers?.[scope]
  return id === undefined ? undefined : asked.consumers.find(['id'], id, asked)
}

/** What a caller goes on with that shows nothing, where there is a consumer for such callers. */
export function anonymousOf({ anonymous: name }: StrategySettings, node: NodePart): Admission | undefined {
  if (name === undefined) return undefined
  const consumer = node.consumers.find(['id', 'username'], name, node)
  if (!consumer) throw unexpected(reasons.anonymousUnknown(name))
  return { ...unasked, identifier: undefined, consumer, anonymous: true }
}

function byKey(inbound: Inbound, names: readonly string[], asked: Asked): Admission | Refused {
  const found = findKey(inbound, names, asked.store)
  if (found.kind !== 'authenticated') return keyRefusal(found.kind, names)
  const application = registered(found.application, asked)
  if (application instanceof GatewayError) return { error: application, rank: ranks.notAllowed }
  return { ...unasked, identifier: application.id }
}

/** As Kong's key-auth plugin says it (gateway.md 3.1). */
function keyRefusal(kind: 'absent' | 'unknown', names: readonly string[]): Refused {
  const headers = { 'www-authenticate': 'Key' }
  return kind === 'absent'
    ? {
        error: new GatewayError('core', 401, 'No API key found in request', reasons.noApiKey(names), headers),
        rank: ranks.absent,
      }
    : { error: new GatewayError('core', 401, 'Unauthorized', reasons.unknownApiKey(), headers), rank: ranks.refused }
}
