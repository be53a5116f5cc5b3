import type { InvalidParameter } from '../errors.ts'
import { notAllowedInQuery } from './filters.ts'
import type { Listable } from './listing.ts'

export type Sortable = string | number | boolean | null | undefined
export type SortFields<Row> = Readonly<Record<string, (row: Row) => Sortable>>
export type Compare<Row> = (a: Row, b: Row) => number

/** `created_at` and `updated_at`, which nearly every list can be sorted by. */
export const times = {
  created_at: (row: { created_at: string }) => row.created_at,
  updated_at: (row: { updated_at: string }) => row.updated_at,
}

/**
 * The order that `sort=field`, `sort=field desc` or a comma list of such asks for (`konnect.md` 1.5); without one, and among
 * equals, by creation and then id.
 */
export function orderOf<Row extends Listable>(
  sort: string | undefined,
  fields: SortFields<Row>,
): Compare<Row> | InvalidParameter {
  const orders: Compare<Row>[] = []
  for (const part of sort === undefined ? [] : sort.split(',')) {
    const [, name = '', direction = 'asc'] = /^\s*(\S+)(?:\s+(asc|desc))?\s*$/i.exec(part) ?? []
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (!value) return unknownSort(Object.keys(fields))
    const sign = direction.toLowerCase() === 'desc' ? -1 : 1
    orders.push((a, b) => sign * byValue(value(a), value(b)))
  }
  return (a, b) => {
    for (const order of orders) {
      const difference = order(a, b)
      if (difference !== 0) return difference
    }
    return byValue(a.created_at, b.created_at) || byValue(a.id, b.id)
  }
}

const byValue = (a: Sortable, b: Sortable): number => {
  const [left, right] = [a ?? '', b ?? '']
  return left < right ? -1 : Number(left > right)
}

/** A list that describes no sorting knows no such parameter. */
const unknownSort = (choices: string[]): InvalidParameter =>
  choices.length === 0
    ? notAllowedInQuery('sort')
    : { field: 'sort', reason: `must be one of [${choices.join(', ')}]`, rule: 'enum', choices, source: 'query' }
