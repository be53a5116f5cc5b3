import type { FastifyRequest } from 'fastify'
import { bearerToken } from '../bearer.ts'
import type { WhoMayRegister } from '../configuration/registration.ts'
import { accessDenied, insufficientScope, invalidToken, NoBearerToken } from '../errors.ts'
import { dcr as reasons } from '../reasons.ts'
import type { Services } from '../services.ts'
import type { InitialToken } from '../tokens/initial-tokens.ts'
import { registeringCertificate } from './by-certificate.ts'

/**
 * The initial token that a registration rests on; undefined when anybody may register, or a certificate does (`curity.md` 2.2, 2.3, 2.7).
 * @throws NoBearerToken, invalid_token, insufficient_scope
 */
export async function initialTokenOf(
  request: FastifyRequest,
  who: WhoMayRegister,
  services: Services,
): Promise<InitialToken | undefined> {
  const { behaviour, initialTokens, accessTokens } = services
  const value = bearerToken(request)
  if (value === undefined) {
    if (who.anybody || (await registeringCertificate(request, who, services))) return undefined
    throw new NoBearerToken(who.certificates ? reasons.noCertificate() : reasons.noToken())
  }
  const reading = await initialTokens.read(value)
  if ('token' in reading && reading.token.scope !== 'dcrm') return listed(reading.token, who, services)
  // Where no token is asked for, one that is no good is not looked at: a portal may send a fixed one (`curity.md` 10).
  if (who.anybody) return undefined
  if ('dead' in reading && reading.dead === 'used') throw invalidToken('The token has been used', reasons.used())
  if ('dead' in reading && reading.dead === 'expired') throw invalidToken('The token has expired', reasons.expired())
  const other = 'token' in reading ? reading : await accessTokens.read(value)
  if ('dead' in other) throw invalidToken('The token is not valid', reasons.unknownToken())
  const refuse = behaviour.current.tokenWithoutDcr === 'invalid_token' ? invalidToken : insufficientScope
  throw refuse('The token does not have the scope dcr', reasons.scopeMissing())
}

function listed(
  token: InitialToken,
  { clients, users, anybody }: WhoMayRegister,
  { behaviour }: Services,
): InitialToken {
  if (anybody || (token.username === undefined ? clients : users).has(token.clientId)) return token
  const refuse = behaviour.current.tokenOfUnlistedClient === 'access_denied' ? accessDenied : invalidToken
  const leaf = token.username === undefined ? 'authenticate-client-by' : 'authenticate-user-by'
  throw refuse('The client may not register others', reasons.unlisted(token.clientId, leaf))
}
