import type { OneAtATime } from './one-at-a-time.ts'

/**
 * Where servers keep what they know. A table holds rows of one noun, found by id or by a declared index. The interface is
 * async so that a file or a database can stand behind it; the memory version is what a start without settings uses.
 * Rows are values: what goes in is frozen, what comes out is shared, and a change is a new row.
 */
export interface Table<Row extends Identified> {
  /** @throws UniqueViolation when the id or a unique index is taken; nothing is stored then. */
  insert(row: Row): Promise<void>
  find(id: string): Promise<Row | undefined>
  /**
   * Rows whose index has this value, oldest first. Every table has the index `id`.
   * @param within only those that are in this list too: costs the shorter of the two
   */
  listBy(index: string, value: string, within?: ListKey): Promise<Row[]>
  /** How many rows `listBy` would give, without making the list. */
  countBy(index: string, value: string): Promise<number>
  /** A part of `all`, or of a `listBy`. Costs what it gives, not what there is. */
  page(request: PageRequest): Promise<Row[]>
  all(): Promise<Row[]>
  count(): Promise<number>
  /** Replaces the row of the same id; false when there is none. @throws UniqueViolation as `insert` does. */
  replace(row: Row): Promise<boolean>
  /**
   * Makes another row of the one with this id, as it stands when nobody else changes it: for what depends on what it was.
   * @param how undefined leaves it as it is
   * @returns the new row; undefined when there is none, or it was left @throws UniqueViolation as `insert` does
   */
  change(id: string, how: (row: Row) => Row | undefined): Promise<Row | undefined>
  remove(id: string): Promise<boolean>
}

/** The rows whose index has a value. */
export interface ListKey {
  index: string
  value: string
}

/** Which rows of a list, counted from 0: the oldest first unless `newestFirst`. Without `by` the list is the whole table. */
export interface PageRequest {
  by?: ListKey
  from: number
  size: number
  newestFirst?: boolean
}

export interface Identified {
  readonly id: string
}

/**
 * What a table is: its name in a snapshot, how rows are found, what may not stand twice. An undefined key is not indexed, and a row
 * with several keys is in several lists.
 */
export interface TableSpec<Row extends Identified> {
  name: string
  indexes?: Record<string, (row: Row) => Keys>
  unique?: Record<string, (row: Row) => string | undefined>
}

/** Under what an index lists a row. */
export type Keys = string | readonly string[] | undefined

/** Tells after the fact that a row came, changed or went. `row` is undefined when it went, `before` when it is new. */
export interface Change {
  table: string
  row: Identified | undefined
  before: Identified | undefined
  /** Another process that shares the database made it. */
  elsewhere?: true
}

export type Snapshot = Record<string, readonly Identified[]>

/** All tables of one server. Several processes that serve as one may share them; what concerns only those says so. */
export interface Database {
  table<Row extends Identified>(spec: TableSpec<Row>): Table<Row>
  /**
   * Calls `listener` synchronously after each change. A restore tells nothing: read everything anew.
   * @param tables only changes of these; default: of any
   */
  onChange(listener: (change: Change) => void, tables?: readonly string[]): void
  /** Shared: calls `listener` when everything may be different, since somebody else restored a snapshot or changes went unheard. */
  onUpheaval(listener: () => void): void
  /** Done when the listeners have heard of every change that anybody made before this call. @throws StoreUnusable */
  caughtUp(): Promise<void>
  snapshot(): Promise<Snapshot>
  /** Replaces the content of every table; tables the snapshot does not name become empty. */
  restore(snapshot: Snapshot): Promise<void>
  /** Runs `work` while nobody who shares the database runs any under the same name. */
  alone: OneAtATime
  /** Does `work` before anybody else may join. `first`: nobody else is there. To be called once, at the start. */
  join(work: (first: boolean) => Promise<void>): Promise<void>
  readonly counters: Counters
}

/** Numbers that all who share a database count together, from 0. They are no part of a snapshot. */
export interface Counters {
  read(name: string): Promise<number>
  /** Counts one on, and gives where it stands now. */
  next(name: string): Promise<number>
  /** Shared: calls `listener` when somebody else has counted. */
  onCount(listener: (name: string, value: number) => void): void
}

/** Stores `row`, in place of the one with its id if there is one, whoever else does so too. Gives whether it is new. */
export async function put<Row extends Identified>(table: Table<Row>, row: Row): Promise<boolean> {
  if (await table.replace(row)) return false
  try {
    await table.insert(row)
    return true
  } catch (error) {
    if (!(error instanceof UniqueViolation && error.index === 'id')) throw error
    await table.replace(row)
    return false
  }
}

/** Two rows may not share this value. */
export class UniqueViolation extends Error {
  readonly index: string
  constructor(table: string, index: string, value: string) {
    super(`${table} already has a row whose ${index} is "${value}"`)
    this.index = index
  }
}
