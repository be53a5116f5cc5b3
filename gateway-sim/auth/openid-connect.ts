import { unmetRequirement } from './claim-requirements.ts'
import type { Inbound } from './inbound.ts'
import type { MaybeSoon, Outcome } from './outcome.ts'
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
  settings: StrategySettings
  methods: Readonly<Record<Method, MethodOf>>
  sessions: Sessions
}

function told(outcome: Outcome): string {
  if (outcome.kind === 'authenticated')
    return outcome.hide.names.length === 0 ? 'found' : `found in ${outcome.hide.place} ${outcome.hide.names.join(', ')}`
  return outcome.reason ? outcome.reason.advice : 'nothing found'
}

/** Puts a strategy together. */
export function openIdConnect({ settings, methods, sessions }: OpenIdConnectOptions): OpenIdConnect {
  function letOn(name: Method, outcome: Outcome & { kind: 'authenticated' }): Outcome {
    const unmet = unmetRequirement(outcome.token.claims, settings.requirements, settings.claimsForbidden)
    if (unmet) return { kind: 'forbidden', reason: unmet }
    if (!startsSession(name, settings.methods, settings.session)) return outcome
    return { ...outcome, session: sessions.begin(outcome.token) }
  }

  return {
    settings,
    async authenticate(inbound) {
      let nothing: Outcome = { kind: 'absent' }
      for (const name of settings.methods) {
        const soon = methods[name](inbound)
        const outcome = soon instanceof Promise ? await soon : soon
        inbound.trail.note(`${name}: ${told(outcome)}`)
        if (outcome.kind === 'authenticated') return letOn(name, outcome)
        if (outcome.kind !== 'absent') return outcome
        if (outcome.reason) nothing = outcome
      }
      return nothing
    },
  }
}
