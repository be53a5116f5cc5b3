import type { Client } from '../clients/client.ts'
import type { TokenService } from '../configuration/token-service.ts'
import { hashOf } from '../secrets.ts'
import { hasScope, scopesIn } from '../tokens/scopes.ts'

type Parameters = Record<string, string>

/**
 * Stands for no scope at all where the engine asks for one: it ends a flow that grants nothing, and the product gives a token with an
 * empty scope (`curity.md` 4.2). No client has it, so that no token has it either.
 */
export const emptyScope = 'urn:mock-curity:no-scope'

/**
 * The parameters of an authorization request as the engine takes them: without the scopes that the client does not have, which
 * are dropped in silence (`curity.md` 4.2), and with a plain code challenge (RFC 7636 §4.2, the default) turned into its S256 form. A form that
 * the client may not use goes on as one that the engine does not know, and refuses.
 */
export function authorizationParameters(given: Parameters, client: Client, service: TokenService): Parameters {
  const known = new Set(service.scopes.map(({ id }) => id))
  const scope = scopesIn(given.scope).filter(
    (one) => isGranted(one, client, service) && (one === 'dcr' || known.has(one)),
  )
  const isElsewhere = given.request_uri !== undefined || given.request !== undefined
  const asked = given.scope === undefined && isElsewhere ? {} : { scope: scope.join(' ') || emptyScope }
  return { ...given, ...asked, ...challengeOf(given, client) }
}

/** A client has its own scopes; `dcr` is the right of those that `authenticate-user-by` lists (`curity.md` 2.2, 2.3). */
export const isGranted = (scope: string, client: Client, service: TokenService): boolean =>
  scope === 'dcr' ? (service.registration?.who.users.has(client.id) ?? false) : hasScope(client, scope, service)

/** The scopes of an earlier grant that the client has still. */
export const grantedTo = (client: Client, scope: string | undefined, service: TokenService): string =>
  scopesIn(scope)
    .filter((one) => isGranted(one, client, service))
    .join(' ')

function challengeOf(
  { code_challenge, code_challenge_method = 'plain' }: Parameters,
  { disallowedChallengeMethods }: Client,
): Parameters {
  if (code_challenge === undefined) return {}
  if (disallowedChallengeMethods.includes(code_challenge_method)) return { code_challenge_method: 'disallowed' }
  if (code_challenge_method !== 'plain') return {}
  return { code_challenge: hashOf(code_challenge), code_challenge_method: 'S256' }
}
