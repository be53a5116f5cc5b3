import { behaviour as switches } from '../kit/behaviour.ts'
import { adjustableClock } from '../kit/clock.ts'
import type { Levers } from '../kit/control-plane.ts'
import { routesOf } from '../kit/declared-routes.ts'
import { ExchangeBus } from '../kit/exchanges.ts'
import { FaultPlan } from '../kit/faults.ts'
import { randomIds } from '../kit/ids.ts'
import type { App } from '../kit/mock-server.ts'
import { trusting } from '../kit/tls/trust.ts'
import { adminApp } from './admin/admin-app.ts'
import { Strategies } from './auth/strategies.ts'
import type { Balancers } from './balancing/balancers.ts'
import { GatewayBehaviour } from './behaviour.ts'
import { Configuration } from './configuration/configuration.ts'
import { Consumers } from './configuration/consumers.ts'
import { configurationStream } from './configuration/stream-client.ts'
import { discoverEarly } from './early-discovery.ts'
import { clientOf, endpointNames } from './fault-targets.ts'
import { gatewayVersion } from './gateway-version.ts'
import type { GatewaySimOptions } from './options.ts'
import { RequestCounts } from './plugins/request-counts.ts'
import type { Entrance } from './proxy/entrance.ts'
import { Pools } from './proxy/pools.ts'
import { proxyApp } from './proxy/proxy-app.ts'
import type { GatewayHooks } from './quirks/hook-points.ts'
import { serverState } from './state.ts'

/** One data plane node. Closing the proxy ends its stream and its connections. */
export interface GatewaySim {
  /** What callers of APIs talk to. */
  proxy: App
  /** The way into the proxy for servers that listen in its stead: before several nodes, or for TLS. */
  entrance: Entrance
  /** Status, caches and levers. */
  admin: App
  levers: Levers
  /** Resolves when the node has a configuration. @throws Error with what went wrong, as soon as something does */
  ready(): Promise<void>
}

/** Builds a data plane node. Neither app listens; the node calls the control plane when one of them gets ready. */
export function buildGatewaySim({
  konnectUrl,
  konnectToken,
  controlPlane = 'default',
  behaviour: start = {},
  quirks,
  clock = adjustableClock(),
  ids = randomIds,
  exchanges = new ExchangeBus(),
  faults = new FaultPlan(),
  controlToken,
  tls,
  trust,
  log = false,
  nodeName = 'gateway-sim',
}: GatewaySimOptions): GatewaySim {
  const behaviour = switches<typeof GatewayBehaviour, GatewayHooks>(GatewayBehaviour, start, {
    known: async () => (await import('./quirks/known.ts')).knownQuirks,
    start: quirks,
  })
  faults.serve({ clock, endpoints: endpointNames, passesBodies: true })
  const configuration = new Configuration({ clock, ids, behaviour })
  const userAgent = gatewayVersion(behaviour.current.gatewayVersion).server
  const trusted = trusting(trust)
  const strategies = new Strategies({ clock, ids, behaviour, userAgent, trusted })
  const consumers = new Consumers()
  const counts = new RequestCounts()
  discoverEarly({ configuration, strategies, behaviour, nodeName })
  const pools = new Pools(trusted)
  let made: Promise<Balancers> | undefined
  const balancers = (): Promise<Balancers> => {
    made ??= import('./balancing/balancers.ts').then(({ Balancers }) => new Balancers())
    return made
  }
  const stream = configurationStream({
    ...{ nodeName, konnectUrl, konnectToken, controlPlane, configuration, behaviour, clock, ids, trusted },
    onProblem: (problem) => proxy.log.error(problem),
  })

  const common = { configuration, consumers, strategies, balancers, behaviour, nodeName, log, tls }
  const { app: proxy, entrance } = proxyApp({
    ...common,
    controlToken,
    clock,
    ids,
    exchanges,
    faults,
    clientOf,
    pools,
    counts,
  })
  const levers: Levers = {
    server: nodeName,
    clock,
    exchanges,
    faults,
    behaviour,
    state: serverState(configuration, strategies, consumers),
  }
  const startedAt = clock.now()
  const admin = adminApp({
    ...{ ...common, levers, controlToken, stream, controlPlane, clock, startedAt, restart },
    faultable: () => routesOf(proxy),
  })

  /** What lives in the memory of a data plane is gone; its configuration is on disk (gateway.md 6). */
  function restart(): void {
    strategies.restart()
    consumers.clear()
    counts.clear()
    made = undefined
    configuration.restart()
    stream.reconnect()
  }

  for (const app of [proxy, admin]) app.addHook('onReady', async () => stream.open())
  proxy.addHook('onClose', () => Promise.all([stream.close(), strategies.close(), pools.close()]).then(() => undefined))

  return {
    proxy,
    entrance,
    admin,
    levers,
    ready() {
      stream.open()
      return configuration.firstLoad()
    },
  }
}
