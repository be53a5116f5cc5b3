import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { epochSeconds } from '../../kit/clock.ts'
import { bearerToken } from '../bearer.ts'
import type { RegisteredClient } from '../clients/registered-client.ts'
import type { Management } from '../configuration/registration.ts'
import { invalidToken, NoBearerToken, NotServed, OAuthError } from '../errors.ts'
import { management as reasons } from '../reasons.ts'
import { isSecret } from '../secrets.ts'
import type { EndpointOptions, Services } from '../services.ts'
import { ClientInformation } from './answer.ts'
import { registeringCertificate, thumbprintOf } from './by-certificate.ts'
import { clientInformation } from './client-information.ts'
import { rotateSecrets } from './issue-secrets.ts'
import { replacement } from './replacement.ts'

const Params = Type.Object({ clientId: Type.String() })
const answering = { schema: { params: Params, response: { 200: ClientInformation } } }

/** RFC 7592: reading, replacing and deleting one client with its registration access token (`curity.md` 3). */
export const clientManagement: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, services) => {
  const { path, registered, clock } = services
  const url = `${path}/:clientId`
  services.unserved.guard(`${path}/`, () => void managementOn(services))

  app.get(url, answering, async (request, reply) => {
    const { row, token, management } = await managed(request, request.params.clientId, services)
    if (token !== undefined) refuseAfterReadWrite(row, management, services)
    return reply.header('cache-control', 'no-store').send(await rotated(row, token, management, services))
  })

  app.put(url, answering, async (request, reply) => {
    const { row, token, management } = await managed(request, request.params.clientId, services)
    if (token !== undefined) refuseAfterReadWrite(row, management, services)
    const replaced = await replacement(row, request.body, services)
    const next = services.behaviour.quirks.run('replaced', asIs, replaced, row)
    return reply.header('cache-control', 'no-store').send(await rotated(next, token, management, services))
  })

  app.delete(url, { schema: { params: Params } }, async (request, reply) => {
    const { row } = await managed(request, request.params.clientId, services)
    const remnant = services.behaviour.quirks.run('remnant', nothing, row)
    await (remnant ? registered.replace(remnant) : registered.remove(row.id))
    return reply.code(204).send()
  })

  function refuseAfterReadWrite(
    { registrationToken }: RegisteredClient,
    { readWriteTtl }: Management,
    { behaviour }: Services,
  ) {
    if (registrationToken && epochSeconds(clock) < registrationToken.issuedAt + readWriteTtl) return
    const why = reasons.readWriteExpired()
    if (behaviour.current.readWriteExpired === 401) throw invalidToken('The token may only delete', why)
    throw new OAuthError(403, 'insufficient_scope', 'The token may only delete', why)
  }
}

const asIs = (after: RegisteredClient, _before: RegisteredClient) => after
const nothing = (_row: RegisteredClient) => undefined

/** @throws NotServed while client management is off */
function managementOn({ configuration, behaviour }: Services): Management {
  const management = configuration.service.registration?.management
  if (!management) throw new NotServed(behaviour.current.managementOff, reasons.off())
  return management
}

/**
 * The client at `id`, if the request has its token, or that of a management client.
 * @returns the client's own token; undefined when a management client asks
 * @throws NoBearerToken, invalid_token
 */
async function managed(request: FastifyRequest, id: string, services: Services) {
  const { registered, behaviour, clock } = services
  const management = managementOn(services)
  const token = bearerToken(request)
  if (token === undefined) throw new NoBearerToken(reasons.noToken())
  const manages = await isManager(token, management, services)
  const row = await registered.find(id)
  if (!row) {
    if (behaviour.current.unknownClientAtManagement === 404) throw new NotServed(404, reasons.unknownClient())
    throw invalidToken('The token is not valid', reasons.unknownClient())
  }
  if (manages) return { row, token: undefined, management }
  const known = row.registrationToken
  if (!known || !isSecret(known.hash, token)) {
    throw invalidToken(
      'The token is not valid',
      isSecret(known?.oldHash, token) ? reasons.rotatedToken() : reasons.wrongToken(),
    )
  }
  if (
    management.confirmsCertificate &&
    row.certificate !== undefined &&
    !(await hasCertificate(request, row.certificate, services))
  )
    throw invalidToken('The token is not valid', reasons.otherCertificate())
  if (known.expiresAt <= epochSeconds(clock)) throw invalidToken('The token has expired', reasons.expired())
  return { row, token, management }
}

/** Whether the request was made with the certificate of this thumbprint, and its issuer is still trusted. */
async function hasCertificate(request: FastifyRequest, thumbprint: string, services: Services): Promise<boolean> {
  const { bounds } = services.configuration.service.registration ?? {}
  const certificate = bounds && (await registeringCertificate(request, bounds.who, services))
  return certificate !== undefined && thumbprintOf(certificate) === thumbprint
}

/** Whether a token was issued for scope `dcrm`, to a client that still manages others. */
async function isManager(token: string, { clients }: Management, { initialTokens }: Services): Promise<boolean> {
  if (clients.size === 0) return false
  const reading = await initialTokens.read(token)
  return 'token' in reading && reading.token.scope === 'dcrm' && clients.has(reading.token.clientId)
}

async function rotated(row: RegisteredClient, token: string | undefined, management: Management, services: Services) {
  const issued = rotateSecrets(row, token, management, services)
  // Deleted while this request was under way: it is as if the request had come later.
  if (!(await services.registered.replace(issued.row)))
    throw invalidToken('The token is not valid', reasons.unknownClient())
  return clientInformation(issued.row, issued.fresh, services)
}
