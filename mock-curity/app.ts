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
import type { Listening } from '../kit/serve.ts'
import { adminApp } from './admin/admin-app.ts'
import { Switches } from './behaviour.ts'
import { knownNames } from './configuration/known-names.ts'
import { curityConfiguration } from './configuration/layers.ts'
import type { CurityConfiguration } from './configuration/schema.ts'
import { onlyProfile } from './configuration/token-service.ts'
import { configuredBehaviour } from './configured-behaviour.ts'
import { isOriginOfClient } from './cross-origin.ts'
import { oauthErrors } from './error-handler.ts'
import { endpointNames } from './fault-targets.ts'
import { devSigningKeys } from './keys/dev-keys.ts'
import { withLeafSwitches } from './leaf-switches.ts'
import { nodesOf } from './nodes.ts'
import type { MockCurityOptions } from './options.ts'
import type { CurityHooks } from './quirks/hook-points.ts'
import { resume } from './resume.ts'
import { serveRuntime } from './runtime-node.ts'
import { statusApp } from './status/status-app.ts'
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
  const known = knownNames(named)
  const { configuration, keys, follow } = await resume({
    ...{ database, sealingKey, clock, ...named },
    configuration: withLeafSwitches(curityConfiguration(parts, { base, known, isKnownGood }), start, known),
  })
  const behaviour = configuredBehaviour(own, configuration, () => knownNames({ ...named, signingKeys: keys.keys }))
  if (baseUrl !== undefined) configuration.setBaseUrl(baseUrl)
  faults.serve({ clock, endpoints: () => endpointNames(configuration.tree) })
  const nodes = nodesOf(
    { clock, exchanges, faults, controlToken, log, tls },
    oauthErrors({ configuration, behaviour }),
    (origin) => isOriginOfClient(origin, services),
  )
  const { app, unserved } = nodes.speaking(() =>
    onlyProfile(configuration.tree).endpoints.endpoint.map(({ uri }) => uri),
  )
  follow((error) => app.log.error(error))
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
  const later = serveRuntime(app, services, nodes)
  let madeAdmin: ReturnType<typeof adminApp> | undefined
  const admin = () => {
    madeAdmin ??= adminApp(nodes, app, services)
    return madeAdmin
  }
  const adminListener = tls ? admin().app : lateServer(() => admin().app)
  app.addHook('onClose', () => Promise.all([adminListener.close(), madeAdmin?.app.close()]).then(() => undefined))
  const faultable = async () => [...routesOf(app), ...(await later()), ...(await admin().routes())]
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
    status: () => statusApp(nodes.speaking().app, behaviour),
    levers,
    configuration: () => configuration.tree,
    setBaseUrl: configuration.setBaseUrl,
  }
}
