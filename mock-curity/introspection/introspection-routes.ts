import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { epochSeconds } from '../../kit/clock.ts'
import { explain } from '../../kit/recorder.ts'
import { authenticateClient } from '../client-authentication/authenticate-client.ts'
import { requireCapability } from '../client-authentication/capability.ts'
import { invalidRequest } from '../errors.ts'
import { Form, takeFormsOnly } from '../forms.ts'
import { introspection as reasons } from '../reasons.ts'
import type { EndpointOptions, Services } from '../services.ts'
import type { AccessToken } from '../tokens/access-tokens.ts'
import { confirmationOf } from '../tokens/jwt-claims.ts'
import { refreshTokenClaims } from './refresh-token.ts'

/** RFC 7662, and the same as a JWT for gateways: the phantom token (`curity.md` 5.1). */
export const introspectionEndpoint: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, services) => {
  const { path, configuration, behaviour, accessTokens, clock } = services
  takeFormsOnly(app)

  app.post(path, { schema: { body: Form } }, async (request, reply) => {
    const form = request.body
    const { client } = await authenticateClient(request, form, 'introspection', path, services)
    const status = behaviour.current.introspectionWithoutCapability
    requireCapability(client, 'introspection', 'introspection', configuration.service, status)
    if (!form.token) throw invalidRequest('token is missing', reasons.noToken())
    const reading = await accessTokens.read(form.token)
    const asJwt = prefersJwt(request.headers.accept)
    reply.header('cache-control', 'no-store')
    if ('dead' in reading) {
      const refresh = await refreshTokenClaims(form.token, services)
      if (refresh && !asJwt && behaviour.current.introspectionOfRefreshToken === 'active') return reply.send(refresh)
      explain(request, reasons.inactive(reading.dead))
      return asJwt ? answerDead(reply, services) : reply.send({ active: false })
    }
    const own = (value: string, token: AccessToken) => claimsOf(value, token, services)
    if (!asJwt) return reply.send(await behaviour.quirks.run('introspectionAnswer', own, form.token, reading.token))
    const jwt = await accessTokens.asJwt(form.token, reading.token)
    return reply
      .header('cache-control', `max-age=${Math.max(0, reading.token.expiresAt - epochSeconds(clock))}`)
      .header('content-type', 'application/jwt')
      .header('content-length', Buffer.byteLength(jwt))
      .send(jwt)
  })
}

/** Members in the order of the product's answer; there is a client id here, and no `jti` (`curity.md` 5.1). */
async function claimsOf(value: string, token: AccessToken, { configuration, behaviour, accessTokens }: Services) {
  const own = {
    sub: token.subject,
    purpose: 'access_token',
    iss: configuration.service.issuer,
    active: true,
    token_type: 'bearer',
    client_id: token.clientId,
    aud: token.audience,
    nbf: token.issuedAt,
    scope: token.scope,
    exp: token.expiresAt,
    delegationId: token.delegationId,
    iat: token.issuedAt,
  }
  return {
    ...own,
    ...token.claims,
    // Whatever a procedure has added.
    ...own,
    ...confirmationOf(token),
    ...(behaviour.current.phantomTokenMember && { phantom_token: await accessTokens.asJwt(value, token) }),
  }
}

function answerDead(reply: FastifyReply, { behaviour }: Services) {
  const { introspectionOfDeadToken } = behaviour.current
  if (introspectionOfDeadToken === '204') return reply.code(204).send()
  return reply.code(introspectionOfDeadToken === '401' ? 401 : 200).send()
}

/** Whether `Accept` ranks `application/jwt` at least as high as JSON. */
function prefersJwt(accept = ''): boolean {
  const ranks = new Map(accept.split(',').map(mediaRange))
  const jwt = ranks.get('application/jwt') ?? 0
  return jwt > 0 && jwt >= (ranks.get('application/json') ?? 0)
}

function mediaRange(range: string): [type: string, rank: number] {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
  const q = parameters.find((parameter) => parameter.startsWith('q='))
  return [type, q === undefined ? 1 : Number(q.slice(2))]
}
