import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { authenticateClient } from '../client-authentication/authenticate-client.ts'
import { invalidRequest, unsupportedGrantType } from '../errors.ts'
import { Form, takeFormsOnly } from '../forms.ts'
import type { EndpointOptions } from '../services.ts'
import { token as reasons } from '../token-reasons.ts'
import { clientCredentials } from './client-credentials.ts'
import type { Grant } from './grant-request.ts'
import { TokenAnswer } from './token-answer.ts'

const userGrant = async () => (await import('../oidc/user-grants.ts')).userGrant

/** The grants, each loaded with its first request; that of every flow is there. */
const grants: Record<string, () => Promise<Grant> | Grant> = {
  client_credentials: () => clientCredentials,
  authorization_code: userGrant,
  refresh_token: userGrant,
  password: async () => (await import('./password.ts')).passwordGrant,
  'urn:ietf:params:oauth:grant-type:token-exchange': async () => (await import('./token-exchange.ts')).tokenExchange,
  'urn:openid:params:grant-type:ciba': async () =>
    (await import('../backchannel/backchannel-grant.ts')).backchannelGrant,
  'urn:ietf:params:oauth:grant-type:device_code': async () => (await import('../device/device-grant.ts')).deviceGrant,
}

/** RFC 6749 §3.2: the token endpoint (`curity.md` 4). */
export const tokenEndpoint: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, services) => {
  const { path } = services
  takeFormsOnly(app)

  app.post(path, { schema: { body: Form, response: { 200: TokenAnswer } } }, async (request, reply) => {
    const form = request.body
    if (!form.grant_type) throw invalidRequest('grant_type is missing', reasons.noGrantType())
    const soon = grantOf(form.grant_type)
    const grant = soon instanceof Promise ? await soon : soon
    const { client, certificate } = await authenticateClient(request, form, 'token', path, services)
    const answer = await grant({ client, form, request, certificate }, services)
    return reply.header('cache-control', 'no-store').header('pragma', 'no-cache').send(answer)
  })
}

function grantOf(grantType: string): Promise<Grant> | Grant {
  const load = Object.hasOwn(grants, grantType) ? grants[grantType] : undefined
  if (load) return load()
  throw unsupportedGrantType('The grant type is not supported', reasons.unknownGrant(grantType, Object.keys(grants)))
}
