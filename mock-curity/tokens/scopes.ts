import type { Switches } from '../behaviour.ts'
import type { Client } from '../clients/client.ts'
import type { TokenService } from '../configuration/token-service.ts'
import { invalidScope } from '../errors.ts'
import { token as reasons } from '../reasons.ts'

/** The scopes of a request parameter, each once, in the order asked for (RFC 6749 §3.3). */
export const scopesIn = (parameter: string | undefined): string[] => [
  ...new Set((parameter ?? '').split(/\s+/).filter((scope) => scope !== '')),
]

/**
 * The scopes a client gets for itself (`curity.md` 4.2). Scope `dcr` is no matter of this function.
 * @throws invalid_scope
 */
export function grantedScopes(
  asked: readonly string[],
  client: Client,
  service: TokenService,
  switches: Switches,
): string[] {
  const wanted = asked.length === 0 && switches.scopeAbsent === 'all-client-scopes' ? client.scopes : asked
  const granted = wanted.filter((scope) => isGranted(scope, asked, client, switches))
  const missing = service.scopes.find(
    ({ id, required }) => required && client.scopes.includes(id) && !granted.includes(id),
  )
  if (missing) throw invalidScope(`The scope ${missing.id} is required`, reasons.scopeRequired(missing.id))
  return granted
}

function isGranted(scope: string, asked: readonly string[], client: Client, switches: Switches): boolean {
  if (scope === 'openid') return grantsOpenid(asked.includes('openid'), switches)
  if (client.scopes.includes(scope)) return true
  if (switches.scopeNotAllowed === 'drop') return false
  throw invalidScope(`The scope ${scope} is not allowed for this client`, reasons.scope(scope, client.id))
}

/** What becomes of `openid` without a user is not known; by default it is dropped. */
function grantsOpenid(asked: boolean, { openidWithClientCredentials }: Switches): boolean {
  if (openidWithClientCredentials !== 'invalid_scope') return openidWithClientCredentials === 'grant'
  if (!asked) return false
  throw invalidScope('The scope openid needs a user', reasons.openid())
}
