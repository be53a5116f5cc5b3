import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Behaviour } from '../../kit/behaviour.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Ids } from '../../kit/ids.ts'
import { nearest } from '../../kit/nearest.ts'
import { asksWhy, trace, trailHeader, warn } from '../../kit/recorder.ts'
import { ClientGone, Inbound } from '../auth/inbound.ts'
import type { Strategies } from '../auth/strategies.ts'
import type { Admission } from '../authorization/admission.ts'
import { admitByPlugin } from '../authorization/plugin-admission.ts'
import type { Balancers } from '../balancing/balancers.ts'
import type { GatewayBehaviour } from '../behaviour.ts'
import type { Configuration } from '../configuration/configuration.ts'
import type { Consumers } from '../configuration/consumers.ts'
import type { Route, Service } from '../configuration/entities.ts'
import type { EntityStore } from '../configuration/entity-store.ts'
import { asOwn } from '../error-handler.ts'
import { httpsElsewhere, httpsRequired, noRoute, noService } from '../errors.ts'
import { releaseOf } from '../gateway-version.ts'
import type { RequestCounts } from '../plugins/request-counts.ts'
import type { GatewayHooks } from '../quirks/hook-points.ts'
import * as reasons from '../reasons.ts'
import type { RouteMatch } from '../routing/router.ts'
import { routingTables } from '../routing/routing-table.ts'
import { connectionOf, type Target, targetOf } from '../routing/target.ts'
import { Trail } from '../trail.ts'
import { type Forwarding, forward } from './forward.ts'
import { gatesOf, letThrough } from './gates.ts'
import type { Pools } from './pools.ts'
import { refuseUnreadable } from './unreadable.ts'
import type { Upgrades } from './upgrades.ts'
import { upstreamRequest } from './upstream-request.ts'

/** What a request is judged by and sent on with. */
export interface GatekeeperOptions {
  configuration: Configuration
  consumers: Consumers
  strategies: Strategies
  pools: Pools
  /** Of the requests that limits are about. */
  counts: RequestCounts
  clock: Clock
  /** Loaded with the first request that has to be spread. */
  balancers: () => Promise<Balancers>
  ids: Ids
  behaviour: Behaviour<GatewayBehaviour, GatewayHooks>
  upgrades: Upgrades
}

type Done = (error?: Error) => void

/** What plugins do to the answer, whoever gives it; known once the route is. */
interface Marks {
  decorate: ((response: ServerResponse) => void) | undefined
}

/**
 * What the data plane does with a request: route, credential, application, upstream, in this order. It answers through `reply.raw`
 * once the upstream's answer begins; before that a refusal goes to `done`.
 */
