import { ExchangeBus } from '../kit/exchanges.ts'
import { inspectionOf } from '../kit/inspector/inspection.ts'
import { serve } from '../kit/serve.ts'
import { schemeOf } from '../kit/tls/program-tls.ts'
import type { Addresses } from './addresses.ts'
import { certificatesFor, type TlsSetup, troubledTls } from './certificates.ts'
import { refuseContradictions } from './contradictions.ts'
import { demo } from './demo/names.ts'
import { startGatewayNodes } from './gateway-nodes.ts'
import type { Given } from './given.ts'
import { type Network, networkOf } from './network/network.ts'
import { quirksOf } from './quirks.ts'
import { startCurity } from './start/curity.ts'
import { startEcho } from './start/echo.ts'
import { startKonnect } from './start/konnect.ts'
import type { LetListen, Ports, Starting } from './start/starting.ts'
import { memoryStore, type Store } from './store.ts'

export const freePorts: Ports = {
  ...{ curity: 0, curityAdmin: 0, konnect: 0, gateway: 0, gatewayAdmin: 0, gatewayTls: 0, echo: 0 },
}

export interface ServersOptions {
  given?: Given
  host?: string
  ports?: Partial<Ports>
  /** Under which addresses callers reach the servers, where those are not the ones they listen on. */
  baseUrls?: { curity?: string | undefined; konnect?: string | undefined }
  /** Kept here, in order, whichever server had it. */
  exchanges?: ExchangeBus
  /** How many exchanges are kept where none is given to keep them; default 1000, and 0 records nothing. */
  exchangesKept?: number
  controlToken?: string | undefined
  /** The API behind the gateway; default: an echo API that is started with the rest. */
  upstream?: string | undefined
  /** Serves https: with an authority made on the spot (`true`), or as told. */
  tls?: boolean | TlsSetup | undefined
  /** Closed with the servers. */
  store?: Store
  /** How long answers that are under way may take when the servers close, in ms; default 0. */
  grace?: number
  /** Prints what goes wrong inside the servers to standard error. */
  log?: boolean
}

/** The three servers and the echo API, listening in this process. */
export interface Servers {
  addresses: Addresses
  exchanges: ExchangeBus
  /** The ways between the servers, where edges were given. */
  network: Network
  close(): Promise<void>
}

/**
 * Starts everything, each server in touch with the others only by their addresses. The order is that of need: Konnect's demo
 * state names Curity's issuer and the upstream, and the data plane asks Konnect for its configuration.
 * @throws CannotListen when a port is taken; what had been started is stopped then
 */
export async function startServers(options: ServersOptions = {}): Promise<Servers> {
  const { starting, close } = await prepareStart(options)
  const { given, common, certificates, network } = starting
  try {
    const curity = await startCurity(starting, options.baseUrls?.curity)
    const { upstream: own } = options
    const api = own ?? (await startEcho(starting))
    const upstream = await network.way('gateway-upstream', api, certificates.gateway)
    const issuers = {
      provider: await network.way('konnect-curity', curity.issuer, certificates.curity),
      strategy: await network.way('gateway-curity', curity.issuer, certificates.curity),
    }
    const konnect = await startKonnect(starting, { issuers, upstream, baseUrl: options.baseUrls?.konnect })
    const { trust } = certificates
    const gateway = await startGatewayNodes({
      ...starting,
      given,
      common: {
        ...common,
        tls: certificates.gateway,
        trust,
        konnectUrl: await network.way('gateway-konnect', konnect.addresses.url, certificates.konnect),
        konnectToken: demo.token,
      },
      quirks: starting.quirks.gateway,
    })
    const url = await network.way('client-gateway', gateway.url, certificates.gateway)
    konnect.setGatewayUrl(url)
    return {
      exchanges: common.exchanges,
      network,
      close,
      addresses: {
        ...{ curity, konnect: konnect.addresses, upstream },
        ...(own === undefined && { upstreamLevers: api }),
        gateway: { ...gateway, url },
        ...(trust !== undefined && { certificateAuthority: trust }),
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** What servers are started with, and how to stop those that were. */
export async function prepareStart(options: ServersOptions): Promise<{ starting: Starting; close(): Promise<void> }> {
  const { given = {}, host = '127.0.0.1', exchangesKept, controlToken, log = false } = options
  const { exchanges = new ExchangeBus({ ...(exchangesKept !== undefined && { capacity: exchangesKept }) }) } = options
  const { store = memoryStore, grace = 0 } = options
  refuseContradictions(given)
  offerScenarios(exchanges)
  const quirks = await quirksOf(given)
  const tls = options.tls ?? (given.tls ? await troubledTls(given.tls, host) : false)
  const certificates = await certificatesFor(tls, host, given)
  const network = networkOf(given.network ?? {}, certificates.issue)
  offerNetwork(exchanges, network)
  const open: { close(): PromiseLike<unknown> }[] = []
  const listen: LetListen = async (app, port, who, setting, scheme = schemeOf({ tls: certificates.konnect })) => {
    open.push(app)
    const got = await serve(app, { host, port, who, setting, grace })
    return `${scheme}://${host}:${got}`
  }
  return {
    starting: {
      ...{ given, quirks, network, listen, certificates, store },
      ports: { ...freePorts, ...options.ports },
      common: { exchanges, controlToken, log },
    },
    async close() {
      // Whoever is called goes after those who call, so that answers under way can be had in full.
      const inOrder = open.splice(0).reverse()
      if (grace > 0) for (const app of inOrder) await app.close()
      await Promise.all([network.close(), ...inOrder.map((app) => app.close())])
      await store.close()
    },
  }
}

/** Lets the ways between the servers be changed over the levers of each, and at a page of the inspector. */
function offerNetwork(exchanges: ExchangeBus, network: Network): void {
  const { levers, pages } = inspectionOf(exchanges)
  levers.set('network', async (mock) => (await import('./network/routes.ts')).networkRoutes(mock, network))
  pages.set('Network', async (app, context) => (await import('./network/page.ts')).networkPage(app, context))
}

/** Lets the inspector make scenarios of what was exchanged. */
function offerScenarios(exchanges: ExchangeBus): void {
  const { forms } = inspectionOf(exchanges)
  if (forms.some(({ name }) => name === 'scenario')) return
  forms.push({
    name: 'scenario',
    label: 'Make a scenario',
    type: 'text/plain; charset=utf-8',
    fileName: 'recorded-flow.ts',
    write: async (recorded) => (await import('./scenario-text.ts')).scenarioText(recorded),
  })
}
