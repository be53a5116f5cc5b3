import { createHash } from 'node:crypto'
import type { Identified, TableSpec } from '../table.ts'

/** A key of a row: the index, the value as it is stored, and whether it may stand once only. */
export interface Key {
  index: string
  value: string
  single: boolean
}

/** The keys of a row, those that may stand once first. */
export function keysOf<Row extends Identified>({ indexes = {}, unique = {} }: TableSpec<Row>, row: Row): Key[] {
  const of = (functions: NonNullable<TableSpec<Row>['indexes']>, single: boolean) =>
    Object.entries(functions).flatMap(([index, keysIn]) =>
      [...new Set([keysIn(row) ?? []].flat())].map((value) => ({ ...keyOf(index, value), single })),
    )
  return [...of(unique, true), ...of(indexes, false)]
}

export const keyOf = (index: string, value: string): Key => ({ index, value: stored(value), single: false })

/** Those of `keys` that are not among `others`. */
export const without = (keys: readonly Key[], others: readonly Key[]): Key[] =>
  keys.filter(({ index, value }) => !others.some((other) => other.index === index && other.value === value))

/** As the database takes them: indexes, values, and which are single. */
export const columnsOf = (keys: readonly Key[]): [indexes: string[], values: string[], single: boolean[]] => [
  keys.map(({ index }) => index),
  keys.map(({ value }) => value),
  keys.map(({ single }) => single),
]

/**
 * An id or a value of an index as it is stored: itself, unless it is one that the database cannot store or compare as it is. Callers send
 * anything: zero bytes, halves of characters, whole documents.
 */
export function stored(text: string): string {
  if (text.length <= 300 && text.isWellFormed() && !text.startsWith('#') && !text.includes('\0')) return text
  return `#${createHash('sha256').update(text, 'utf16le').digest('hex')}`
}
