import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { epochSeconds } from '../../kit/clock.ts'
import { bearerToken } from '../bearer.ts'
import type { Account } from '../configuration/schema.ts'
import { insufficientScope, invalidToken, NoBearerToken } from '../errors.ts'
import { takeFormsOnly } from '../forms.ts'
import { scopeClaims } from '../oidc/provider-configuration.ts'
import { userinfo as reasons } from '../reasons.ts'
import type { EndpointOptions, Services } from '../services.ts'
import type { AccessToken } from '../tokens/access-tokens.ts'
import type { Delegation } from '../tokens/delegations.ts'

/** OpenID Connect Core §5.3: claims about the user of an access token, signed for clients that want it (`curity.md` 5.3). */
export const userinfoEndpoint: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, services) => {
  const { path, configuration, accessTokens, delegations, clients, keys, clock } = services
  takeFormsOnly(app)
  app.get(path, answer)
  app.post(path, answer)

  async function answer(request: FastifyRequest, reply: FastifyReply) {
    const value = bearerToken(request)
    if (value === undefined) throw new NoBearerToken(reasons.noToken())
    const reading = await accessTokens.read(value)
    if ('dead' in reading) throw invalidToken('The token is not valid', reasons.dead(reading.dead))
    const { token } = reading
    const delegation = await delegations.find(token.delegationId)
    const account = configuration.service.accounts.get(delegation?.username ?? '')
    reply.header('cache-control', 'no-store')
    if (!delegation || !account || !token.scope.split(' ').includes('openid'))
      return answerWithoutUser(token, reply, services)
    const claims = { sub: token.subject, ...claimsFor(token, delegation, account) }
    const { service } = configuration
    const client = await clients.find(token.clientId)
    if (!client?.signedUserinfo || !service.userinfoSigning) return reply.send(claims)
    const now = epochSeconds(clock)
    const signed = { ...claims, iss: service.issuer, aud: token.clientId, iat: now, purpose: 'userinfo' }
    const jwt = keys.sign(signed, service.userinfoSigning)
    return reply.header('content-type', 'application/jwt').send(jwt)
  }
}

/** What a token that stands for a client gets is not known (`curity.md` 5.3). */
function answerWithoutUser({ subject }: AccessToken, reply: FastifyReply, { behaviour }: Services) {
  const { userinfoWithoutUser } = behaviour.current
  if (userinfoWithoutUser === 'sub-only') return reply.send({ sub: subject })
  const refuse = userinfoWithoutUser === 'invalid_token' ? invalidToken : insufficientScope
  throw refuse('The token stands for no user', reasons.noUser())
}

function claimsFor({ scope }: AccessToken, { claims = [] }: Delegation, account: Account): object {
  const named = new Set([...claims, ...scope.split(' ').flatMap((one) => scopeClaims[one] ?? [])])
  return Object.fromEntries(Object.entries(account.claims ?? {}).filter(([name]) => named.has(name) && name !== 'sub'))
}
