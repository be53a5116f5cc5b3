import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { invalidParameters, missingReference } from '../../errors.ts'
import { closed, Uuid } from '../../problems/common-schemas.ts'
import { findRegistration } from './find-registration.ts'
import { RegistrationId } from './schema.ts'

/** Which consumer of the gateway a registration stands for. */
export function registrationConsumers(app: App, { model, clock }: KonnectContext): void {
  const path = '/v3/portals/:portalId/applications/:applicationId/registrations/:registrationId/consumer'

  app.put(path, { schema: { params: RegistrationId, body: closed({ id: Uuid }) } }, async ({ params, body }, reply) => {
    const row = await findRegistration(model, 'v3', params)
    if (!(await model.gatewayConsumers.find(body.id))) throw invalidParameters([missingReference('id', 'Consumer')])
    await model.registrations.replace({ ...row, consumer_id: body.id, updated_at: isoTime(clock) })
    return reply.code(204).send()
  })

  app.delete(path, { schema: { params: RegistrationId } }, async ({ params }, reply) => {
    const { consumer_id: _, ...row } = await findRegistration(model, 'v3', params)
    await model.registrations.replace({ ...row, updated_at: isoTime(clock) })
    return reply.code(204).send()
  })
}
