import { type InvalidParameter, invalidParameters } from '../../errors.ts'
import { cursorOf, positionOf } from '../../lists/cursor.ts'
import { notAllowedInQuery } from '../../lists/filters.ts'
import { wholeNumber } from '../../lists/paging.ts'
import type { RowSource } from '../../lists/rows.ts'
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

/** A selector that an index answers, with what the index holds for an operand. */
export type IndexedSelectors = Readonly<Record<string, { index: string; key: (operand: string) => string }>>

/** How a list of one kind of entity is asked for and shown. */
interface EntityListing<Row, View> {
  query: unknown
  path: string
  view: (row: Row) => View
  /** What `filter[name]` compares; default: the name. */
  nameOf?: (row: Row) => string | null
  /** Further parameters that select. */
  selectors?: Selectors<Row>
  indexed?: IndexedSelectors
}

/**
 * The page of `rows` that `query` asks for: `size` 1 to 1000 (100 when absent) from `offset`, in the order in which they came. Only the
 * page is read when nothing selects, and only what an index gives when a selector has one.
 * @throws Problem 400 with every wrong parameter
 */
export async function entityPage<Row extends CoreEntity, View>(
  rows: RowSource<Row>,
  { query, path, view, nameOf = (row) => row.name, selectors: more = {}, indexed = {} }: EntityListing<Row, View>,
): Promise<EntityPage<View>> {
  // Fastify's query parser gives texts, and lists of texts for what was sent twice.
  const sent = query as Texts
  const size = wholeNumber('size', sent.size ?? '100', 1000)
  const from = positionOf(sent.offset, 'offset')
  const selectors: Selectors<Row> = { ...usualSelectors(nameOf), ...more }
  const mistakes = [size, from, ...unknownFilters(sent, selectors)].filter(
    (value): value is InvalidParameter => typeof value === 'object',
  )
  if (typeof size !== 'number' || typeof from !== 'number' || mistakes.length > 0) throw invalidParameters(mistakes)

  const selecting = Object.entries(sent).filter(([name]) => Object.hasOwn(selectors, name))
  const found = selecting.length === 0 ? await rows.page({ from, size: size + 1 }) : await selected()
  const data = found.slice(0, size).map(view)
  if (found.length <= size) return { data }
  const offset = cursorOf(from + size)
  return { data, next: `${path}?size=${size}&offset=${encodeURIComponent(offset)}`, offset }

  /** One more than the page, if there is one. */
  async function selected(): Promise<Row[]> {
    const [name = '', operand = ''] = selecting.find(([name]) => Object.hasOwn(indexed, name)) ?? []
    const by = indexed[name]
    const all = await (by ? rows.narrowed(by.index, by.key(String(operand))) : rows.all())
    const keeps = selecting.flatMap(([name, operand]) => selectors[name]?.(String(operand)) ?? [])
    return all.filter((row) => keeps.every((keep) => keep(row))).slice(Number(from), Number(from) + Number(size) + 1)
  }
}

/** Names are unique in a control plane, and so are other members that such indexes hold. */
export const namesIn = (controlPlaneId: string, index = 'name', ...others: readonly string[]): IndexedSelectors => {
  const key = (operand: string) => `${controlPlaneId} ${operand}`
  const byName = { 'filter[name][eq]': { index, key } }
  return { ...byName, ...Object.fromEntries(others.map((other) => [other, { index: other, key }])) }
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
