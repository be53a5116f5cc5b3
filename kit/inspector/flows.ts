import type { Exchange, ExchangeBus } from '../exchanges.ts'
import type { Mask } from '../redact.ts'
import { type Hop, transcriptOf } from '../transcript.ts'
import { isNarrow, matcherOf, mostTold, type Search } from './search.ts'

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
  /** When the oldest exchange came that was searched, in epoch ms, if the search ended before it had a page full. */
  searchedTo?: number
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
/** So many hops fill a page, too, however few flows they are: a browser paints it at once. */
const hopsOfPage = 100

/**
 * One page of flows, the newest first. Only what the page needs is told, and of a search what may be looked for, until the page is full
 * or enough was told: ten thousand exchanges cost little more than ten.
 */
export function flowPage(bus: ExchangeBus, { search, before = Number.POSITIVE_INFINITY, mask }: FlowQuery): FlowPage {
  const { may, is } = matcherOf(search, bus)
  const narrow = isNarrow(search)
  const flows: (Flow & { newest: number })[] = []
  let [shown, told] = [0, 0]
  for (const [id, ids] of bus.traces()) {
    const newest = ids[0] ?? 0
    if (newest >= before) continue
    const candidates = narrow ? bus.told(bus.those(ids, may)) : []
    told += candidates.length
    const found = new Set(narrow ? candidates.filter(is).map(numbered) : ids)
    const last = flows.at(-1)
    if (found.size > 0) {
      if (last && (flows.length === pageSize || shown >= hopsOfPage)) return { flows, before: last.newest }
      const hops = hopsOf(bus, ids, mask)
      shown += hops.hops.length
      flows.push({ id, newest, found, ...hops })
    }
    if (told >= mostTold) return { flows, before: newest, searchedTo: candidates[0]?.arrived ?? 0 }
  }
  return { flows }
}

function hopsOf(bus: ExchangeBus, ids: readonly number[], mask: Mask | undefined): Pick<Flow, 'hops' | 'more'> {
  const told = bus.told(ids.slice(-mostHops), mask)
  return { hops: transcriptOf(told), more: ids.length - told.length }
}

/** Every exchange that is looked for, oldest first: with its whole flow. */
export function exchangesOf(bus: ExchangeBus, search: Search, mask?: Mask): Exchange[] {
  const { may, is } = matcherOf(search, bus)
  const isWanted = (trace: readonly number[]) => !isNarrow(search) || bus.told(bus.those(trace, may)).some(is)
  const ids = [...bus.traces().values()].filter(isWanted).flat()
  return bus.told(
    ids.sort((a, b) => a - b),
    mask,
  )
}

const numbered = ({ id }: Exchange) => id
