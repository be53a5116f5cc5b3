import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { epochSeconds } from '../../kit/clock.ts'
import { guardPages } from '../../kit/pages/guard.ts'
import { explain } from '../../kit/recorder.ts'
import { authenticateClient } from '../client-authentication/authenticate-client.ts'
import { requireCapability } from '../client-authentication/capability.ts'
import { Form, takeFormsOnly } from '../forms.ts'
import type { EndpointOptions } from '../services.ts'
import { userByPassword } from '../sign-in/user-by-password.ts'
import { device as reasons } from '../token-reasons.ts'
import { scopesIn, userScopes } from '../tokens/scopes.ts'
import { deviceTimes } from './device-codes.ts'
import { decidedPage, userCodePage } from './device-pages.ts'
import { decide } from './user-decision.ts'

const VerifyQuery = Type.Object({ user_code: Type.Optional(Type.String()) })

/**
 * RFC 8628: a device gets a code, and its user enters it elsewhere. The public record tells nothing of the product's endpoint but
 * the capability: the path is the sheet's, the page below it is ours (`curity.md` 1.2).
 */
export const deviceEndpoint: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, services) => {
  const { path, configuration, deviceCodes } = services
  const verify = `${path}/verify`
  takeFormsOnly(app)

  app.post(path, { schema: { body: Form } }, async (request, reply) => {
    const form = request.body
    const { client } = await authenticateClient(request, form, 'device', path, services)
    const { service } = configuration
    requireCapability(client, 'device-authorization', 'device', service)
    const scope = userScopes(scopesIn(form.scope), client, service).join(' ')
    const { id, userCode } = await deviceCodes.issue({ clientId: client.id, scope })
    const page = `${service.baseUrl}${verify}`
    return reply.header('cache-control', 'no-store').send({
      device_code: id,
      user_code: userCode,
      verification_uri: page,
      verification_uri_complete: `${page}?user_code=${userCode}`,
      expires_in: deviceTimes.lifetime,
      interval: deviceTimes.interval,
    })
  })

  app.register(async (pages) => {
    guardPages(pages)
    pages.register(verification, { ...services, path: verify })
  })
}

/** Where the user enters the code and decides. */
const verification: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, { path, ...services }) => {
  const { configuration, deviceCodes, clock } = services

  app.get(path, { schema: { querystring: VerifyQuery } }, async (request, reply) =>
    reply.type('text/html; charset=utf-8').send(userCodePage({ userCode: request.query.user_code ?? '' })),
  )

  app.post(path, { schema: { body: Form } }, async (request, reply) => {
    const { user_code = '', username = '', action } = request.body
    const code = await deviceCodes.findByUserCode(user_code)
    const user = userByPassword(request.body, configuration.service)
    const known = code?.state === 'pending' && code.expiresAt > epochSeconds(clock)
    const approved = action !== 'deny'
    const state = approved ? 'approved' : 'denied'
    const decided =
      code && known && user !== undefined && (await decide(deviceCodes, code.id, { state, username: user }))
    if (!decided) {
      explain(request, known ? reasons.wrongPassword() : reasons.unknownCode())
      return reply
        .code(400)
        .type('text/html; charset=utf-8')
        .send(userCodePage({ userCode: user_code, username, failed: true }))
    }
    return reply.type('text/html; charset=utf-8').send(decidedPage(approved))
  })
}
