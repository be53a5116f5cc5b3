import type { Exchange, ExchangeBus } from '../exchanges.ts'
import type { Mask } from '../redact.ts'
import { type Hop, transcriptOf } from '../transcript.ts'
import { isNarrow, matcherOf, type Search } from './search.ts'

/** All hops of one trace. */
export interface Flow {
  /** Of its trace. */
  id: string
  hops: readonly Hop[]
  /** How many hops there are beyond those shown. */
  more: number
  /** Ids of the exchanges that were looked for; all, when nothing was in particular. */
  found: ReadonlySet<number>
}

export interface FlowPage {
  flows: readonly Flow[]
  /** Where the page of older flows begins; undefined when there are none. */
  before?: number
}

export interface FlowQuery {
  search: Search
  /** Only flows whose newest exchange is older than the one with this id. */
  before?: number | undefined
  mask?: Mask | undefined
}

const pageSize = 10
/** A diagram with more is read by nobody. */
const mostHops = 100

/**
 * One page of flows, the newest first. Only what the page needs is told, and of a search as much as it takes to fill it: ten thousand
 * exchanges cost little more than ten.
 */
export function flowPage(bus: ExchangeBus, { search, before = Number.POSITIVE_INFINITY, mask }: FlowQuery): FlowPage {
  const matches = matcherOf(search, bus)
  const narrow = isNarrow(search)
  const flows: (Flow & { newest: number })[] = []
  for (const [id, ids] of bus.traces()) {
    const newest = ids[0] ?? 0
    if (newest >= before || (search.trace && search.trace !== id)) continue
    const found = new Set(narrow ? bus.told(ids).filter(matches).map(numbered) : ids)
    if (found.size === 0) continue
    const last = flows.at(-1)
    if (flows.length === pageSize && last) return { flows, before: last.newest }
    flows.push({ id, newest, found, ...hopsOf(bus, ids, mask) })
  }
  return { flows }
}

function hopsOf(bus: ExchangeBus, ids: readonly number[], mask: Mask | undefined): Pick<Flow, 'hops' | 'more'> {
  const told = bus.told(ids.slice(-mostHops), mask)
  return { hops: transcriptOf(told), more: ids.length - told.length }
}

/** Every exchange that is looked for, oldest first: with its whole flow. */
export function exchangesOf(bus: ExchangeBus, search: Search, mask?: Mask): Exchange[] {
  const matches = matcherOf(search, bus)
  const ids = [...bus.traces().values()].filter((trace) => !isNarrow(search) || bus.told(trace).some(matches)).flat()
  return bus.told(
    ids.sort((a, b) => a - b),
    mask,
  )
}

const numbered = ({ id }: Exchange) => id
