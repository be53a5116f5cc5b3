import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { badRequest } from '../../errors.ts'
import type { GatewayConsumer } from '../../model/core-entity.ts'
import { consumerWithoutName } from '../../reasons.ts'
import { namesIn } from './entity-list.ts'
import { entityRoutes } from './entity-routes.ts'
import { timesOf } from './entity-times.ts'
import { ConsumerBody, ShownConsumer } from './plugin-schema.ts'
import { removePartsOfConsumer } from './service-links.ts'
import type { EntityMaking } from './services.ts'

/** Consumers of a control plane (`konnect.md` 8). Data planes are told of them. */
export const gatewayConsumers = (app: App, context: KonnectContext): void =>
  entityRoutes(app, context, {
    ...{ noun: 'consumer', path: 'consumers', table: context.model.gatewayConsumers, nameIndex: 'username' },
    ...{ body: ConsumerBody, answer: ShownConsumer },
    make: async (body, making) => consumerOf(body, making),
    named: (body, username) => ({ ...body, username }),
    nameOf: ({ username }) => username,
    selectors: { custom_id: (operand) => (row) => row.custom_id === operand },
    indexed: (controlPlaneId) => namesIn(controlPlaneId, 'username', 'custom_id'),
    beforeRemoval: ({ id }) => removePartsOfConsumer(context.model, id),
  })

/** As the gateway has it, a consumer is known by something. @throws Problem 400 */
function consumerOf(
  { username, custom_id, tags, created_at }: ConsumerBody,
  { id, controlPlaneId, before, clock }: EntityMaking<GatewayConsumer>,
): GatewayConsumer {
  if (!username && !custom_id) {
    throw badRequest("at least one of these fields must be non-empty: 'custom_id', 'username'", consumerWithoutName())
  }
  return {
    ...{ id, control_plane_id: controlPlaneId, name: null },
    ...{ username: username ?? null, custom_id: custom_id ?? null, tags: tags ?? null },
    ...timesOf(clock, before?.created_at ?? created_at),
  }
}
