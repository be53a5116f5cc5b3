import type { GatewayQuirks } from '../quirks/hook-points.ts'
import { afterScheme, type ClientPair, pairOfText, readBasic, splitPair } from './basic.ts'
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
  quirks: GatewayQuirks
}

/** Looks in the Basic header, then query, then body (gateway.md 1.2). An outcome when there is no pair to go on with. */
export function findPair(inbound: Inbound, asked: PairPlaces): MaybeSoon<FoundPair | Outcome> {
  const { places, names } = asked
  const basic = places.includes('header') ? inHeader(inbound, asked) : undefined
  if (basic && !('kind' in basic && basic.kind === 'absent')) return basic
  const inQuery = places.includes('query') ? inArguments(inbound.query, 'query', names) : undefined
  if (inQuery) return inQuery
  const inBody = (args: Arguments) => inArguments(args, 'body', names) ?? basic ?? absent
  return places.includes('body') ? andThen(inbound.bodyArguments(), inBody) : inBody({})
}

function inHeader(inbound: Inbound, { rawAccepted, quirks }: PairPlaces): FoundPair | Outcome | undefined {
  const value = afterScheme('basic', inbound.header('authorization'))
  if (value === undefined) return undefined
  const split = (text: string) => quirks.run('splitPair', splitPair, text)
  const read = (text: string, raw: boolean) => readBasic(text, raw, split)
  const basic = quirks.run('readBasic', read, value, rawAccepted)
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
