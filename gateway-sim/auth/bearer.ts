import { CredentialRefused } from '../idp/refusal.ts'
import { afterScheme } from './basic.ts'
import type { Arguments, Inbound } from './inbound.ts'
import { absent, type Hideable, type MaybeSoon, type Outcome } from './outcome.ts'
import type { StrategySettings } from './settings.ts'
import type { TokenVerifier } from './token-verifier.ts'

interface FoundToken {
  value: string
  hide: Hideable
}

/** The `bearer` method: a JWT access token that the caller brings (gateway.md 1.2, 3). */
export function bearerMethod(settings: StrategySettings, verifier: TokenVerifier) {
  return (inbound: Inbound): MaybeSoon<Outcome> => {
    const found = findToken(inbound, settings)
    if (found instanceof Promise) return found.then((later) => (later ? judge(later, verifier) : absent))
    return found ? judge(found, verifier) : absent
  }
}

function judge({ value, hide }: FoundToken, verifier: TokenVerifier): MaybeSoon<Outcome> {
  try {
    const token = verifier.recall(value)
    if (token) return { kind: 'authenticated', token, hide }
  } catch (error) {
    return refusedFor(error)
  }
  return verifier.verify(value, 'bearer').then((token) => ({ kind: 'authenticated', token, hide }), refusedFor)
}

/** A refusal as an outcome; anything else goes on as it came. */
export function refusedFor(error: unknown): Outcome {
  if (error instanceof CredentialRefused) return { kind: 'refused', reason: error.reason, idpFailed: error.idpFailed }
  throw error
}

/** Header, then query, then body, then cookie (gateway.md 1.2). */
function findToken(inbound: Inbound, settings: StrategySettings): MaybeSoon<FoundToken | undefined> {
  const { bearerPlaces: places, bearerCookie } = settings
  const early =
    (places.includes('header') ? inHeaders(inbound, settings.bearerHeader) : undefined) ??
    (places.includes('query') ? inArguments(inbound.query, 'query') : undefined)
  if (early) return early
  const late = (args: Arguments) =>
    inArguments(args, 'body') ?? (places.includes('cookie') ? inCookie(inbound, bearerCookie) : undefined)
  if (!places.includes('body')) return late({})
  const args = inbound.bodyArguments()
  return args instanceof Promise ? args.then(late) : late(args)
}

function inHeaders(inbound: Inbound, only: string | undefined): FoundToken | undefined {
  for (const name of only ? [only] : ['authorization', 'access-token', 'x-access-token']) {
    const sent = inbound.header(name)
    const value = name === 'authorization' ? afterScheme('bearer', sent) : sent?.trim()
    if (value) return { value, hide: { place: 'header', names: [name] } }
  }
  return undefined
}

function inArguments(args: Arguments, place: 'query' | 'body'): FoundToken | undefined {
  const value = args.access_token
  return value ? { value, hide: { place, names: ['access_token'] } } : undefined
}

function inCookie(inbound: Inbound, name: string | undefined): FoundToken | undefined {
  const value = name && inbound.cookies[name]
  return name && value ? { value, hide: { place: 'cookie', names: [name] } } : undefined
}
