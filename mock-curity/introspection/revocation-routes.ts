import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { authenticateClient } from '../client-authentication/authenticate-client.ts'
import { invalidRequest } from '../errors.ts'
import { Form, takeFormsOnly } from '../forms.ts'
import { revocation as reasons } from '../reasons.ts'
import type { EndpointOptions } from '../services.ts'

/**
 * RFC 7009: 200 and nothing else, whether the token was known or not. A token takes its whole delegation with it
 * (`curity.md` 5.2). The token of another client is left alone.
 */
export const revocationEndpoint: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, services) => {
  const { path, accessTokens, delegations, interactive } = services
  takeFormsOnly(app)

  app.post(path, { schema: { body: Form } }, async (request, reply) => {
    const form = request.body
    const { client } = await authenticateClient(request, form, 'revocation', path, services)
    if (!form.token) throw invalidRequest('token is missing', reasons.noToken())
    const reading = await accessTokens.read(form.token)
    const found = 'token' in reading ? reading.token : await interactive.findRefreshToken(form.token)
    if (found?.clientId === client.id) {
      const { delegationId: id, clientId, expiresAt } = found
      await delegations.revoke({ id, clientId, expiresAt })
      await interactive.endDelegation(id)
    }
    return reply.send()
  })
}
