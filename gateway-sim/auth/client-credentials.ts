import type { Behaviour } from '../../kit/behaviour.ts'
import type { GatewayBehaviour } from '../behaviour.ts'
import type { IdpClients } from '../idp/http.ts'
import type { IdentityProvider } from '../idp/identity-provider.ts'
import { idpFailure } from '../idp/refusal.ts'
import { clientAuthOf, requestToken } from '../idp/token-endpoint.ts'
import { afterScheme, type ClientPair, pairOfText, readBasic } from './basic.ts'
import { refusedFor } from './bearer.ts'
import * as reasons from './credential-reasons.ts'
import type { Arguments, Inbound } from './inbound.ts'
import { decodeJwt } from './jwt.ts'
import { type AccessToken, absent, type Hideable, type MaybeSoon, type Outcome } from './outcome.ts'
import type { StrategySettings } from './settings.ts'
import { secondsKept, type TokenCache } from './token-cache.ts'
import type { TokenVerifier } from './token-verifier.ts'

/** What the method works with; cache and clients are the whole node's. */
export interface ClientCredentialsOptions {
  settings: StrategySettings
  provider: IdentityProvider
  verifier: TokenVerifier
  cache: TokenCache
  clients: IdpClients
  behaviour: Behaviour<GatewayBehaviour>
}

interface FoundPair {
  pair: ClientPair
  hide: Hideable
}

/**
 * The `client_credentials` method: the caller's id and secret become an access token, got at the identity provider with
 * them or taken from the node's cache (gateway.md 1.3).
 */
export function clientCredentialsMethod(options: ClientCredentialsOptions) {
  return (inbound: Inbound): MaybeSoon<Outcome> => {
    const found = findPair(inbound, options)
    if (found instanceof Promise) return found.then((later) => exchange(later, options))
    return exchange(found, options)
  }
}

function exchange(found: FoundPair | Outcome, options: ClientCredentialsOptions): MaybeSoon<Outcome> {
  if ('kind' in found) return found
  const { cache, settings } = options
  const { pair, hide } = found
  const key = keyOf(pair, settings)
  const kept = settings.tokens.cached ? cache.find(key) : undefined
  if (kept) return { kind: 'authenticated', token: kept, hide }
  const fetched = settings.tokens.cached
    ? cache.once(key, () => fetchToken(pair, options, key))
    : fetchToken(pair, options, undefined)
  return fetched.then((token) => ({ kind: 'authenticated', token, hide }), refusedFor)
}

/** The secret is part of the key, so a wrong one never finds the token of the right one (gateway.md 1.3, step 2). */
function keyOf({ id, secret }: ClientPair, { issuer, scope, tokens }: StrategySettings): string {
  return [tokens.salt, issuer, tokens.keyHasScope ? scope : '', id, secret].join('\n')
}

async function fetchToken(
  client: ClientPair,
  { settings, provider, verifier, cache, clients }: ClientCredentialsOptions,
  key: string | undefined,
): Promise<AccessToken> {
  const { tokens, scope } = settings
  const { tokenEndpoint, clientAuthMethods } = await provider.knowledge()
  const endpoint = tokens.endpoint ?? tokenEndpoint
  if (endpoint === undefined) throw idpFailure(reasons.notAnIssuer(settings.issuer, 'it names no token_endpoint'))
  const answer = await requestToken(clients, provider.connection, {
    endpoint,
    client,
    clientAuth: clientAuthOf(tokens.clientAuth, clientAuthMethods),
    scope,
    extraArguments: tokens.extraArguments,
  })
  const token = await examine(answer.accessToken, verifier)
  if (key !== undefined) cache.keep(key, token, secondsKept(answer.expiresIn, tokens))
  return token
}

/** An opaque token is taken, and has no claims to find an application by (gateway.md 1.3, step 8). */
async function examine(value: string, verifier: TokenVerifier): Promise<AccessToken> {
  if (decodeJwt(value) === 'opaque') return verifier.tokenOf(value, undefined)
  return verifier.recall(value) ?? verifier.verify(value, 'client_credentials')
}

/** Header, then query, then body (gateway.md 1.2). */
function findPair(inbound: Inbound, { settings, behaviour }: ClientCredentialsOptions): MaybeSoon<FoundPair | Outcome> {
  const { credentialPlaces: places } = settings
  const basic = places.includes('header') ? inHeader(inbound, behaviour.current.rawBasic === 'accept') : undefined
  if (basic && !('kind' in basic && basic.kind === 'absent')) return basic
  const late = (args: Arguments) => inArguments(args, 'body') ?? basic ?? absent
  const inQuery = places.includes('query') ? inArguments(inbound.query, 'query') : undefined
  if (inQuery || !places.includes('body')) return inQuery ?? late({})
  const args = inbound.bodyArguments()
  return args instanceof Promise ? args.then(late) : late(args)
}

function inHeader(inbound: Inbound, rawAccepted: boolean): FoundPair | Outcome | undefined {
  const value = afterScheme('basic', inbound.header('authorization'))
  if (value === undefined) return undefined
  const basic = readBasic(value, rawAccepted)
  if ('pair' in basic) return { pair: basic.pair, hide: { place: 'header', names: ['authorization'] } }
  return 'refused' in basic ? { kind: 'refused', reason: basic.refused } : { kind: 'absent', reason: basic.absent }
}

function inArguments(
  { client_id: id, client_secret: secret }: Arguments,
  place: 'query' | 'body',
): FoundPair | undefined {
  if (!id || secret === undefined) return undefined
  return { pair: pairOfText(id, secret), hide: { place, names: ['client_id', 'client_secret'] } }
}
