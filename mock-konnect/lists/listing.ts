import { type InvalidParameter, invalidParameters } from '../errors.ts'
import { type FilterField, notAllowedInQuery, type Predicate, predicateOf } from './filters.ts'
import { type Page, type PageLimits, pageNumber, pageSize } from './paging.ts'
import type { RowSource } from './rows.ts'
import { orderOf, type SortFields } from './sorting.ts'

/** What a list can be sorted and filtered by; other `filter[…]` and `sort` values are refused (`konnect.md` 1.5). */
export interface Listing<Row> {
  sort: SortFields<Row>
  filter: Readonly<Record<string, FilterField<Row>>>
  /** Members that are maps, filtered by one key: `filter[labels.owner]=…`. */
  maps?: Readonly<Record<string, (key: string) => FilterField<Row>>>
  /** Query parameters that filter in a form of their own, such as `labels`. */
  other?: Readonly<Record<string, (operand: string) => Predicate<Row>>>
}

/** Rows that every list can hold: without a `sort`, the oldest come first. */
export interface Listable {
  readonly id: string
  readonly created_at: string | number
}

interface ListOptions<Row, View> {
  /** A function when it takes reading to know it: it is called when something sorts or filters. */
  listing: Listing<Row> | (() => Promise<Listing<Row>>)
  limits: PageLimits
  view: (row: Row) => View | Promise<View>
}

/**
 * The page of `rows` that `query` asks for, each row shown by `view`. Of a source in the order of creation, only the page is read.
 * @throws Problem 400 with every wrong parameter at once
 */
export async function listPage<Row extends Listable, View>(
  rows: readonly Row[] | RowSource<Row>,
  query: unknown,
  { listing: wanted, limits, view }: ListOptions<Row, View>,
): Promise<Page<View>> {
  const sent = textsOf(query)
  const listing = typeof wanted === 'function' ? await (isPlain(sent) ? plainListing : wanted()) : wanted
  const mistakes: InvalidParameter[] = []
  const take = <T>(result: T | InvalidParameter): T | undefined => {
    if (!isMistake(result)) return result
    mistakes.push(result)
    return undefined
  }
  const number = take(pageNumber(sent))
  const size = take(pageSize(sent, limits))
  const compare = take(orderOf(sent.sort, listing.sort))
  const predicates = [...predicatesOf(sent, listing)].map((result) => take(result))
  if (!number || !size || !compare || mistakes.length > 0) throw invalidParameters(mistakes)

  const from = (number - 1) * size
  const asMade = byCreation.exec(sent.sort ?? 'created_at')
  if ('page' in rows && asMade && predicates.length === 0) {
    const found = await rows.page({ from, size, newestFirst: asMade[1] === 'desc' })
    return { data: await Promise.all(found.map(view)), meta: { page: { number, size, total: await rows.count() } } }
  }
  const all = 'page' in rows ? await rows.all() : rows
  const matching = all.filter((row) => predicates.every((holds) => holds?.(row) ?? true)).sort(compare)
  const shown = await Promise.all(matching.slice(from, from + size).map(view))
  return { data: shown, meta: { page: { number, size, total: matching.length } } }
}

/** Orders that the rows of a source have by themselves. */
const byCreation = /^\s*created_at(?:\s+(asc|desc))?\s*$/
const plainListing = { sort: {}, filter: {} }
const isPlain = (sent: object) => !Object.keys(sent).some((name) => name === 'sort' || name.startsWith('filter'))

/**
 * The rows that the filters of `query` let through, for lists that come whole.
 * @throws Problem 400 with every wrong filter at once
 */
export function filtered<Row>(rows: readonly Row[], query: unknown, listing: Listing<Row>): Row[] {
  const results = [...predicatesOf(textsOf(query), listing)]
  const mistakes = results.filter(isMistake)
  if (mistakes.length > 0) throw invalidParameters(mistakes)
  const predicates = results.filter((result) => typeof result === 'function')
  return rows.filter((row) => predicates.every((holds) => holds(row)))
}

function* predicatesOf<Row>(
  sent: Record<string, string>,
  listing: Listing<Row>,
): Generator<Predicate<Row> | InvalidParameter> {
  for (const [name, operand] of Object.entries(sent)) {
    const own = memberOf(listing.other, name)
    if (own) yield own(operand)
    const [, field, operator = 'eq'] = /^filter\[([^\]]*)\](?:\[([^\]]*)\])?$/.exec(name) ?? []
    if (field === undefined) {
      if (name.startsWith('filter')) yield notAllowedInQuery(name)
      continue
    }
    const [map = '', key = ''] = field.split(/\.(.*)/s, 2)
    const known = memberOf(listing.filter, field) ?? (key ? memberOf(listing.maps, map)?.(key) : undefined)
    yield known ? predicateOf(known, name, operator, operand) : notAllowedInQuery(name)
  }
}

const memberOf = <T>(map: Readonly<Record<string, T>> = {}, name: string): T | undefined =>
  Object.hasOwn(map, name) ? map[name] : undefined

/** Of a parameter that was sent twice the last counts. */
const textsOf = (query: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(query ?? {}).map(([name, value]) => [name, String([value].flat().at(-1))]))

const isMistake = (result: unknown): result is InvalidParameter =>
  typeof result === 'object' && result !== null && 'rule' in result
