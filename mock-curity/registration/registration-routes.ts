import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { epochSeconds } from '../../kit/clock.ts'
import type { RegisteredClient } from '../clients/registered-client.ts'
import type { Registration } from '../configuration/registration.ts'
import { accessDenied, invalidToken, NotServed } from '../errors.ts'
import { dcr as reasons } from '../reasons.ts'
import type { EndpointOptions, Services } from '../services.ts'
import type { InitialToken } from '../tokens/initial-tokens.ts'
import { ClientInformation } from './answer.ts'
import { organizationIn, registeringCertificate, thumbprintOf } from './by-certificate.ts'
import { clientInformation } from './client-information.ts'
import { issueSecrets } from './issue-secrets.ts'
import { takeJsonLeniently } from './json-body.ts'
import { clientManagement } from './management-routes.ts'
import { type Accepted, modeOf } from './mode.ts'
import { keepNew, type Preprocessed, preprocess, refuseTakenId } from './preprocess.ts'
import { initialTokenOf } from './who-may-register.ts'

/** RFC 7591 §3: Dynamic Client Registration, and the management of what was registered (`curity.md` 2, 3). */
export const registrationEndpoint: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, services) => {
  const { path, behaviour } = services
  takeJsonLeniently(app, behaviour)
  const refuseWhileOff = () => void registrationOn(services)
  services.unserved.guard(path, refuseWhileOff)
  app.addHook('onRequest', async () => refuseWhileOff())
  await clientManagement(app, services)

  const create = { schema: { response: { 200: ClientInformation, 201: ClientInformation } } }
  app.post(path, create, async (request, reply) => {
    const registration = registrationOn(services)
    const switches = behaviour.current
    const mode = modeOf(request.body, registration, services)
    const initialToken = await initialTokenOf(request, mode.who, services)
    if (switches.initialTokenUses === 'once-on-any-attempt') await use(initialToken)
    const wanted = await preprocess(request.body, callOf(initialToken), services)
    const accepted = mode.accept(wanted.asked)
    const certificate = initialToken ? undefined : await registeringCertificate(request, mode.who, services)
    const named = certificate && registration.bounds?.certificateNamesClient ? organizationIn(certificate) : undefined
    const clientId = wanted.clientId ?? named
    if (clientId !== undefined) await refuseTakenId(clientId, services)
    if (switches.initialTokenUses !== 'once-on-any-attempt') await use(initialToken)
    const client = {
      ...newClient(accepted, { ...wanted, clientId }, initialToken, services),
      ...(certificate && { certificate: thumbprintOf(certificate) }),
    }
    const { row, fresh } = issueSecrets(client, registration.management, services)
    await keepNew(row, services)
    return reply
      .code(switches.registrationStatus)
      .header('cache-control', 'no-store')
      .header('pragma', 'no-cache')
      .send(clientInformation(row, fresh, services))
  })

  async function use(token: InitialToken | undefined): Promise<void> {
    if (!token || (await services.initialTokens.use(token))) return
    throw invalidToken('The token has been used', reasons.used())
  }
}

/** @throws the answer of a server that has no registration (`curity.md` 2.7) */
function registrationOn({ configuration, behaviour }: Services): Registration {
  const { registration } = configuration.service
  if (registration) return registration
  if (behaviour.current.registrationOff === 'access_denied') throw accessDenied('Registration is off', reasons.off())
  throw new NotServed(404, reasons.off())
}

const callOf = (token: InitialToken | undefined) => ({
  method: 'POST' as const,
  initialClient: token?.clientId,
  authenticatedUser: token?.username,
  existing: undefined,
})

function newClient(
  { metadata, instanceOf }: Accepted,
  { clientId, properties }: Preprocessed,
  token: InitialToken | undefined,
  { ids, clock, behaviour }: Services,
): RegisteredClient {
  const now = epochSeconds(clock)
  return {
    id: clientId ?? behaviour.quirks.run('newClientId', () => ids.uuid('client-id')),
    created: now,
    updated: now,
    status: 'active',
    initialClient: token?.clientId ?? null,
    ...(token?.username !== undefined && { authenticatedUser: token.username }),
    ...(instanceOf !== undefined && { instanceOf }),
    ...(Object.keys(properties).length > 0 && { properties }),
    metadata,
  }
}
