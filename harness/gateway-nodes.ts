import { buildGatewaySim, type GatewaySim } from '../gateway-sim/app.ts'
import type { GatewaySimOptions } from '../gateway-sim/options.ts'
import { inTurn, listenerBefore } from '../gateway-sim/proxy/entrance.ts'
import type { Addresses } from './addresses.ts'
import type { Certificates } from './certificates.ts'
import { givenNodes, switchesOf } from './demo/start.ts'
import type { Given } from './given.ts'
import type { StartQuirks } from './quirks.ts'
import type { LetListen, Ports } from './start/starting.ts'

export interface GatewayNodesOptions {
  given: Given
  ports: Pick<Ports, 'gateway' | 'gatewayAdmin' | 'gatewayTls'>
  listen: LetListen
  /** What every node is made from. */
  common: Omit<GatewaySimOptions, 'behaviour' | 'quirks' | 'nodeName'>
  /** Of each node. */
  quirks: StartQuirks['gateway']
  certificates: Certificates
}

/**
 * Starts the data plane: one node, or several with an address before them that gives each request to the next in turn. Every node is a data
 * plane of its own, with its own caches, clock, switches and connection to the control plane.
 */
export async function startGatewayNodes(options: GatewayNodesOptions): Promise<Addresses['gateway']> {
  const { given, ports, listen, common, quirks } = options
  const own = givenNodes(given)
  const nodes = own.map((node, at) =>
    buildGatewaySim({
      ...common,
      behaviour: switchesOf(node),
      quirks: quirks[at],
      ...(own.length > 1 && { nodeName: `gateway-sim-${at + 1}` }),
    }),
  )
  const [first, ...others] = nodes
  if (!first) throw new Error('a data plane has at least one node')
  const several = others.length > 0
  const addresses = await Promise.all(
    nodes.map(async ({ proxy, admin }, at) => ({
      url: await listen(proxy, several ? 0 : ports.gateway, 'gateway-sim (proxy)', 'GATEWAY_PORT'),
      admin: await listen(admin, at > 0 ? 0 : ports.gatewayAdmin, 'gateway-sim (admin)', 'GATEWAY_ADMIN_PORT'),
    })),
  )
  await Promise.all(nodes.map((node) => node.ready()))
  const [{ url, admin } = { url: '', admin: '' }] = addresses
  const all = [first, ...others] as const
  return {
    ...(several ? { url: await before(all, options), admin, nodes: addresses } : { url, admin }),
    ...(given.gateway?.tlsListener && { tls: await tlsBefore(all, options) }),
  }
}

type Nodes = readonly [GatewaySim, ...GatewaySim[]]

const takingTurns = ([first, ...others]: Nodes) => inTurn([first.entrance, ...others.map(({ entrance }) => entrance)])

/** The address before several nodes. */
async function before(nodes: Nodes, { ports, listen, common }: GatewayNodesOptions) {
  const listener = await listenerBefore(takingTurns(nodes), common.tls)
  return listen(listener, ports.gateway, 'gateway-sim (all nodes)', 'GATEWAY_PORT')
}

/** The listener for TLS, before one node or several. */
async function tlsBefore(nodes: Nodes, { ports, listen, common, certificates }: GatewayNodesOptions) {
  const certificate = common.tls ?? (await certificates.issue?.('trusted'))
  const listener = await listenerBefore(takingTurns(nodes), certificate)
  return listen(listener, ports.gatewayTls, 'gateway-sim (TLS)', 'GATEWAY_SSL_PORT', 'https')
}
