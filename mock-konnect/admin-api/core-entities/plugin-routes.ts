import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { invalidParameters, missingReference } from '../../errors.ts'
import type { GatewayPlugin } from '../../model/core-entity.ts'
import type { Model } from '../../model/model.ts'
import { entityRoutes } from './entity-routes.ts'
import { timesOf } from './entity-times.ts'
import { PluginBody, ShownPlugin } from './plugin-schema.ts'
import type { EntityMaking } from './services.ts'

/** Plugins of a control plane (`konnect.md` 8). Data planes are told of them. */
export const gatewayPlugins = (app: App, context: KonnectContext): void =>
  entityRoutes(app, context, {
    ...{ noun: 'plugin', path: 'plugins', table: context.model.gatewayPlugins, nameIndex: 'instance_name' },
    ...{ body: PluginBody, answer: ShownPlugin },
    make: (body, making) => pluginOf(context.model, body, making),
    named: (body, instance_name) => ({ ...body, instance_name }),
  })

/** What a plugin can be bound to. */
const scopes = [
  ['service', 'Service'],
  ['route', 'Route'],
  ['consumer', 'Consumer'],
  ['consumer_group', 'Consumer group'],
] as const

/** The plugin that `body` describes. @throws Problem 400 when it names something that this control plane does not have */
async function pluginOf(
  model: Model,
  body: PluginBody,
  { id, controlPlaneId, before, clock }: EntityMaking<GatewayPlugin>,
): Promise<GatewayPlugin> {
  const tables = {
    ...{ service: model.gatewayServices, route: model.gatewayRoutes },
    ...{ consumer: model.gatewayConsumers, consumer_group: model.consumerGroups },
  }
  const mistakes = []
  for (const [member, noun] of scopes) {
    const wanted = body[member]?.id
    const row = wanted === undefined ? undefined : await tables[member].find(wanted)
    if (wanted !== undefined && row?.control_plane_id !== controlPlaneId) {
      mistakes.push(missingReference(`${member}.id`, noun))
    }
  }
  if (mistakes.length > 0) throw invalidParameters(mistakes)
  return {
    ...{ id, control_plane_id: controlPlaneId, name: body.name, instance_name: body.instance_name ?? null },
    tags: body.tags ?? null,
    config: body.config ?? {},
    enabled: body.enabled ?? true,
    protocols: body.protocols ?? ['grpc', 'grpcs', 'http', 'https'],
    ...{ service: body.service ?? null, route: body.route ?? null, consumer: body.consumer ?? null },
    consumer_group: body.consumer_group ?? null,
    ...{ ordering: body.ordering ?? null, partials: body.partials ?? null, condition: body.condition ?? null },
    ...timesOf(clock, before?.created_at ?? body.created_at),
  }
}
