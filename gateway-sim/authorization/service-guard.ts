import type { OpenIdConnect } from '../auth/openid-connect.ts'
import type { Strategies } from '../auth/strategies.ts'
import type { Guard, GuardStrategy } from '../configuration/entities.ts'

interface Common {
  strategyId: string
  /** Linkages of the service that list this strategy: a registration for any of them opens it. */
  scopes: Set<string>
}

/** One strategy that guards a service. */
export type GuardEntry = Common & ({ oidc: OpenIdConnect } | { keyNames: readonly string[] })

/** All that guards one service. */
export interface ServiceGuard {
  /** key_auth first, then openid_connect in the order of the linkages (gateway.md 5.3). */
  entries: readonly GuardEntry[]
  /** Names under which a credential may stand, other than the usual ones. */
  secretNames: readonly string[]
  /** What the service's offers are called, for people. */
  name: string
}

/** Guards by service. A linkage without strategies guards nothing (gateway.md 5.2). */
export function serviceGuards(guards: Iterable<Guard>, strategies: Strategies): Map<string, ServiceGuard> {
  const byService = new Map<string, { entries: GuardEntry[]; names: Set<string> }>()
  for (const guard of guards) {
    if (guard.strategies.length === 0) continue
    const service = byService.get(guard.service.id) ?? { entries: [], names: new Set<string>() }
    byService.set(guard.service.id, service)
    service.names.add(guard.name ?? guard.scope)
    for (const strategy of guard.strategies) {
      const known = service.entries.find(({ strategyId }) => strategyId === strategy.strategy_id)
      if (known) known.scopes.add(guard.scope)
      else service.entries.push(entryOf(strategy, guard.scope, strategies))
    }
  }
  return new Map(
    Array.from(byService, ([id, { entries, names }]) => [
      id,
      { entries: keysFirst(entries), secretNames: entries.flatMap(secretNamesOf), name: [...names].join(', ') },
    ]),
  )
}

function secretNamesOf(entry: GuardEntry): readonly string[] {
  if ('keyNames' in entry) return entry.keyNames
  const { bearerHeader } = entry.oidc.settings
  return bearerHeader === undefined ? [] : [bearerHeader]
}

function entryOf(strategy: GuardStrategy, scope: string, strategies: Strategies): GuardEntry {
  const common = { strategyId: strategy.strategy_id, scopes: new Set([scope]) }
  if (strategy.strategy_type === 'key_auth') return { ...common, keyNames: strategy.config.key_names ?? ['apikey'] }
  return { ...common, oidc: strategies.openIdConnect(strategy.strategy_id, strategy.config) }
}

const keysFirst = (entries: GuardEntry[]) => entries.sort((a, b) => Number('oidc' in a) - Number('oidc' in b))
