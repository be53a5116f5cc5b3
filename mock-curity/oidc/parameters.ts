import type { Client } from '../clients/client.ts'
import type { TokenService } from '../configuration/token-service.ts'
import { hashOf } from '../secrets.ts'
import { scopesIn } from '../tokens/scopes.ts'

type Parameters = Record<string, string>

/**
 * The parameters of an authorization request as the engine takes them: without the scopes that the client does not have, which
 * are dropped in silence (`curity.md` 4.2), and with a plain code challenge (RFC 7636 §4.2, the default) turned into its S256 form.
 */
export function authorizationParameters(given: Parameters, client: Client, { scopes }: TokenService): Parameters {
  const known = new Set(scopes.map(({ id }) => id))
  const scope = scopesIn(given.scope).filter((one) => known.has(one) && client.scopes.includes(one))
  return { ...given, ...(given.scope !== undefined && { scope: scope.join(' ') }), ...challengeOf(given) }
}

function challengeOf({ code_challenge, code_challenge_method = 'plain' }: Parameters): Parameters {
  if (code_challenge === undefined || code_challenge_method !== 'plain') return {}
  return { code_challenge: hashOf(code_challenge), code_challenge_method: 'S256' }
}
