import type { JWK } from 'jose'
import type { AuthenticatingClient } from '../idp/client-authentication.ts'
import { pairOfText } from './basic.ts'
import type { Inbound } from './inbound.ts'
import type { PluginClient, StrategySettings } from './settings.ts'

/**
 * Which of the plugin's own clients acts for a request: the one that `client_arg` names by its id or its number from 1, in a header, the
 * query; otherwise the first (gateway.md 1.2). It is not asked for the caller's own credentials.
 */
export function clientFor(inbound: Inbound, { clients, clientArgument }: StrategySettings): PluginClient | undefined {
  if (clients.length < 2) return clients[0]
  const header = clientArgument.replaceAll('_', '-').toLowerCase()
  const asked = inbound.header(`x-${header}`) ?? inbound.header(header) ?? inbound.query[clientArgument]
  return clients.find(({ id }, at) => id === asked || String(at + 1) === asked) ?? clients[0]
}

/** The client that a token was got with earlier; the first where none of its own is known, or it is there no more. */
export const clientOf = (
  token: { client?: string | undefined },
  { clients }: StrategySettings,
): PluginClient | undefined => clients.find(({ id }) => id === token.client) ?? clients[0]

/** A client of the plugin's as it shows itself to the identity provider. */
export const authenticatingClient = ({ id, secret = '', jwk, alg }: PluginClient): AuthenticatingClient => ({
  pair: pairOfText(id, secret),
  alg,
  jwk: jwk as JWK | undefined, // what it lacks to be a key, its import tells
})
