import { type InvalidParameter, invalidParameters } from '../errors.ts'
import { type Filter, type FilterField, notAllowedInQuery, type Predicate, predicateOf } from './filters.ts'
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

/** A listing that also sorts and filters by what stands in other rows: those are read when something names it. */
export interface JoinedListing<Row> {
  /** By the rows themselves. */
  own: Listing<Row>
  /** By everything. */
  joined: () => Promise<Listing<Row>>
}

interface ListOptions<Row, View> {
  listing: Listing<Row> | JoinedListing<Row>
  limits: PageLimits
  view: (row: Row) => View | Promise<View>
}

/**
 * The page of `rows` that `query` asks for, each row shown by `view`. Of a source, only the page is read when nothing filters and the
 * order is that of creation, and only what an index gives when a filter asks for equality with something that has one.
 * @throws Problem 400 with every wrong parameter at once
 */
export async function listPage<Row extends Listable, View>(
  rows: readonly Row[] | RowSource<Row>,
  query: unknown,
  { listing: wanted, limits, view }: ListOptions<Row, View>,
): Promise<Page<View>> {
  const sent = textsOf(query)
  const listing = 'joined' in wanted ? await (knows(wanted.own, sent) ? wanted.own : wanted.joined()) : wanted
  const mistakes: InvalidParameter[] = []
  const take = <T>(result: T | InvalidParameter): T | undefined => {
    if (!isMistake(result)) return result
    mistakes.push(result)
    return undefined
  }
  const number = take(pageNumber(sent))
  const size = take(pageSize(sent, limits))
  const compare = take(orderOf(sent.sort, listing.sort))
  const filters = [...filtersOf(sent, listing)].map((result) => take(result))
  if (!number || !size || !compare || mistakes.length > 0) throw invalidParameters(mistakes)

  const from = (number - 1) * size
  const asMade = byCreation.exec(sent.sort ?? 'created_at')
  if ('page' in rows && asMade && filters.length === 0) {
    const found = await rows.page({ from, size, newestFirst: asMade[1] === 'desc' })
    return { data: await Promise.all(found.map(view)), meta: { page: { number, size, total: await rows.count() } } }
  }
  const among = filters.find((filter) => filter?.among)?.among
  const all = 'page' in rows ? await (among ? narrowed(rows, among) : rows.all()) : rows
  const matching = all.filter((row) => filters.every((filter) => filter?.holds(row) ?? true)).sort(compare)
  const shown = await Promise.all(matching.slice(from, from + size).map(view))
  return { data: shown, meta: { page: { number, size, total: matching.length } } }
}

/** Orders that the rows of a source have by themselves. */
const byCreation = /^\s*created_at(?:\s+(asc|desc))?\s*$/

async function narrowed<Row>(rows: RowSource<Row>, { index, keys }: NonNullable<Filter<Row>['among']>): Promise<Row[]> {
  const lists = await Promise.all(Array.from(new Set(keys), (key) => rows.narrowed(index, key)))
  return lists.flat()
}

/** Whether a listing knows all that a query sorts and filters by. */
const knows = <Row extends Listable>(listing: Listing<Row>, sent: Record<string, string>): boolean =>
  !isMistake(orderOf(sent.sort, listing.sort)) && ![...filtersOf(sent, listing)].some(isMistake)

/**
 * The rows that the filters of `query` let through, for lists that come whole.
 * @throws Problem 400 with every wrong filter at once
 */
export function filtered<Row>(rows: readonly Row[], query: unknown, listing: Listing<Row>): Row[] {
  const results = [...filtersOf(textsOf(query), listing)]
  const mistakes = results.filter(isMistake)
  if (mistakes.length > 0) throw invalidParameters(mistakes)
  const filters = results.filter((result): result is Filter<Row> => !isMistake(result))
  return rows.filter((row) => filters.every(({ holds }) => holds(row)))
}

function* filtersOf<Row>(
  sent: Record<string, string>,
  listing: Listing<Row>,
): Generator<Filter<Row> | InvalidParameter> {
  for (const [name, operand] of Object.entries(sent)) {
    const own = memberOf(listing.other, name)
    if (own) yield { holds: own(operand) }
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
