import { requireCapability } from '../client-authentication/capability.ts'
import type { Client } from '../clients/client.ts'
import { invalidScope } from '../errors.ts'
import type { Services } from '../services.ts'
import { token as reasons } from '../token-reasons.ts'
import type { Grant } from './grant-request.ts'
import type { InitialTokenGrant } from './initial-tokens.ts'
import { grantedScopes, scopesIn } from './scopes.ts'
import type { TokenAnswer } from './token-answer.ts'
import { tokenChanges } from './token-procedures.ts'

/** RFC 6749 §4.4: a token for the client itself; with scope `dcr`, one that registers a client (`curity.md` 2.3, 4.1). */
export const clientCredentials: Grant = async ({ client, form, certificate }, services) => {
  const { configuration, behaviour, accessTokens } = services
  requireCapability(client, 'client-credentials', 'token', configuration.service)
  const asked = scopesIn(form.scope)
  if (asked.includes('dcr') && mayRegister(client, services)) return initialToken({ clientId: client.id }, services)
  if (asked.includes('dcrm') && mayManage(client, services)) {
    return initialToken({ clientId: client.id, scope: 'dcrm' }, services)
  }
  const others = asked.filter((scope) => scope !== 'dcr')
  const scope = grantedScopes(others, client, configuration.service, behaviour.current).join(' ')
  const own = { client, subject: client.id, scope, certificate }
  const changed = tokenChanges('oauth-token-client-credentials', own, form, services)
  const { value, token } = await accessTokens.issue(changed ? { ...own, ...(await changed) } : own)
  return answerOf(value, token.expiresAt - token.issuedAt, token.scope, services)
}

/** The right to `dcr` comes from being listed, not from a configured scope. @throws invalid_scope, unless a switch lets it pass */
function mayRegister({ id }: Client, { configuration, behaviour }: Services): boolean {
  const { registration } = configuration.service
  if (registration?.who.clients.has(id)) return true
  if (behaviour.current.unlistedClientAsksForDcr === 'token-without-dcr') return false
  throw invalidScope(
    'The scope dcr is not allowed for this client',
    registration ? reasons.dcrNotAllowed(id) : reasons.dcrOff(),
  )
}

/** The right to `dcrm`, too, comes from being listed; a client that is not asks for a scope like any other. */
const mayManage = ({ id }: Client, { configuration }: Services): boolean =>
  configuration.service.registration?.management?.clients.has(id) ?? false

/** A token that registers a client, or manages them all: opaque, whatever the form of access tokens. */
export async function initialToken(grant: InitialTokenGrant, services: Services): Promise<TokenAnswer> {
  const token = await services.initialTokens.issue(grant)
  return answerOf(token.id, token.expiresAt - token.issuedAt, grant.scope ?? 'dcr', services)
}

/** A token answer; `lifetime` in seconds. */
export function answerOf(value: string, lifetime: number, scope: string, { behaviour }: Services): TokenAnswer {
  const own = (access_token: string, seconds: number, granted: string): TokenAnswer => ({
    access_token,
    expires_in: behaviour.current.expiresInOneShort ? seconds - 1 : seconds,
    scope: granted,
    token_type: 'bearer',
  })
  return behaviour.quirks.run('tokenAnswer', own, value, lifetime, scope)
}
