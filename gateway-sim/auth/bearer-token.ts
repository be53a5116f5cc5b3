import { afterScheme } from './basic.ts'
import type { Arguments, Inbound } from './inbound.ts'
import { andThen, type Hideable, type MaybeSoon } from './outcome.ts'
import type { StrategySettings } from './settings.ts'

/** An access token that a caller brought. */
export interface FoundToken {
  value: string
  hide: Hideable
}

/** Looks in headers, then query, then body, then cookie (gateway.md 1.2). */
export function findToken(inbound: Inbound, settings: StrategySettings): MaybeSoon<FoundToken | undefined> {
  const { bearer: places } = settings.places
  const early =
    (places.includes('header') ? inHeaders(inbound, settings.bearerHeader) : undefined) ??
    (places.includes('query') ? inArguments(inbound.query, 'query') : undefined)
  if (early) return early
  const inLate = (args: Arguments) =>
    inArguments(args, 'body') ?? (places.includes('cookie') ? inCookie(inbound, settings.bearerCookie) : undefined)
  return places.includes('body') ? andThen(inbound.bodyArguments(), inLate) : inLate({})
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
