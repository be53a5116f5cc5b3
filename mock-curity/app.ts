import { behaviour as switches } from '../kit/behaviour.ts'
import { adjustableClock } from '../kit/clock.ts'
import { controlPlane, type Levers } from '../kit/control-plane.ts'
import { routesOf } from '../kit/declared-routes.ts'
import { ExchangeBus } from '../kit/exchanges.ts'
import { FaultPlan } from '../kit/faults.ts'
import { randomIds } from '../kit/ids.ts'
import { lateServer } from '../kit/late-server.ts'
import { mountLazily } from '../kit/lazy-part.ts'
import { memoryDatabase } from '../kit/memory-database.ts'
import { type App, mockServer } from '../kit/mock-server.ts'
import { assetPath } from '../kit/pages/asset-path.ts'
import type { Listening } from '../kit/serve.ts'
import { adminApp } from './admin/admin-app.ts'
import { Switches } from './behaviour.ts'
import { comingEndpoints } from './coming-endpoints.ts'
import { knownNames } from './configuration/known-names.ts'
import { curityConfiguration } from './configuration/layers.ts'
import type { CurityConfiguration } from './configuration/schema.ts'
import { configuredBehaviour } from './configured-behaviour.ts'
import { endpoints, endpointsOf, inEveryFlow } from './endpoints.ts'
import { oauthErrors, refuseBadUrl, speakOAuthErrors } from './error-handler.ts'
import { clientOf, endpointNames } from './fault-targets.ts'
import { devSigningKeys } from './keys/dev-keys.ts'
import { withLeafSwitches } from './leaf-switches.ts'
import { webfingerPath } from './metadata/webfinger-path.ts'
import type { MockCurityOptions } from './options.ts'
import type { CurityHooks } from './quirks/hook-points.ts'
import { resume } from './resume.ts'
import { signInPath } from './sign-in/sign-in-path.ts'
import { statusApp } from './status/status-app.ts'
import { refuseUnserved } from './unserved.ts'
import { wire } from './wire.ts'

/** An identity server whose two applications do not listen yet. Closing `app` ends everything that belongs to it, `admin` too. */
export interface MockCurity {
  /** What a runtime node serves: the endpoints of the token profile, and the levers. */
  app: App
  /** What the admin node serves: RESTCONF over the configuration. Made when it is asked for. */
  readonly admin: App
  /** Listens for the admin node, which is made with the first request. */
  adminListener: Listening & { close(): PromiseLike<unknown> }
  /** What the status port serves; made when it is asked for. */
  status(): App
  levers: Levers
  /** The configuration as it stands. */
  configuration(): CurityConfiguration
  /** Says under which address the server is reached, when that is known only after listening (port 0). */
  setBaseUrl(url: string): void
}

/**
 * Builds a Curity Identity Server as far as Dynamic Client Registration and its clients need one.
 * @throws Complaints when the configuration or the switches are wrong: every complaint at once
 */
export async function buildMockCurity({
  baseUrl,
  configuration: parts = {},
  isKnownGood,
  base,
  behaviour: start = {},
  quirks,
  clock = adjustableClock(),
  ids = randomIds,
  exchanges = new ExchangeBus(),
  faults = new FaultPlan(),
  database = memoryDatabase(),
  sealingKey,
  signingKeys = devSigningKeys,
  procedures = {},
  tokenProcedures = {},
  controlToken,
  tls,
  trust,
  log = false,
}: MockCurityOptions = {}): Promise<MockCurity> {
  const own = switches<typeof Switches, CurityHooks>(Switches, start, {
    known: async () => (await import('./quirks/known.ts')).knownQuirks,
    start: quirks,
  })
  const named = { signingKeys, procedures, tokenProcedures }
  const { configuration, keys, follow } = await resume({
    ...{ database, sealingKey, clock, ...named },
    configuration: withLeafSwitches(
      curityConfiguration(parts, { base, known: knownNames(named), isKnownGood }),
      start,
      knownNames(named),
    ),
  })
  const behaviour = configuredBehaviour(own, configuration, () => knownNames({ ...named, signingKeys: keys.keys }))
  if (baseUrl !== undefined) configuration.setBaseUrl(baseUrl)
  faults.serve({ clock, endpoints: () => endpointNames(configuration.tree) })
  const refuse = oauthErrors({ configuration, behaviour })
  const connection = { frameworkErrors: refuseBadUrl(refuse) }
  const server = () =>
    mockServer('mock-curity', {
      clock,
      exchanges,
      faults,
      clientOf,
      controlToken,
      log,
      icon: true,
      tls: tls && { ...tls, asksClients: true },
      connection,
    })
  const speak = (made: App) => {
    speakOAuthErrors(made, refuse)
    return refuseUnserved(made)
  }
  const app = server()
  follow((error) => app.log.error(error))
  const unserved = speak(app)
  const { services, state, watchAll } = wire({
    configuration,
    behaviour,
    clock,
    ids,
    keys,
    procedures,
    tokenProcedures,
    unserved,
    database,
    trust,
  })
  await watchAll()
  const levers: Levers = { server: 'mock-curity', clock, exchanges, faults, behaviour, state }
  const { always, onDemand } = endpointsOf(configuration.tree)
  const coming = comingEndpoints(app, [...always, ...onDemand], configuration, async (endpoint) => {
    const { onDemandServed } = await import('./on-demand.ts')
    const part = server()
    const served = { ...inEveryFlow, ...onDemandServed }
    part.register(endpoints, { ...services, unserved: speak(part), list: [endpoint], served })
    return part
  })
  app.register(endpoints, { ...services, list: always, served: inEveryFlow })
  const rest = mountLazily(app, [...onDemand.map(({ uri }) => uri), signInPath, webfingerPath, assetPath], async () => {
    const { onDemandServed: served, pageAssets, signIn, webfinger } = await import('./on-demand.ts')
    const part = server()
    const unserved = speak(part)
    part.register(endpoints, { ...services, unserved, list: onDemand, served })
    part.register(signIn, services)
    part.register(webfinger, { ...services, unserved })
    part.register(pageAssets)
    return part
  })
  let madeAdmin: ReturnType<typeof adminApp> | undefined
  const admin = () => {
    madeAdmin ??= adminApp(server, app, services)
    return madeAdmin
  }
  const adminListener = tls ? admin().app : lateServer(() => admin().app)
  app.addHook('onClose', () => Promise.all([adminListener.close(), madeAdmin?.app.close()]).then(() => undefined))
  const faultable = async () => {
    const later = await Promise.all([rest, coming, admin()].map((part) => part.routes()))
    return [...routesOf(app), ...later.flat()]
  }
  app.addHook('onClose', () => services.remoteKeys.close())
  mountLazily(app, ['/_mock/keys'], async () => {
    const { keyLever } = await import('./keys/key-routes.ts')
    const lever = mockServer('mock-curity levers')
    lever.register(keyLever, { prefix: '/_mock', ...services, controlToken })
    return lever
  })
  controlPlane(app, { levers, controlToken, faultable })

  return {
    app,
    get admin() {
      return admin().app
    },
    adminListener,
    status() {
      const node = server()
      speak(node)
      return statusApp(node, behaviour)
    },
    levers,
    configuration: () => configuration.tree,
    setBaseUrl: configuration.setBaseUrl,
  }
}
