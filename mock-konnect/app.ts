import type { FastifyPluginAsync } from 'fastify'
import { behaviour as switches } from '../kit/behaviour.ts'
import { adjustableClock } from '../kit/clock.ts'
import { controlPlane, type Levers } from '../kit/control-plane.ts'
import { routesOf } from '../kit/declared-routes.ts'
import { ExchangeBus } from '../kit/exchanges.ts'
import { FaultPlan } from '../kit/faults.ts'
import { randomIds } from '../kit/ids.ts'
import { type LazyPart, mountLazily } from '../kit/lazy-part.ts'
import { memoryDatabase } from '../kit/memory-database.ts'
import { type App, mockServer } from '../kit/mock-server.ts'
import { assetPath } from '../kit/pages/asset-path.ts'
import { seals } from '../kit/seal.ts'
import { BehaviourSwitches } from './behaviour.ts'
import { configurationFeed } from './cluster/feed.ts'
import { cluster } from './cluster/routes.ts'
import type { KonnectContext } from './context.ts'
import { letOriginsIn } from './cross-origin.ts'
import { dcrClients } from './dcr/clients.ts'
import { identityProviderClient } from './dcr/identity-provider-client.ts'
import { orphanNotes } from './dcr/orphans.ts'
import { takeEmptyForNone } from './empty-body.ts'
import { refuseBadUrl, speakProblems } from './error-handler.ts'
import { clientOf, endpointNames } from './fault-targets.ts'
import { identityPath } from './identity/addresses.ts'
import { mailboxIn } from './mail/mailbox.ts'
import { mailbox } from './mail/mailbox-route.ts'
import { modelOf } from './model/model.ts'
import { defaults, type MockKonnectOptions } from './options.ts'
import { problemValidator } from './problems/validator.ts'
import type { KonnectHooks } from './quirks/hook-points.ts'
import { konnectState } from './state.ts'

/** A mock-konnect that does not listen. */
export interface MockKonnect {
  /** `app.close()` ends everything the server holds open. */
  app: App
  levers: Levers
  /** Tells the server under which address callers reach it, once its port is known. */
  setBaseUrl(url: string): void
  /** Tells the portals' pages where the data plane takes calls, for APIs whose specification does not say it. */
  setGatewayUrl(url: string): void
}

/**
 * The Konnect admin API, the Dev Portal API, and what Konnect does at identity providers and data planes.
 * @throws Complaints for a behaviour switch that does not exist; `app.ready()` rejects with Complaints for a wrong `initialState`
 */
export function buildMockKonnect({
  baseUrl = defaults.baseUrl,
  gatewayUrl,
  tokens = defaults.tokens,
  compat,
  initialState,
  behaviour: start = {},
  quirks,
  clock = adjustableClock(),
  ids = randomIds,
  exchanges = new ExchangeBus(),
  faults = new FaultPlan(),
  database = memoryDatabase(),
  sealingKey = Buffer.from(ids.hex('sealing-key', 32), 'hex'),
  organizationId = defaults.organizationId,
  controlToken,
  tls,
  trust,
  log = false,
}: MockKonnectOptions = {}): MockKonnect {
  let address = baseUrl
  let gateway = gatewayUrl
  const behaviour = switches<typeof BehaviourSwitches, KonnectHooks>(
    BehaviourSwitches,
    { ...start, ...(compat && { compat }) },
    { known: async () => (await import('./quirks/known.ts')).knownQuirks, start: quirks },
  )
  faults.serve({ clock, endpoints: endpointNames })
  const model = modelOf(database)
  const seal = seals(sealingKey)
  const http = identityProviderClient({ behaviour, trust })
  const dcr = dcrClients({ http, clock, behaviour, seal, baseUrl: () => address })
  const orphans = orphanNotes({ model, clock, ids })
  const feed = configurationFeed({ model, database, clock, organizationId })
  const state = konnectState({ database, model, seal, feed, orphans, clock, ids, initialState })
  const levers: Levers = { server: 'mock-konnect', clock, exchanges, faults, behaviour, state }
  const context: KonnectContext = {
    ...{ model, clock, ids, behaviour, seal, http, dcr, orphans, feed, organizationId, controlToken },
    mailbox: mailboxIn(model, seal),
    oneAtATime: database.alone,
    baseUrl: () => address,
  }

  const connection = { frameworkErrors: refuseBadUrl({ ids }) }
  const server = () => {
    const common = { clock, exchanges, faults, clientOf, controlToken, log, tls, connection }
    const made = mockServer('mock-konnect', { ...common, icon: true })
    made.setValidatorCompiler(problemValidator)
    speakProblems(made, { ids })
    takeEmptyForNone(made)
    letOriginsIn(made, { behaviour })
    return made
  }
  const app = server()
  const part = <Options extends object>(
    paths: string[],
    load: () => Promise<FastifyPluginAsync<Options>>,
    options: Options,
    further?: () => Promise<FastifyPluginAsync<Options>>,
    whole = app,
  ): LazyPart =>
    mountLazily(whole, paths, async () => {
      const plugin = await load()
      const made = server()
      made.register(plugin, options)
      // What the flow of DCR does without is a part of the part.
      if (further) part(paths, further, options, undefined, made)
      return made
    })
  const admin = async () => (await import('./admin-api/admin-api.ts')).adminApi
  const furtherAdmin = async () => (await import('./admin-api/further-api.ts')).furtherAdminApi
  const portal = async () => (await import('./portal-api/portal-api.ts')).portalApi
  const furtherPortal = async () => (await import('./portal-api/further-api.ts')).furtherPortalApi
  const parts = [
    part(['/v2', '/v3'], admin, { context, tokens }, furtherAdmin),
    part(['/v1'], async () => (await import('./admin-api/identity-api.ts')).identityApi, { context, tokens }),
    part(['/konnect-api'], async () => (await import('./application-setup/routes.ts')).applicationSetup, {
      context,
      tokens,
    }),
    part([identityPath], async () => (await import('./identity/auth-servers.ts')).authServers, { context }),
    part(['/portal'], async () => (await import('./portal-pages/portal-pages.ts')).portalPages, {
      clock,
      ids,
      server: app,
      gatewayUrl: () => gateway,
    }),
    part(['/api/v2'], portal, { context, version: 'v2' as const }, furtherPortal),
    part(['/api/v3'], portal, { context, version: 'v3' as const }, furtherPortal),
    part(['/konnect'], async () => (await import('./admin-pages/pages.ts')).adminPages, { context, server: app }),
    part([assetPath], async () => (await import('../kit/pages/assets.ts')).pageAssets, {}),
  ]
  const faultable = async () => [...routesOf(app), ...(await Promise.all(parts.map((each) => each.routes()))).flat()]
  controlPlane(app, { levers, controlToken, faultable, beside: ['/portal'] })
  app.register(mailbox, { prefix: '/_mock', context })
  app.register(cluster, { context, tokens })
  app.addHook('onReady', () => state.start())
  app.addHook('preClose', () => feed.close())
  app.addHook('onClose', () => http.close())
  return {
    app,
    levers,
    setBaseUrl(url) {
      address = url
    },
    setGatewayUrl(url) {
      gateway = url
    },
  }
}