export function gatekeeper(options: GatekeeperOptions) {
  const { configuration, consumers, strategies, pools, counts, clock, behaviour, upgrades } = options
  const release = releaseOf(behaviour)
  const tableOf = routingTables(strategies, (problem) => configuration.report(problem))

  async function pass(request: FastifyRequest, reply: FastifyReply, done: Done, marks: Marks): Promise<void> {
    const startedAt = performance.now()
    const { raw, originalUrl } = request
    const trail = new Trail(request.log)
    trace(request, trail.steps)
    raw.url = originalUrl
    refuseUnreadable(raw, originalUrl, behaviour.current.largeClientHeaderBuffer)
    const store = configuration.current()
    const table = tableOf(store)
    const target = targetOf(request.method, originalUrl, raw.headers, connectionOf(raw.socket))
    const match = table.router.match(target) ?? refuseUnrouted(target)
    const service = serviceOf(match, store)
    refuseHttp(match.route, target)
    trail.note(`route ${match.route.name ?? match.route.id} to service ${service.name ?? service.id}`)

    const found = table.plugins.of(match.route, service)
    const plugins = found instanceof Promise ? await found : found
    for (const warning of plugins.warnings) warn(request, warning)
    const { cors } = plugins
    if (cors) marks.decorate = (response) => cors.mark(target, response)
    const switches = behaviour.current
    const preflight = cors?.preflight(target)
    if (preflight) {
      trail.note('cors answers the preflight')
      asOwn(reply, switches).headers(preflight).header('content-length', 0).send()
      return
    }

    const version = release()
    const inbound = new Inbound(raw, target, trail)
    const gates = gatesOf(table, service, plugins.ace, target)
    const guarded = gates.gates.length > 0
    const operation = gates.operation?.id
    if (!guarded) trail.note('nothing guards the service')
    const node = { store, consumers, switches, quirks: behaviour.quirks, version }
    const admission = guarded
      ? await letThrough(inbound, gates, request, node)
      : plugins.oidc && (await admitByPlugin(inbound, plugins.oidc, node))
    const groups = plugins.acl?.(admission, behaviour.quirks)
    const limits = plugins.rateLimiting?.({ inbound, admission, service, counts, now: clock.now() })

    const { via, server } = version
    const requestId = request.id
    const balanced = store.hasUpstreams ? await spread(service, inbound, admission, request, reply) : undefined
    const turn = balanced?.turn
    const passage = { inbound, ...match, service: turn?.service ?? service, turn, admission, groups, operation }
    const setCookies = admission?.setCookies ?? []
    const forwarding: Forwarding = {
      pools,
      service: passage.service,
      turn,
      asked: upstreamRequest({ ...passage, requestId, via }),
      response: reply.raw,
      requestId,
      setCookies: balanced ? [...setCookies, ...balanced.setCookies] : setCookies,
      ownHeaders: limits ? [...limits, ...(admission?.downstreamHeaders ?? [])] : (admission?.downstreamHeaders ?? []),
      via,
      server,
      startedAt,
      onAnswer: () => reply.hijack(),
      decorate: asksWhy(request) ? telling(trail, marks.decorate) : marks.decorate,
      onFailure(error, log) {
        if (log !== undefined) trail.log('error', log)
        done(error)
      },
    }
    const handshake = upgrades.of(raw)
    if (!handshake) return forward(forwarding)
    const { tunnel } = await import('./tunnel.ts')
    await tunnel({ ...forwarding, handshake })
  }

  /** Where the service's host is an upstream: the target that takes the request. @throws GatewayError when none does */
  async function spread(
    service: Service,
    inbound: Inbound,
    admission: Admission | undefined,
    request: FastifyRequest,
    { raw: response }: FastifyReply,
  ) {
    const [balancers, { takeTurn }] = await Promise.all([options.balancers(), import('../balancing/take-turn.ts')])
    const { ids } = options
    const store = configuration.current()
    return takeTurn({
      balancers,
      service,
      store,
      inbound,
      admission,
      ids,
      response,
      warn: (text) => warn(request, text),
    })
  }

  function refuseUnrouted(target: Target): never {
    if (!configuration.loaded) throw noRoute(reasons.noConfiguration(configuration.problems.at(-1)))
    const paths = [...configuration.current().routes()].flatMap((route) => route.paths ?? [])
    throw noRoute(reasons.noRoute(target, nearest(target.path, paths)))
  }

  return (request: FastifyRequest, reply: FastifyReply, done: Done): void => {
    const marks: Marks = { decorate: undefined }
    const refuse: Done = (error) => {
      marks.decorate?.(reply.raw)
      done(error)
    }
    pass(request, reply, refuse, marks).catch((error: Error) => {
      if (!(error instanceof ClientGone)) refuse(error)
    })
  }
}

function serviceOf({ route }: RouteMatch, store: EntityStore): Service {
  const service = route.service ? store.service(route.service.id) : undefined
  if (!service || service.enabled === false) throw noService(reasons.noService(route.name ?? route.id))
  if (!proxied.has(service.protocol)) throw noService(reasons.protocolNotSimulated(service.protocol))
  return service
}

/** A caller that asks is told the trail as it is when the answer begins. */
const telling =
  ({ steps }: Trail, decorate: Marks['decorate']) =>
  (response: ServerResponse): void => {
    response.setHeader('x-harness-trail', trailHeader(steps))
    decorate?.(response)
  }

const proxied: ReadonlySet<string> = new Set(['http', 'https', 'ws', 'wss'])

/** A route for TLS alone answers requests in plain text with where to go (gateway.md 8.1). */
function refuseHttp(route: Route, { host, sentPath, query, connection }: Target): void {
  if (connection.scheme === 'https' || route.protocols.includes('http') || route.protocols.includes('ws')) return
  const why = reasons.httpsOnly(route.name ?? route.id)
  const status = route.https_redirect_status_code ?? 426
  throw status === 426 ? httpsRequired(why) : httpsElsewhere(status, `https://${host}${sentPath}${query}`, why)
}
