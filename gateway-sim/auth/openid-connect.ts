import { valueAt } from './claim-path.ts'
import { unmetRequirement } from './claim-requirements.ts'
import * as reasons from './credential-reasons.ts'
import type { Inbound } from './inbound.ts'
import type { MethodContext } from './method-context.ts'
import type { AccessToken, Authenticated, MaybeSoon, Outcome } from './outcome.ts'
import { type Sessions, startsSession } from './session.ts'
import type { Method, StrategySettings } from './settings.ts'

/** Looks for one kind of credential, and judges it. */
export type MethodOf = (inbound: Inbound) => MaybeSoon<Outcome>

/** An openid_connect strategy at work on this node. */
export interface OpenIdConnect {
  settings: StrategySettings
  /** Looks for a credential method by method; the first one found decides (gateway.md 1.1). */
  authenticate(inbound: Inbound): Promise<Outcome>
}

/** What a strategy is put together from. */
export interface OpenIdConnectOptions {
  context: MethodContext
  methods: Readonly<Record<Method, MethodOf>>
  sessions: Sessions
}

const ownClientId = ({ clientId }: AccessToken, _claim: readonly string[]) => clientId

/** Puts a strategy together. */
export function openIdConnect({ context, methods, sessions }: OpenIdConnectOptions): OpenIdConnect {
  const { settings } = context

  async function letOn(name: Method, found: Authenticated, inbound: Inbound): Promise<Outcome> {
    const told = settings.userInfo.searched ? await withUserInfo(found.token, inbound) : found.token
    const clientId = context.behaviour.quirks.run('clientId', ownClientId, told, settings.credentialClaim)
    const token = clientId === told.clientId ? told : { ...told, clientId }
    const at: typeof valueAt = (claims, path) => context.behaviour.quirks.run('claimAt', valueAt, claims, path)
    const unmet = unmetRequirement(token.claims, settings.requirements, settings.claimsForbidden, at)
    if (unmet) return { kind: 'forbidden', reason: unmet }
    const begun = startsSession(name, settings.methods, settings.session) ? sessions.begin(found.token) : found.session
    if (found.onwards !== undefined) {
      const setCookies = [...(begun ?? []), ...(found.setCookies ?? [])]
      return { kind: 'elsewhere', location: found.onwards, setCookies, reason: reasons.loggedIn() }
    }
    return begun === undefined && token === found.token ? found : { ...found, token, session: begun ?? [] }
  }

  /** `search_user_info`: claims of the user besides those of the token. */
  async function withUserInfo(token: AccessToken, { trail }: Inbound): Promise<AccessToken> {
    const { userInfo, clientId } = await context.inspector.withUserInfo(token.value, trail)
    return { ...token, userInfo, claims: { ...userInfo, ...token.claims }, clientId: token.clientId ?? clientId }
  }

  return {
    settings,
    async authenticate(inbound) {
      let nothing: Outcome = { kind: 'absent' }
      for (const name of settings.methods) {
        const soon = methods[name](inbound)
        const outcome = soon instanceof Promise ? await soon : soon
        if (outcome.kind === 'authenticated') {
          return letOn(name, outcome, inbound)
        }
        if (outcome.kind !== 'absent') {
          inbound.trail.note(`${name}: ${outcome.kind}`)
          if (outcome.kind !== 'refused' || !outcome.shared || !settings.methods.includes('client_credentials')) {
            return outcome
          }
        } else if (outcome.reason) {
          inbound.trail.note(`${name}: ${outcome.reason.advice}`)
          nothing = outcome
        }
      }
      return nothing
    },
  }
}
