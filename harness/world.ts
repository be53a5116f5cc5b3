import { type HttpClient, httpClient } from '../kit/http-client.ts'
import { trusting } from '../kit/tls/trust.ts'
import type { Addresses, GatewayNodeAddress } from './addresses.ts'
import { type Caller, callerOf, expectStatus, type Heard } from './drivers/caller.ts'
import { type CurityDriver, curityDriver } from './drivers/curity.ts'
import { type GatewayDriver, gatewayDriver } from './drivers/gateway.ts'
import { type KonnectDriver, konnectDriver } from './drivers/konnect.ts'
import { type PortalDriver, portalDriver } from './drivers/portal.ts'
import { type LeverCalls, type Levers, leversOver } from './levers.ts'
import { type NetworkLevers, networkLevers } from './network/levers.ts'
import { type ServersOptions, startServers } from './servers.ts'

/** Addresses, drivers and levers: all that a scenario knows. */
export interface World {
  addresses: Addresses
  /** The current Dev Portal (`/api/v3`). */
  portal: PortalDriver
  /** The classic Dev Portal (`/api/v2`). */
  portalV2: PortalDriver
  konnect: KonnectDriver
  curity: CurityDriver
  gateway: GatewayDriver
  /** Only where mocks answer: a scenario that uses them says so in `needs`. */
  levers: Levers
  /** The ways between the servers, where the world was given edges. */
  network: NetworkLevers
  close(): Promise<void>
}

export interface WorldOptions {
  /** Told of what the drivers are answered; levers are not heard. */
  heard?: Heard
}

/**
 * Starts the three servers in this process, on free ports unless told otherwise, and gives the world they make.
 * @throws Complaints for a given that is none; every complaint at once, each with its path
 */
export async function startWorld(options: ServersOptions & WorldOptions = {}): Promise<World> {
  // A file is checked when it is read; what a program gives, now.
  if (options.given !== undefined) (await import('./check-given.ts')).refuseWrong(options.given)
  const servers = await startServers(options)
  const world = worldAt(servers.addresses, options)
  return {
    ...world,
    async close() {
      await Promise.all([world.close(), servers.close()])
    },
  }
}

/** The world that servers elsewhere make: mocks in another process, or the real products. Closing it stops none of them. */
export async function connectWorld(addresses: Addresses, options: WorldOptions = {}): Promise<World> {
  return worldAt(addresses, options)
}

function worldAt(addresses: Addresses, { heard }: WorldOptions): World {
  const { curity, konnect, gateway, certificateAuthority } = addresses
  const tls = trusting(certificateAuthority)
  const client = httpClient({ timeout: () => 15_000, tls, userAgent: 'dcr-harness' })
  // Callers that are not on loopback are told reasons by the control token.
  const asking: Record<string, string> = addresses.controlToken ? { 'x-harness-token': addresses.controlToken } : {}
  const callerTo = (base: string, headers = (): Record<string, string> => ({})) =>
    callerOf(client, base, () => ({ ...asking, ...headers() }), heard)
  const withToken = () => ({ authorization: `Bearer ${konnect.token}` })
  const { settled, changed } = settling(gateway.settleMs)
  const telling =
    (call: Caller): Caller =>
    async (method, path, options) => {
      const reply = await call(method, path, options)
      if (method !== 'GET') changed()
      return reply
    }
  const portalCall = telling(callerTo(konnect.portal ?? konnect.url))
  const nodes = nodesOf(addresses).map(({ admin }) => callerOf(client, admin, controlHeaders(addresses)))
  const calls = leverCalls(client, addresses, nodes)
  return {
    addresses,
    portal: portalDriver({ call: portalCall, version: 'v3', developer: konnect.developer }),
    portalV2: portalDriver({ call: portalCall, version: 'v2', developer: konnect.developer }),
    konnect: konnectDriver({ call: telling(callerTo(konnect.url, withToken)) }),
    curity: curityDriver({
      call: callerTo(curity.url),
      issuer: curity.issuer,
      introspector: { clientId: curity.introspector.id, clientSecret: curity.introspector.secret },
    }),
    gateway: gatewayDriver({
      call: callerTo(gateway.url),
      inSync: () => inSync(calls.konnect, nodes, settled),
      tls: gateway.tls === undefined ? undefined : (name) => callerTo(named(gateway.tls, name)),
      nodes: nodesOf(addresses).map(({ url }, at) => ({
        call: callerTo(url),
        lever: nodes[at] ?? calls.gateway,
      })),
    }),
    levers: leversOver(calls),
    network: networkLevers(calls.konnect),
    close: () => client.close(),
  }
}

/** An address under another name for the same machine. */
function named(address = '', name: string | undefined): string {
  if (name === undefined) return address
  const url = new URL(address)
  url.hostname = name
  return url.origin
}

/** Where each node is; one that stands alone is the gateway's own address. */
const nodesOf = ({ gateway: { url, admin = url, nodes = [{ url, admin }] } }: Addresses): GatewayNodeAddress[] => nodes

const controlHeaders =
  ({ controlToken }: Addresses) =>
  (): Record<string, string> =>
    controlToken ? { authorization: `Bearer ${controlToken}` } : {}

function leverCalls(client: HttpClient, addresses: Addresses, nodes: readonly Caller[]): LeverCalls {
  const headers = controlHeaders(addresses)
  return {
    curity: callerOf(client, addresses.curity.url, headers),
    konnect: callerOf(client, addresses.konnect.url, headers),
    gateway: toEach(nodes),
    upstream: addresses.upstreamLevers === undefined ? undefined : callerOf(client, addresses.upstreamLevers, headers),
  }
}

/** Levers of the gateway reach every node; what is read is read from the first. Gives the first node's answer, or that of one that refuses. */
function toEach(nodes: readonly Caller[]): Caller {
  return async (method, path, options) => {
    const asked = method === 'GET' ? nodes.slice(0, 1) : nodes
    const [first, ...others] = await Promise.all(asked.map((call) => call(method, path, options)))
    if (!first) throw new Error('a gateway has at least one node')
    return others.find(({ status }) => status !== first.status && status >= 400) ?? first
  }
}

/**
 * Waits until every data plane node has the version that the control plane has now. A real control plane does not tell this way; there
 * it waits as long as the addresses say (`settleMs`), or not at all, and the first calls may meet the old configuration.
 */
async function inSync(konnect: Caller, nodes: readonly Caller[], settled: () => Promise<unknown>): Promise<void> {
  const wanted = await konnect('GET', '/_mock/configuration')
  if (wanted.status !== 200) return void (await settled())
  const { version } = wanted.body as { version: number } // what the control plane's lever tells
  const replies = await Promise.all(nodes.map((call) => call('GET', `/_mock/configuration?version=${version}`)))
  for (const reply of replies) expectStatus(reply, 200)
}

/** Waits after changes, for servers that do not tell when a change has arrived. */
function settling(ms = 0): { changed(): void; settled(): Promise<void> } {
  let until = 0
  return {
    changed() {
      until = performance.now() + ms
    },
    async settled() {
      // A timer may come a little early, and another change meanwhile.
      for (let left = until - performance.now(); left > 0; left = until - performance.now())
        await new Promise((resolve) => setTimeout(resolve, Math.ceil(left)))
    },
  }
}
