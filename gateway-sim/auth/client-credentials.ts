import { refusedFor } from '../idp/refusal.ts'
import type { Inbound } from './inbound.ts'
import type { MethodContext } from './method-context.ts'
import { type AccessToken, andThen, foundIn, type MaybeSoon, type Outcome } from './outcome.ts'
import { type FoundPair, findPair } from './pair-credentials.ts'
import type { Pairs } from './settings.ts'
import type { Grant } from './token-source.ts'

/**
 * The `client_credentials` method: the caller's id and secret become an access token, got at the identity provider with
 * them or taken from the node's cache (gateway.md 1.3).
 */
export function clientCredentialsMethod(context: MethodContext) {
  const { settings, behaviour } = context
  const names = ['client_id', 'client_secret'] as const
  const parameters: Pairs = [
    ['grant_type', 'client_credentials'],
    ['scope', settings.scope],
  ]
  return (inbound: Inbound): MaybeSoon<Outcome> => {
    const rawAccepted = behaviour.current.rawBasic === 'accept'
    const found = findPair(inbound, { places: settings.places.client, names, rawAccepted, quirks: behaviour.quirks })
    return andThen(found, (pair) => ('kind' in pair ? pair : exchange(pair, parameters, context, inbound)))
  }
}

function exchange(
  { pair, hide }: FoundPair,
  parameters: Pairs,
  { source, settings }: MethodContext,
  inbound: Inbound,
): MaybeSoon<Outcome> {
  inbound.trail.note(foundIn('client_credentials', hide))
  const clientAuth = settings.tokens.callersAuth
  const grant: Grant = { method: 'client_credentials', client: { pair }, clientAuth, parameters }
  const got = source.tokenFor(grant, [pair.id, pair.secret], inbound)
  const good = (token: AccessToken): Outcome => ({ kind: 'authenticated', token, hide })
  return got instanceof Promise ? got.then(good, (error) => refusedFor(error, inbound.trail)) : good(got)
}
