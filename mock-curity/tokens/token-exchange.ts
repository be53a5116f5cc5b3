import { requireCapability } from '../client-authentication/capability.ts'
import { invalidRequest, invalidTarget } from '../errors.ts'
import { token as reasons } from '../token-reasons.ts'
import { answerOf } from './client-credentials.ts'
import type { Grant } from './grant-request.ts'
import { scopesIn, userScopes } from './scopes.ts'
import { tokenChanges } from './token-procedures.ts'

const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'

/**
 * RFC 8693: an access token of this server for one that stands for the same subject at another client. The real product leaves
 * what comes out to a token procedure; without one the scopes are those asked for, or all, that both the old token and the
 * client have. It adds `issued_token_type` to the answer (`curity.md` 4.1).
 */
export const tokenExchange: Grant = async ({ client, form, certificate }, services) => {
  const { configuration, accessTokens, delegations } = services
  requireCapability(client, 'oauth-token-exchange', 'token', configuration.service)
  const { subject_token, subject_token_type, requested_token_type = accessTokenType, audience } = form
  if (!subject_token || !subject_token_type) throw invalidRequest('subject_token is missing', reasons.noSubjectToken())
  if (subject_token_type !== accessTokenType || requested_token_type !== accessTokenType)
    throw invalidRequest('The token type is not supported', reasons.tokenType(accessTokenType))
  if (form.actor_token !== undefined) throw invalidRequest('actor_token is not supported', reasons.actorToken())
  if (audience !== undefined && !client.audience.includes(audience))
    throw invalidTarget('The audience is not allowed', reasons.audience(audience, client.id))
  const reading = await accessTokens.read(subject_token)
  // RFC 8693 §2.2.2 asks for this code, whatever is wrong with the token.
  if ('dead' in reading) throw invalidRequest('The subject token is not valid', reasons.deadSubject(reading.dead))
  const { token: subject } = reading
  const old = scopesIn(subject.scope)
  const asked = form.scope === undefined ? old : scopesIn(form.scope).filter((one) => old.includes(one))
  const scope = userScopes(asked, client, configuration.service).join(' ')
  const bound = { client, subject: subject.subject, scope, certificate, ...(audience && { audience: [audience] }) }
  const changed = await tokenChanges('oauth-token-oauth-token-exchange', bound, form, services)
  const { value, token } = await accessTokens.issue({ ...bound, ...changed })
  const delegation = await delegations.find(subject.delegationId)
  if (delegation?.username !== undefined || subject.subject !== client.id) {
    const { claims, username } = delegation ?? {}
    const id = token.delegationId
    await delegations.put({
      ...{ id, clientId: client.id, revoked: false, expiresAt: token.expiresAt },
      ...(username !== undefined && { username }),
      ...(claims && { claims }),
    })
  }
  const answer = answerOf(value, token.expiresAt - token.issuedAt, token.scope, services)
  return { ...answer, issued_token_type: accessTokenType }
}
