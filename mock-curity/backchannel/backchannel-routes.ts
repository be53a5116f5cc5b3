import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { guardPages } from '../../kit/pages/guard.ts'
import { authenticateClient } from '../client-authentication/authenticate-client.ts'
import { requireCapability } from '../client-authentication/capability.ts'
import { invalidBindingMessage, invalidRequest, invalidScope } from '../errors.ts'
import { Form, takeFormsOnly } from '../forms.ts'
import { backchannel as reasons } from '../reasons.ts'
import type { EndpointOptions } from '../services.ts'
import { scopesIn, userScopes } from '../tokens/scopes.ts'
import { backchannelTimes } from './backchannel-requests.ts'
import { decisionPages } from './decision-routes.ts'
import { userHinted } from './user-hint.ts'

/**
 * OpenID Connect Client-Initiated Backchannel Authentication 1.0, polled: a client names a user, who decides elsewhere. The public record
 * tells of the product the capability, the members of registration, and that it is polled alone; the path is the sheet's (`curity.md` 1.2,
 * 2.5), and the pages below it, in place of its authenticators, are ours.
 */
export const backchannelEndpoint: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, services) => {
  const { path, configuration, backchannelRequests } = services
  takeFormsOnly(app)

  app.post(path, { schema: { body: Form } }, async (request, reply) => {
    const form = request.body
    const { client } = await authenticateClient(request, form, 'backchannel', path, services)
    const { service } = configuration
    requireCapability(client, 'backchannel-authentication', 'backchannel', service)
    if (form.request !== undefined) throw invalidRequest('Signed requests are not supported', reasons.signedRequest())
    if (!form.scope) throw invalidRequest('scope is missing', reasons.noScope())
    const scopes = userScopes(scopesIn(form.scope), client, service)
    if (!scopes.includes('openid')) throw invalidScope('The scope openid is required', reasons.noOpenid(client.id))
    const bindingMessage = bindingMessageIn(form)
    const lifetime = lifetimeIn(form)
    const username = await userHinted(form, client, services)
    const { id } = await backchannelRequests.issue(
      {
        clientId: client.id,
        username,
        scope: scopes.join(' '),
        ...(bindingMessage !== undefined && { bindingMessage }),
      },
      lifetime,
    )
    const { interval } = backchannelTimes
    return reply.header('cache-control', 'no-store').send({ auth_req_id: id, expires_in: lifetime, interval })
  })

  app.register(async (pages) => {
    guardPages(pages)
    pages.register(decisionPages, { ...services, path: `${path}/decide` })
  })
}

/** Short and plain, so that a user compares it at a glance (CIBA Core §7.1; the bound is ours). @throws OAuthError invalid_binding_message */
function bindingMessageIn({ binding_message: message }: Form): string | undefined {
  if (message === undefined || /^[^\p{Cc}]{1,100}$/u.test(message)) return message
  throw invalidBindingMessage('The binding message is not acceptable', reasons.bindingMessage())
}

/** As long as the client asks for, and no longer than without it. @throws OAuthError invalid_request */
function lifetimeIn({ requested_expiry: asked }: Form): number {
  if (asked === undefined) return backchannelTimes.lifetime
  if (/^[1-9]\d{0,8}$/.test(asked)) return Math.min(Number(asked), backchannelTimes.lifetime)
  throw invalidRequest('requested_expiry is no positive number', reasons.requestedExpiry())
}
