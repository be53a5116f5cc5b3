import { buildEchoApi } from '../gateway-sim/echo-api.ts'
import { systemClock } from '../kit/clock.ts'
import { ExchangeBus } from '../kit/exchanges.ts'
import { serve } from '../kit/serve.ts'
import { schemeOf } from '../kit/tls/program-tls.ts'
import { buildMockCurity } from '../mock-curity/app.ts'
import { buildMockKonnect } from '../mock-konnect/app.ts'
import type { Addresses } from './addresses.ts'
import { certificatesFor, type TlsSetup } from './certificates.ts'
import { demo } from './demo/names.ts'
import { curityParts, konnectState } from './demo/start.ts'
import { type LetListen, startGatewayNodes } from './gateway-nodes.ts'
import type { Given } from './given.ts'

/** Where each server listens; 0 picks a free port. */
export interface Ports {
  curity: number
  curityAdmin: number
  konnect: number
  gateway: number
  gatewayAdmin: number
  echo: number
}

export const freePorts: Ports = { curity: 0, curityAdmin: 0, konnect: 0, gateway: 0, gatewayAdmin: 0, echo: 0 }

export interface ServersOptions {
  given?: Given
  host?: string
  ports?: Partial<Ports>
  /** Kept here, in order, whichever server had it. */
  exchanges?: ExchangeBus
  controlToken?: string | undefined
  /** The API behind the gateway; default: an echo API that is started with the rest. */
  upstream?: string | undefined
  /** Serves https: with an authority made on the spot (`true`), or as told. */
  tls?: boolean | TlsSetup | undefined
  /** Prints what goes wrong inside the servers to standard error. */
  log?: boolean
}

/** The three servers and the echo API, listening in this process. */
export interface Servers {
  addresses: Addresses
  exchanges: ExchangeBus
  close(): Promise<void>
}

/**
 * Starts everything, each server in touch with the others only by their addresses. The order is that of need: Konnect's demo
 * state names Curity's issuer and the upstream, and the data plane asks Konnect for its configuration.
 * @throws CannotListen when a port is taken; what had been started is stopped then
 */
export async function startServers(options: ServersOptions = {}): Promise<Servers> {
  const { given = {}, host = '127.0.0.1', exchanges = new ExchangeBus(), controlToken, log = false } = options
  const ports = { ...freePorts, ...options.ports }
  const common = { exchanges, controlToken, log }
  const certificates = await certificatesFor(options.tls ?? false, host)
  const { trust } = certificates
  const open: { close(): PromiseLike<unknown> }[] = []
  const close = async () => {
    await Promise.all(open.splice(0).map((app) => app.close()))
  }
  const listen: LetListen = async (app, port, who, setting) => {
    open.push(app)
    return `${schemeOf({ tls: trust })}://${host}:${await serve(app, { host, port, who, setting })}`
  }
  try {
    const curity = await buildMockCurity({
      ...common,
      tls: certificates.curity,
      configuration: curityParts(given),
      signingKeys: given.curity?.signingKeys,
      behaviour: given.curity?.behaviour,
    })
    const [curityUrl, curityAdmin] = await Promise.all([
      listen(curity.app, ports.curity, 'mock-curity', 'CURITY_PORT'),
      listen(curity.admin, ports.curityAdmin, 'mock-curity (admin)', 'CURITY_ADMIN_PORT'),
    ])
    curity.setBaseUrl(curityUrl)
    const issuer = `${curityUrl}/oauth/v2/oauth-anonymous`

    const upstream =
      options.upstream ??
      (await listen(buildEchoApi({ ...common, tls: certificates.gateway }), ports.echo, 'the echo API', 'ECHO_PORT'))

    const initialState = await konnectState(given, { issuer, upstream, now: systemClock.now() })
    const konnect = buildMockKonnect({
      ...common,
      tls: certificates.konnect,
      trust,
      initialState,
      behaviour: given.konnect?.behaviour ?? {},
    })
    const konnectUrl = await listen(konnect.app, ports.konnect, 'mock-konnect', 'KONNECT_PORT')
    konnect.setBaseUrl(konnectUrl)

    const gateway = await startGatewayNodes({
      ...{ given, ports, listen },
      common: { ...common, tls: certificates.gateway, trust, konnectUrl, konnectToken: demo.token },
    })

    return {
      exchanges,
      close,
      addresses: {
        curity: {
          url: curityUrl,
          admin: curityAdmin,
          issuer,
          registrar: asClient(demo.registrar),
          introspector: asClient(demo.introspector),
        },
        konnect: { url: konnectUrl, token: demo.token, developer: { ...demo.developer } },
        gateway,
        upstream,
        ...(trust !== undefined && { certificateAuthority: trust }),
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

const asClient = ({ clientId, clientSecret }: { clientId: string; clientSecret: string }) => ({
  id: clientId,
  secret: clientSecret,
})
