import type { Behaviour } from '../kit/behaviour.ts'
import { atPlace, TracePlace } from '../kit/trace-context.ts'
import type { Strategies } from './auth/strategies.ts'
import type { GatewayBehaviour } from './behaviour.ts'
import type { Configuration } from './configuration/configuration.ts'
import { gatewayVersion } from './gateway-version.ts'
import { routingTables } from './routing/routing-table.ts'

/** What is discovered, and by whom. */
export interface EarlyDiscovery {
  configuration: Configuration
  strategies: Strategies
  behaviour: Behaviour<GatewayBehaviour>
  nodeName: string
}

/**
 * Releases before 3.10 discover the identity providers of a configuration when it comes, not with the first request that needs them
 * (gateway.md, version landmarks). What fails is told by the request that needs it.
 */
export function discoverEarly({ configuration, strategies, behaviour, nodeName }: EarlyDiscovery): void {
  const tableOf = routingTables(strategies, () => undefined)
  configuration.onLine(() => {
    if (!gatewayVersion(behaviour.current.gatewayVersion).discoversEarly) return
    // A table brings its strategies to work, and them alone can be discovered.
    tableOf(configuration.current())
    atPlace(new TracePlace(undefined, nodeName), () => strategies.discover())
  })
}
