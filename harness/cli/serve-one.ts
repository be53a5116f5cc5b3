import { Complaints } from '../../kit/complaints.ts'
import { closeOnSignal } from '../../kit/serve.ts'
import { readEnv } from '../../kit/settings.ts'
import { demo } from '../demo/names.ts'
import { startGatewayNodes } from '../gateway-nodes.ts'
import { prepareStart } from '../servers.ts'
import { readSettings } from '../settings.ts'
import { issuerAt, startCurity } from '../start/curity.ts'
import { startEcho } from '../start/echo.ts'
import { startKonnect } from '../start/konnect.ts'
import type { Starting } from '../start/starting.ts'
import { openStore } from '../store.ts'
import { baseUrlsOf, Environment, fixedEchoPort, givenBy, grace, portsOf } from './environment.ts'
import { tellSkipped } from './told-import.ts'
import { type SettingsOptions, withOptions } from './with-options.ts'

export interface ServeOptions extends SettingsOptions {
  config?: string
  store?: string
}

/** Starts one server of a world whose others run elsewhere. Gives the addresses it got. */
type Serve = (starting: Starting, env: Environment) => Promise<Record<string, string | undefined>>

/** The servers that can run alone, as containers of one world do. */
export const serves: Readonly<Record<string, Serve>> = {
  async curity(starting, env) {
    const { issuer, admin } = await startCurity(starting, baseUrlsOf(env).curity)
    return { issuer, admin }
  },
  async konnect(starting, env) {
    const issuer = issuerAt(baseUrlsOf(env).curity ?? 'http://127.0.0.1:8443')
    const upstream = env.UPSTREAM_URL ?? `http://127.0.0.1:${fixedEchoPort}`
    const { addresses } = await startKonnect(starting, {
      issuers: { provider: issuer, strategy: issuer },
      upstream,
      baseUrl: baseUrlsOf(env).konnect,
      gatewayUrl: baseUrlsOf(env).gateway,
    })
    return { url: addresses.url, issuer, upstream }
  },
  async gateway({ given, common, quirks, ...starting }, env) {
    const konnectUrl = baseUrlsOf(env).konnect ?? 'http://127.0.0.1:8080'
    const all = { ...common, konnectUrl, konnectToken: demo.token }
    const { url, admin, tls } = await startGatewayNodes({ ...starting, given, common: all, quirks: quirks.gateway })
    return { url, admin, ...(tls !== undefined && { tls }) }
  },
  async echo(starting) {
    return { url: await startEcho(starting) }
  },
}

/**
 * `dcr-harness curity`, `konnect`, `gateway` or `echo`: one server, and the addresses of the others from the environment. Returns when it
 * serves. @throws Complaints, CannotListen, StoreUnusable
 */
export async function serveOne(server: string, serve: Serve, options: ServeOptions): Promise<void> {
  const env = readEnv(Environment)
  const settings = options.config === undefined ? {} : await readSettings(options.config)
  if (settings.network) {
    const expected = 'hops stand between servers of one process: `dcr-harness up`'
    throw new Complaints(options.config ?? '', [{ path: 'network', expected }])
  }
  const given = givenBy(env, withOptions(settings, options))
  if (server === 'curity') await tellSkipped(given)
  const { starting, close } = await prepareStart({
    given,
    host: env.HOST,
    ports: portsOf(env, fixedEchoPort),
    exchangesKept: env.EXCHANGES_KEPT,
    controlToken: env.MOCK_CONTROL_TOKEN,
    grace,
    log: true,
    ...(options.store !== undefined && { store: await openStore(options.store, env.STORE_SEALING_KEY) }),
  })
  closeOnSignal(close)
  try {
    const addresses = await serve(starting, env)
    const told = Object.entries(addresses).map(([name, address]) => `${name} ${address}`)
    console.log(`${server} serves: ${told.join(', ')}`)
  } catch (error) {
    await close()
    throw error
  }
}
