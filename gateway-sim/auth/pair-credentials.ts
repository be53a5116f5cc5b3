import { afterScheme, type ClientPair, pairOfText, readBasic } from './basic.ts'
import type { Arguments, Inbound } from './inbound.ts'
import { absent, andThen, type Hideable, type MaybeSoon, type Outcome } from './outcome.ts'
import type { Place } from './settings.ts'

/** Two texts that open a door: client id and secret, or user name and password. */
export interface FoundPair {
  pair: ClientPair
  hide: Hideable
}

/** Where a pair may stand, and how its two arguments are called. */
export interface PairPlaces {
  places: readonly Place[]
  names: readonly [string, string]
  rawAccepted: boolean
}

/** Looks in the Basic header, then query, then body (gateway.md 1.2). An outcome when there is no pair to go on with. */
export function findPair(inbound: Inbound, { places, names, rawAccepted }: PairPlaces): MaybeSoon<FoundPair | Outcome> {
  const basic = places.includes('header') ? inHeader(inbound, rawAccepted) : undefined
  if (basic && !('kind' in basic && basic.kind === 'absent')) return basic
  const inQuery = places.includes('query') ? inArguments(inbound.query, 'query', names) : undefined
  if (inQuery) return inQuery
  const inBody = (args: Arguments) => inArguments(args, 'body', names) ?? basic ?? absent
  return places.includes('body') ? andThen(inbound.bodyArguments(), inBody) : inBody({})
}

function inHeader(inbound: Inbound, rawAccepted: boolean): FoundPair | Outcome | undefined {
  const value = afterScheme('basic', inbound.header('authorization'))
  if (value === undefined) return undefined
  const basic = readBasic(value, rawAccepted)
  if ('pair' in basic) return { pair: basic.pair, hide: { place: 'header', names: ['authorization'] } }
  return 'refused' in basic ? { kind: 'refused', reason: basic.refused } : { kind: 'absent', reason: basic.absent }
}

function inArguments(
  args: Arguments,
  place: 'query' | 'body',
  names: readonly [string, string],
): FoundPair | undefined {
  const id = args[names[0]]
  const secret = args[names[1]]
  return id && secret !== undefined ? { pair: pairOfText(id, secret), hide: { place, names } } : undefined
}
