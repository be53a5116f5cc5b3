import type { Switches } from '../behaviour.ts'
import type { Client } from '../clients/client.ts'
import type { TokenService } from '../configuration/token-service.ts'
import { invalidScope } from '../errors.ts'
import { token as reasons } from '../token-reasons.ts'

/** The scopes of a request parameter, each once, in the order asked for (RFC 6749 §3.3). */
export const scopesIn = (parameter: string | undefined): string[] =>
  parameter ? [...new Set(parameter.split(/\s+/).filter((scope) => scope !== ''))] : []

/** Whether a client has a scope: by its name, or by one that stands for all with its beginning (`curity.md` 4.2). */
export function hasScope({ scopes: own }: Client, scope: string, { scopes }: TokenService): boolean {
  if (own.includes(scope)) return true
  return scopes.some(({ id, prefix }) => prefix && own.includes(id) && scope.startsWith(id))
}

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
  const granted = wanted.filter((scope) => isGranted(scope, asked, client, service, switches))
  refuseMissingScope(granted, client, service)
  return granted
}

/** A scope that is marked as required must be among those granted. @throws invalid_scope */
function refuseMissingScope(granted: readonly string[], client: Client, { scopes }: TokenService): void {
  const missing = scopes.find(({ id, required }) => required && client.scopes.includes(id) && !granted.includes(id))
  if (missing) throw invalidScope(`The scope ${missing.id} is required`, reasons.scopeRequired(missing.id))
}

/** The scopes a client gets for a user: those it does not have are dropped, as in the code flow (`curity.md` 4.2). @throws invalid_scope */
export function userScopes(asked: readonly string[], client: Client, service: TokenService): string[] {
  const granted = asked.filter((scope) => hasScope(client, scope, service))
  refuseMissingScope(granted, client, service)
  return granted
}

function isGranted(
  scope: string,
  asked: readonly string[],
  client: Client,
  service: TokenService,
  switches: Switches,
): boolean {
  if (scope === 'openid') return grantsOpenid(asked.includes('openid'), switches)
  if (hasScope(client, scope, service)) return true
  if (switches.scopeNotAllowed === 'drop') return false
  throw invalidScope(`The scope ${scope} is not allowed for this client`, reasons.scope(scope, client.id))
}

/** What becomes of `openid` without a user is not known; by default it is dropped. */
function grantsOpenid(asked: boolean, { openidWithClientCredentials }: Switches): boolean {
  if (openidWithClientCredentials !== 'invalid_scope') return openidWithClientCredentials === 'grant'
  if (!asked) return false
  throw invalidScope('The scope openid needs a user', reasons.openid())
}

/** Seconds that a token may live: as the client has it, or less when one of its scopes has less (`time-to-live`, `curity.md` 4.2). */
export function lifetimeOf({ accessTokenTtl }: Client, scope: string, { scopes }: TokenService): number {
  if (scope === '') return accessTokenTtl
  const granted = scope.split(' ')
  const covers = (id: string, prefix: boolean) => granted.some((one) => one === id || (prefix && one.startsWith(id)))
  const limits = scopes.flatMap(({ id, prefix, timeToLive }) => (timeToLive && covers(id, prefix) ? timeToLive : []))
  return Math.min(accessTokenTtl, ...limits)
}
