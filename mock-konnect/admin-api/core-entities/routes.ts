import type { Static } from 'typebox'
import { badRequest, invalidParameters, missingReference } from '../../errors.ts'
import type { GatewayRoute } from '../../model/core-entity.ts'
import type { Model } from '../../model/model.ts'
import { routeMatchesNothing } from '../../reasons.ts'
import { timesOf } from './entity-times.ts'
import type { RouteBody, ShownRoute } from './schema.ts'
import type { EntityMaking } from './services.ts'

/**
 * The route that `body` describes, what it leaves out at Kong's defaults (`gateway.md` 8.1).
 * @throws Problem 400 when it could match nothing, or names a service that this control plane does not have
 */
export async function routeOf(
  model: Model,
  body: RouteBody,
  { id, controlPlaneId, before, clock }: EntityMaking<GatewayRoute>,
): Promise<GatewayRoute> {
  const protocols = body.protocols ?? ['http', 'https']
  refuseWithoutMatch(body, protocols)
  await refuseUnknownService(model, body.service?.id, controlPlaneId)
  return {
    id,
    control_plane_id: controlPlaneId,
    name: body.name ?? null,
    tags: body.tags ?? null,
    protocols,
    methods: body.methods ?? null,
    hosts: body.hosts ?? null,
    paths: body.paths ?? null,
    headers: body.headers ?? null,
    snis: body.snis ?? null,
    strip_path: body.strip_path ?? true,
    preserve_host: body.preserve_host ?? false,
    path_handling: body.path_handling ?? 'v0',
    regex_priority: body.regex_priority ?? 0,
    https_redirect_status_code: body.https_redirect_status_code ?? 426,
    request_buffering: body.request_buffering ?? true,
    response_buffering: body.response_buffering ?? true,
    service: body.service ?? null,
    ...timesOf(clock, before?.created_at ?? body.created_at),
  }
}

/** Kong refuses an HTTP route that sets none of the members it could match by. */
function refuseWithoutMatch({ methods, hosts, paths, headers, snis }: RouteBody, protocols: readonly string[]): void {
  const https = protocols.includes('https')
  if (!https && !protocols.includes('http')) return
  const lists = [methods, hosts, paths, Object.keys(headers ?? {}), ...(https ? [snis] : [])]
  if (lists.some((list) => list && list.length > 0)) return
  const [names, protocol] = https
    ? ["'methods', 'hosts', 'headers', 'paths', 'snis'", 'https']
    : ["'methods', 'hosts', 'headers', 'paths'", 'http']
  throw badRequest(`must set one of ${names} when 'protocols' is '${protocol}'`, routeMatchesNothing())
}

async function refuseUnknownService(
  model: Model,
  serviceId: string | undefined,
  controlPlaneId: string,
): Promise<void> {
  if (serviceId === undefined) return
  const service = await model.gatewayServices.find(serviceId)
  if (service?.control_plane_id !== controlPlaneId) throw invalidParameters([missingReference('service.id', 'Service')])
}

/** A route as answers show it. */
export const shownRoute = ({ control_plane_id: _, ...route }: GatewayRoute): Static<typeof ShownRoute> =>
  // The row is frozen and the serializer only reads it.
  route as Static<typeof ShownRoute>
