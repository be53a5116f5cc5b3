import { type InvalidParameter, invalidParameters } from '../../errors.ts'
import { cursorOf, positionOf } from '../../lists/cursor.ts'
import { notAllowedInQuery } from '../../lists/filters.ts'
import { wholeNumber } from '../../lists/paging.ts'
import type { CoreEntity } from '../../model/core-entity.ts'

/** The answer of a core entity list: `offset` and `next` are there when more follows (`konnect.md` 1.5). */
export interface EntityPage<View> {
  data: View[]
  next?: string
  offset?: string
}

type Texts = Readonly<Record<string, string>>
type Keep<Row> = (row: Row) => boolean

/** Parameters that select rows, each with what it lets through. */
export type Selectors<Row> = Readonly<Record<string, (operand: string) => Keep<Row>>>

const usualSelectors = <Row extends CoreEntity>(nameOf: (row: Row) => string | null): Selectors<Row> => ({
  tags: (operand) => (row) => hasTags(row.tags ?? [], operand),
  'filter[name][eq]': (operand) => (row) => nameOf(row) === operand,
  'filter[name][contains]': (operand) => (row) => nameOf(row)?.includes(operand) ?? false,
})

/** How a list of one kind of entity is asked for and shown. */
interface EntityListing<Row, View> {
  query: unknown
  path: string
  view: (row: Row) => View
  /** What `filter[name]` compares; default: the name. */
  nameOf?: (row: Row) => string | null
  /** Further parameters that select. */
  selectors?: Selectors<Row>
}

/**
 * The page of `rows` that `query` asks for: `size` 1 to 1000 (100 when absent) from `offset`, in order of creation.
 * @throws Problem 400 with every wrong parameter
 */
export function entityPage<Row extends CoreEntity, View>(
  rows: readonly Row[],
  { query, path, view, nameOf = (row) => row.name, selectors: more = {} }: EntityListing<Row, View>,
): EntityPage<View> {
  // Fastify's query parser gives texts, and lists of texts for what was sent twice.
  const sent = query as Texts
  const size = wholeNumber('size', sent.size ?? '100', 1000)
  const from = positionOf(sent.offset, 'offset')
  const selectors: Selectors<Row> = { ...usualSelectors(nameOf), ...more }
  const mistakes = [size, from, ...unknownFilters(sent, selectors)].filter(
    (value): value is InvalidParameter => typeof value === 'object',
  )
  if (typeof size !== 'number' || typeof from !== 'number' || mistakes.length > 0) throw invalidParameters(mistakes)

  const keeps = Object.entries(sent).flatMap(([name, operand]) => selectors[name]?.(String(operand)) ?? [])
  const matching = rows.filter((row) => keeps.every((keep) => keep(row))).sort(byCreation)
  const data = matching.slice(from, from + size).map(view)
  if (from + size >= matching.length) return { data }
  const offset = cursorOf(from + size)
  return { data, next: `${path}?size=${size}&offset=${encodeURIComponent(offset)}`, offset }
}

const unknownFilters = (sent: Texts, selectors: object): InvalidParameter[] =>
  Object.keys(sent)
    .filter((name) => name.startsWith('filter') && !(name in selectors))
    .map(notAllowedInQuery)

/** `a,b`: all of them; `a/b`: one of them. */
const hasTags = (tags: readonly string[], operand: string): boolean =>
  operand.includes('/')
    ? operand.split('/').some((tag) => tags.includes(tag))
    : operand.split(',').every((tag) => tags.includes(tag))

const byCreation = (a: CoreEntity, b: CoreEntity): number =>
  a.created_at - b.created_at || (a.id < b.id ? -1 : Number(a.id > b.id))
