import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { authenticateClient } from '../client-authentication.ts'
import { invalidRequest, unsupportedGrantType } from '../errors.ts'
import { Form, takeFormsOnly } from '../forms.ts'
import { userGrant } from '../oidc/user-grants.ts'
import { token as reasons } from '../reasons.ts'
import type { EndpointOptions } from '../services.ts'
import { clientCredentials } from './client-credentials.ts'
import { TokenAnswer } from './token-answer.ts'

const grants = {
  client_credentials: clientCredentials,
  authorization_code: userGrant,
  refresh_token: userGrant,
}

/** RFC 6749 §3.2: the token endpoint (`curity.md` 4). */
export const tokenEndpoint: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, services) => {
  takeFormsOnly(app)

  app.post(services.path, { schema: { body: Form, response: { 200: TokenAnswer } } }, async (request, reply) => {
    const form = request.body
    if (!form.grant_type) throw invalidRequest('grant_type is missing', reasons.noGrantType())
    const grant = grantOf(form.grant_type)
    const client = await authenticateClient(request, form, 'token', services)
    const answer = await grant(client, form, services, request)
    return reply.header('cache-control', 'no-store').header('pragma', 'no-cache').send(answer)
  })
}

function grantOf(grantType: string) {
  if (Object.hasOwn(grants, grantType)) return grants[grantType as keyof typeof grants] // hasOwn in this line
  throw unsupportedGrantType('The grant type is not supported', reasons.unknownGrant(grantType))
}
