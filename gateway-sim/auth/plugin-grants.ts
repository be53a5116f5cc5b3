import { refusedFor } from '../idp/refusal.ts'
import { asText } from './basic.ts'
import * as reasons from './credential-reasons.ts'
import type { Inbound } from './inbound.ts'
import type { MethodContext } from './method-context.ts'
import { absent, andThen, foundIn, type Hideable, type MaybeSoon, type Outcome } from './outcome.ts'
import { findPair } from './pair-credentials.ts'
import { authenticatingClient, clientFor } from './plugin-client.ts'
import type { Method, Pairs } from './settings.ts'

/** The `password` method: a user's name and password become a token, by a client of the plugin's (gateway.md 1.2). */
export function passwordMethod(context: MethodContext) {
  const { settings, behaviour } = context
  const names = ['username', 'password'] as const
  return (inbound: Inbound): MaybeSoon<Outcome> => {
    const rawAccepted = behaviour.current.rawBasic === 'accept'
    const found = findPair(inbound, { places: settings.places.password, names, rawAccepted, quirks: behaviour.quirks })
    return andThen(found, (pair) => {
      if ('kind' in pair) return pair
      const parameters = [
        ['username', asText(pair.pair.id)],
        ['password', asText(pair.pair.secret)],
        ['scope', settings.scope],
      ] as const
      return exchange({ method: 'password', parameters, hide: pair.hide }, context, inbound)
    })
  }
}

/** The `refresh_token` method: a refresh token of a client of the plugin's becomes an access token (gateway.md 1.2). */
export function refreshTokenMethod(context: MethodContext) {
  const { places, name } = { places: context.settings.places.refresh, name: context.settings.refreshTokenName }
  return (inbound: Inbound): MaybeSoon<Outcome> => {
    const use = (value: string | undefined, place: Hideable['place']): MaybeSoon<Outcome> | undefined => {
      const parameters = [['refresh_token', value ?? '']] as const
      const hide: Hideable = { place, names: [place === 'header' ? name.toLowerCase() : name] }
      return value ? exchange({ method: 'refresh_token', parameters, hide }, context, inbound) : undefined
    }
    const early =
      (places.includes('header') ? use(inbound.header(name.toLowerCase()), 'header') : undefined) ??
      (places.includes('query') ? use(inbound.query[name], 'query') : undefined)
    if (early || !places.includes('body')) return early ?? absent
    return andThen(inbound.bodyArguments(), (args) => use(args[name], 'body') ?? absent)
  }
}

interface Exchange {
  method: Method & ('password' | 'refresh_token')
  parameters: Pairs
  hide: Hideable
}

function exchange(
  { method, parameters, hide }: Exchange,
  context: MethodContext,
  inbound: Inbound,
): MaybeSoon<Outcome> {
  inbound.trail.note(foundIn(method, hide))
  const own = clientFor(inbound, context.settings)
  // The Basic credential is tried again as a client's, if that method is on (gateway.md 1.1, the exception).
  const shared = method === 'password' && hide.place === 'header'
  if (!own) return { kind: 'refused', reason: reasons.noPluginClient(method), shared }
  const grant = {
    method,
    client: authenticatingClient(own),
    own: own.id,
    clientAuth: own.auth,
    parameters: [['grant_type', method] as const, ...parameters],
  }
  const got = context.source.tokenFor(grant, [method, own.id, ...parameters.flat()], inbound)
  return Promise.resolve(got).then(
    (token): Outcome => ({ kind: 'authenticated', token, hide }),
    (error) => ({ ...refusedFor(error, inbound.trail), shared }),
  )
}
