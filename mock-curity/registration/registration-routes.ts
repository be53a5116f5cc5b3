import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { epochSeconds } from '../../kit/clock.ts'
import type { RegisteredClient } from '../clients/registered-client.ts'
import type { Registration } from '../configuration/registration.ts'
import { accessDenied, invalidClientMetadata, invalidToken, NotServed } from '../errors.ts'
import { dcr as reasons } from '../reasons.ts'
import type { EndpointOptions, Services } from '../services.ts'
import { acceptMetadata } from './accept-metadata.ts'
import { ClientInformation } from './answer.ts'
import { clientInformation } from './client-information.ts'
import { issueSecrets } from './issue-secrets.ts'
import { takeJsonLeniently } from './json-body.ts'
import { clientManagement } from './management-routes.ts'
import type { ClientMetadata } from './metadata.ts'
import { initialTokenOf } from './who-may-register.ts'

/** RFC 7591 §3: Dynamic Client Registration without templates, and the management of what was registered (`curity.md` 2, 3). */
export const registrationEndpoint: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, services) => {
  const { path, behaviour } = services
  takeJsonLeniently(app, behaviour)
  const refuseWhileOff = () => void registrationOn(services)
  services.unserved.guard(path, refuseWhileOff)
  app.addHook('onRequest', async () => refuseWhileOff())
  await clientManagement(app, services)

  const create = { schema: { response: { 200: ClientInformation, 201: ClientInformation } } }
  app.post(path, create, async (request, reply) => {
    const { management, bounds } = registrationOn(services)
    const switches = behaviour.current
    if (!bounds) throw nonTemplatizedOff(services)
    const initialToken = await initialTokenOf(request, bounds, services)
    const use = async () => {
      if (initialToken && !(await services.initialTokens.use(initialToken))) {
        throw invalidToken('The token has been used', reasons.used())
      }
    }
    if (switches.initialTokenUses === 'once-on-any-attempt') await use()
    const metadata = acceptMetadata(request.body, bounds, services)
    if (switches.initialTokenUses !== 'once-on-any-attempt') await use()
    const { row, fresh } = issueSecrets(
      newClient(metadata, initialToken?.clientId ?? null, services),
      management,
      services,
    )
    await services.registered.insert(row)
    return reply
      .code(switches.registrationStatus)
      .header('cache-control', 'no-store')
      .header('pragma', 'no-cache')
      .send(clientInformation(row, fresh, services))
  })
}

/** @throws the answer of a server that has no registration (`curity.md` 2.7) */
function registrationOn({ configuration, behaviour }: Services): Registration {
  const { registration } = configuration.service
  if (registration) return registration
  if (behaviour.current.registrationOff === 'access_denied') throw accessDenied('Registration is off', reasons.off())
  throw new NotServed(404, reasons.off())
}

function nonTemplatizedOff({ behaviour }: Services) {
  const refuse = behaviour.current.nonTemplatizedOff === 'access_denied' ? accessDenied : invalidClientMetadata
  return refuse('Registration without a template is off', reasons.nonTemplatizedOff())
}

function newClient(
  metadata: ClientMetadata,
  initialClient: string | null,
  { ids, clock, behaviour }: Services,
): RegisteredClient {
  const now = epochSeconds(clock)
  const id = behaviour.quirks.run('newClientId', () => ids.uuid('client-id'))
  return { id, created: now, updated: now, status: 'active', initialClient, metadata }
}
