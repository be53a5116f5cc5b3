import type { Identified, Snapshot } from './table.ts'

/**
 * Where tables put down what changes, before they change, so that a later start finds it. Every call is done when it returns:
 * what a table acknowledged stands there, also when the process is killed in the next moment.
 */
export interface Journal {
  /** The rows of a table, oldest first. */
  read(table: string): Identified[]
  /** Puts down a new row, or an old one's new version, which keeps its place. @throws StoreUnusable; nothing is changed then. */
  put(table: string, row: Identified): void
  /** @throws StoreUnusable; nothing is changed then. */
  remove(table: string, id: string): void
  /** Replaces every row of every table, or none. @throws StoreUnusable */
  replaceAll(tables: Snapshot): void
}

/** The store cannot be opened, read or written. The message names it and says why, in one line. */
export class StoreUnusable extends Error {
  constructor(store: string, why: string) {
    super(`the store ${store} cannot be used: ${why}`)
  }
}
